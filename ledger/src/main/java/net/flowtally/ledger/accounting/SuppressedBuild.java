package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import net.flowtally.ledger.calls.ObservationPoint;
import net.flowtally.ledger.calls.SuppressedCall;
import net.flowtally.ledger.engine.Engine;
import org.duckdb.DuckDBAppender;

/// The suppression table in the making: duplicates with the observation point that was elected in
/// their place. For one thread.
final class SuppressedBuild implements AutoCloseable {
    /// What tells rows apart, in canonical order.
    private static final String KEYS =
            "quarter, protocol, source_hi, source_lo, destination_hi, destination_lo, source_port,"
                    + " destination_port, exporter_hi, exporter_lo, input_interface,"
                    + " output_interface, direction";

    private static final String COLUMNS =
            KEYS
                    + ", winner_exporter_hi, winner_exporter_lo, winner_input_interface,"
                    + " winner_output_interface, winner_direction, bytes, packets, records";

    static final UsageWriter.Content CONTENT =
            new UsageWriter.Content(
                    UsageFile.Kind.SUPPRESSED, "FROM duplicate", COLUMNS, KEYS, "bytes");

    private final DuckDBAppender appender;

    SuppressedBuild(Engine engine) throws SQLException {
        engine.execute(
                "CREATE OR REPLACE TABLE duplicate ("
                        + COLUMNS.replace(",", " BIGINT NOT NULL,")
                        + " BIGINT NOT NULL)");
        appender = engine.connection().createAppender("duplicate");
    }

    void add(SuppressedCall call) throws SQLException {
        appender.beginRow();
        appender.append(call.quarter());
        appender.append((long) call.protocol());
        appender.append(call.source().hi());
        appender.append(call.source().lo());
        appender.append(call.destination().hi());
        appender.append(call.destination().lo());
        appender.append((long) call.sourcePort());
        appender.append((long) call.destinationPort());
        append(call.loser());
        append(call.winner());
        appender.append(call.bytes());
        appender.append(call.packets());
        appender.append(call.records());
        appender.endRow();
    }

    private void append(ObservationPoint point) throws SQLException {
        appender.append(point.exporter().hi());
        appender.append(point.exporter().lo());
        appender.append(Integer.toUnsignedLong(point.inputInterface()));
        appender.append(Integer.toUnsignedLong(point.outputInterface()));
        appender.append((long) point.direction());
    }

    @Override
    public void close() throws SQLException {
        appender.close();
    }
}
