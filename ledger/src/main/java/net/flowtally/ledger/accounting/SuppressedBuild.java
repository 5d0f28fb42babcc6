package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import net.flowtally.ledger.calls.ObservationPoint;
import net.flowtally.ledger.calls.SuppressedCall;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.engine.NumberSource;

/// The suppression table in the making: duplicates with the observation point that was elected in
/// their place. For one thread.
final class SuppressedBuild {
    /// What tells rows apart, in canonical order.
    private static final String KEYS =
            "quarter, protocol, source_hi, source_lo, destination_hi, destination_lo, source_port,"
                    + " destination_port, exporter_hi, exporter_lo, input_interface,"
                    + " output_interface, direction";

    private static final String COLUMNS =
            KEYS
                    + ", winner_exporter_hi, winner_exporter_lo, winner_input_interface,"
                    + " winner_output_interface, winner_direction, bytes, packets, records";

    private static final int WIDTH = COLUMNS.split(",", -1).length;
    private static final int MOST_ROWS = 16_384;

    private final Engine engine;

    /// Column by column.
    private final long[] values = new long[WIDTH * MOST_ROWS];

    private int rows;
    private int column;

    SuppressedBuild(Engine engine) throws SQLException {
        this.engine = engine;
        engine.execute(
                "CREATE OR REPLACE TABLE duplicate ("
                        + COLUMNS.replace(",", " BIGINT NOT NULL,")
                        + " BIGINT NOT NULL)");
    }

    void add(SuppressedCall call) throws SQLException {
        if (rows == MOST_ROWS) {
            flush();
        }
        column = 0;
        put(call.quarter());
        put(call.protocol());
        put(call.source().hi());
        put(call.source().lo());
        put(call.destination().hi());
        put(call.destination().lo());
        put(call.sourcePort());
        put(call.destinationPort());
        put(call.loser());
        put(call.winner());
        put(call.bytes());
        put(call.packets());
        put(call.records());
        rows++;
    }

    private void put(ObservationPoint point) {
        put(point.exporter().hi());
        put(point.exporter().lo());
        put(Integer.toUnsignedLong(point.inputInterface()));
        put(Integer.toUnsignedLong(point.outputInterface()));
        put(point.direction());
    }

    private void put(long value) {
        values[column++ * MOST_ROWS + rows] = value;
    }

    /// What its file is made of.
    UsageWriter.Content content() throws SQLException {
        flush();
        return new UsageWriter.Content(
                UsageFile.Kind.SUPPRESSED, "FROM duplicate", true, COLUMNS, KEYS, "bytes");
    }

    private void flush() throws SQLException {
        engine.insert(
                "duplicate",
                new NumberSource() {
                    @Override
                    public int columns() {
                        return WIDTH;
                    }

                    @Override
                    public int rows() {
                        return rows;
                    }

                    @Override
                    public long get(int column, int row) {
                        return values[column * MOST_ROWS + row];
                    }
                });
        rows = 0;
    }
}
