package net.flowtally.ledger.calls;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// Slices kept column by column, in the order they came, until they are written. One batch becomes
/// one row group of a slice file. Not thread-safe; made once and used again after `clear`.
public final class SliceBatch implements SliceSink {
    public static final int DEFAULT_CAPACITY = 65_536;

    /// What becomes of the columns in which rows may differ that are merged.
    private static final Map<String, String> MERGED =
            Map.ofEntries(
                    Map.entry("slice_start", "min(%s)"),
                    Map.entry("slice_end", "max(%s)"),
                    Map.entry("tcp_flags", "bit_or(%s)"),
                    Map.entry("raw_bytes", "sum(%s)"),
                    Map.entry("raw_packets", "sum(%s)"),
                    Map.entry("bytes", "sum(%s)"),
                    Map.entry("packets", "sum(%s)"),
                    Map.entry("records", "sum(%s)"),
                    Map.entry("first_position", "min(%s)"),
                    Map.entry("last_position", "max(%s)"),
                    Map.entry("ticks", "arg_max(coalesce(%s, 0), last_position)"));

    private final int capacity;
    private final List<Column> columns = new ArrayList<>();

    private final long[] quarter;
    private final long[] callHi;
    private final long[] callLo;
    private final long[] callStart;
    private final long[] ownedAt;
    private final long[] start;
    private final long[] end;
    private final long[] exporterHi;
    private final long[] exporterLo;
    private final int[] inputInterface;
    private final int[] outputInterface;
    private final int[] direction;
    private final long[] sourceHi;
    private final long[] sourceLo;
    private final long[] destinationHi;
    private final long[] destinationLo;
    private final int[] sourcePort;
    private final int[] destinationPort;
    private final int[] protocol;
    private final boolean[] callerIsSource;
    private final int[] tcpFlags;
    private final int[] tos;
    private final int[] vlan;
    private final long[] sourceAs;
    private final long[] destinationAs;
    private final long[] nextHopHi;
    private final long[] nextHopLo;
    private final long[] rawBytes;
    private final long[] rawPackets;
    private final long[] bytes;
    private final long[] packets;
    private final int[] records;
    private final long[] rateNumerator;
    private final long[] rateDenominator;
    private final int[] rateSource;
    private final int[] held;
    private final int[] flags;
    private final long[] firstPosition;
    private final long[] lastPosition;
    private final int[] ticks;
    private int size;

    public SliceBatch() {
        this(DEFAULT_CAPACITY);
    }

    public SliceBatch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a batch holds at least one slice");
        }
        this.capacity = capacity;
        quarter = longs("quarter");
        callHi = longs("call_hi");
        callLo = longs("call_lo");
        callStart = longs("call_start");
        ownedAt = longs("owned_at");
        start = longs("slice_start");
        end = longs("slice_end");
        exporterHi = longs("exporter_hi");
        exporterLo = longs("exporter_lo");
        inputInterface = ints("input_interface");
        outputInterface = ints("output_interface");
        direction = ints("direction");
        sourceHi = longs("source_hi");
        sourceLo = longs("source_lo");
        destinationHi = longs("destination_hi");
        destinationLo = longs("destination_lo");
        sourcePort = ints("source_port");
        destinationPort = ints("destination_port");
        protocol = ints("protocol");
        callerIsSource = booleans("caller_is_source");
        tcpFlags = ints("tcp_flags");
        tos = ints("tos");
        vlan = ints("vlan");
        sourceAs = longs("source_as");
        destinationAs = longs("destination_as");
        nextHopHi = longs("next_hop_hi");
        nextHopLo = longs("next_hop_lo");
        rawBytes = longs("raw_bytes");
        rawPackets = longs("raw_packets");
        bytes = longs("bytes");
        packets = longs("packets");
        records = ints("records");
        rateNumerator = longs("rate_numerator");
        rateDenominator = longs("rate_denominator");
        rateSource = ints("rate_source");
        held = ints("held");
        flags = ints("flags");
        firstPosition = longs("first_position");
        lastPosition = longs("last_position");
        ticks = ints("ticks");
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == capacity;
    }

    public void clear() {
        size = 0;
    }

    @Override
    public void accept(Slice slice) {
        int at = size;
        quarter[at] = slice.quarter;
        callHi[at] = slice.callHi;
        callLo[at] = slice.callLo;
        callStart[at] = slice.callStart;
        ownedAt[at] = slice.ownedAt;
        start[at] = slice.start;
        end[at] = slice.end;
        exporterHi[at] = slice.exporterHi;
        exporterLo[at] = slice.exporterLo;
        inputInterface[at] = slice.inputInterface;
        outputInterface[at] = slice.outputInterface;
        direction[at] = slice.direction;
        sourceHi[at] = slice.sourceHi;
        sourceLo[at] = slice.sourceLo;
        destinationHi[at] = slice.destinationHi;
        destinationLo[at] = slice.destinationLo;
        sourcePort[at] = slice.sourcePort;
        destinationPort[at] = slice.destinationPort;
        protocol[at] = slice.protocol;
        callerIsSource[at] = slice.callerIsSource;
        tcpFlags[at] = slice.tcpFlags;
        tos[at] = slice.tos;
        vlan[at] = slice.vlan;
        sourceAs[at] = slice.sourceAs;
        destinationAs[at] = slice.destinationAs;
        nextHopHi[at] = slice.nextHopHi;
        nextHopLo[at] = slice.nextHopLo;
        rawBytes[at] = slice.rawBytes;
        rawPackets[at] = slice.rawPackets;
        bytes[at] = slice.bytes;
        packets[at] = slice.packets;
        records[at] = slice.records;
        rateNumerator[at] = slice.rateNumerator;
        rateDenominator[at] = slice.rateDenominator;
        rateSource[at] = slice.rateSource;
        held[at] = slice.held;
        flags[at] = slice.flags;
        firstPosition[at] = slice.firstPosition;
        lastPosition[at] = slice.lastPosition;
        ticks[at] = slice.ticks;
        size = at + 1;
    }

    /// Copies one slice out.
    ///
    /// @param into every field of it is set
    public void get(int row, Slice into) {
        if (row < 0 || row >= size) {
            throw new IndexOutOfBoundsException("row " + row + " of " + size);
        }
        into.quarter = quarter[row];
        into.callHi = callHi[row];
        into.callLo = callLo[row];
        into.callStart = callStart[row];
        into.ownedAt = ownedAt[row];
        into.start = start[row];
        into.end = end[row];
        into.exporterHi = exporterHi[row];
        into.exporterLo = exporterLo[row];
        into.inputInterface = inputInterface[row];
        into.outputInterface = outputInterface[row];
        into.direction = (byte) direction[row];
        into.sourceHi = sourceHi[row];
        into.sourceLo = sourceLo[row];
        into.destinationHi = destinationHi[row];
        into.destinationLo = destinationLo[row];
        into.sourcePort = sourcePort[row];
        into.destinationPort = destinationPort[row];
        into.protocol = protocol[row];
        into.callerIsSource = callerIsSource[row];
        into.tcpFlags = tcpFlags[row];
        into.tos = tos[row];
        into.vlan = vlan[row];
        into.sourceAs = sourceAs[row];
        into.destinationAs = destinationAs[row];
        into.nextHopHi = nextHopHi[row];
        into.nextHopLo = nextHopLo[row];
        into.rawBytes = rawBytes[row];
        into.rawPackets = rawPackets[row];
        into.bytes = bytes[row];
        into.packets = packets[row];
        into.records = records[row];
        into.rateNumerator = rateNumerator[row];
        into.rateDenominator = rateDenominator[row];
        into.rateSource = (byte) rateSource[row];
        into.held = (byte) held[row];
        into.flags = flags[row];
        into.firstPosition = firstPosition[row];
        into.lastPosition = lastPosition[row];
        into.ticks = ticks[row];
    }

    /// A query for the slices of a table, rows that differ in nothing but what can be added up made
    /// one, in the order of quarter hours and calls. Its columns are those of a batch.
    ///
    /// @param table with the columns of slice files
    /// @param apart an expression; rows that differ in it are not made one; empty for none
    String mergedFrom(String table, String apart) {
        StringJoiner selected = new StringJoiner(", ");
        StringJoiner keys = new StringJoiner(", ");
        for (Column column : columns) {
            String name = column.name();
            String function = MERGED.getOrDefault(name, "");
            if (function.isEmpty()) {
                selected.add(name);
                keys.add(name);
            } else {
                selected.add(
                        function.formatted(name)
                                + (column instanceof Column.Longs ? "::BIGINT" : "::INTEGER"));
            }
        }
        return "SELECT "
                + selected
                + " FROM "
                + table
                + " GROUP BY "
                + keys
                + (apart.isEmpty() ? "" : ", " + apart)
                + " ORDER BY quarter, call_hi, call_lo, caller_is_source, exporter_hi,"
                + " exporter_lo, input_interface, output_interface, direction, tos, flags";
    }

    /// A query for the slices of a table as they are, in their order. Its columns are those of a
    /// batch.
    String selectedFrom(String table, String condition) {
        StringJoiner selected = new StringJoiner(", ");
        columns.forEach(column -> selected.add(column.name()));
        return "SELECT " + selected + " FROM " + table + " WHERE " + condition;
    }

    /// Adds the row at which a result of `mergedFrom` or `selectedFrom` stands.
    void read(ResultSet rows) throws SQLException {
        int at = 1;
        for (Column column : columns) {
            switch (column) {
                case Column.Longs(_, long[] values) -> values[size] = rows.getLong(at);
                case Column.Ints(_, int[] values) -> values[size] = rows.getInt(at);
                case Column.Booleans(_, boolean[] values) -> values[size] = rows.getBoolean(at);
            }
            at++;
        }
        size++;
    }

    /// The columns as they stand in a slice file; the first `size` entries of each count.
    List<Column> columns() {
        return columns;
    }

    /// Adds up what the batch holds.
    void addTo(SliceSums sums) {
        for (int row = 0; row < size; row++) {
            sums.add(
                    quarter[row],
                    rawBytes[row],
                    rawPackets[row],
                    bytes[row],
                    packets[row],
                    firstPosition[row],
                    lastPosition[row]);
            sums.addFlags(flags[row]);
        }
    }

    private long[] longs(String name) {
        long[] values = new long[capacity];
        columns.add(new Column.Longs(name, values));
        return values;
    }

    private int[] ints(String name) {
        int[] values = new int[capacity];
        columns.add(new Column.Ints(name, values));
        return values;
    }

    private boolean[] booleans(String name) {
        boolean[] values = new boolean[capacity];
        columns.add(new Column.Booleans(name, values));
        return values;
    }
}
