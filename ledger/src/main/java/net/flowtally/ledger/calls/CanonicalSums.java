package net.flowtally.ledger.calls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.DecimalText;
import net.flowtally.ledger.engine.NumberRows;
import net.flowtally.ledger.engine.NumberSink;

/// Sums entries up to canonical figures of quarter hours. The hash of a quarter hour is the sum,
/// modulo 2^64 in each half, of the MD5 of its entries: of each the fields as text in the order of
/// `COLUMNS`, with commas between them. For one thread.
final class CanonicalSums implements NumberSink<RuntimeException> {
    /// What makes slices one entry.
    private static final List<String> KEYS =
            List.of(
                    "quarter",
                    "call_hi",
                    "call_lo",
                    "caller_is_source",
                    "exporter_hi",
                    "exporter_lo",
                    "input_interface",
                    "output_interface",
                    "direction",
                    "held",
                    "protocol",
                    "source_hi",
                    "source_lo",
                    "destination_hi",
                    "destination_lo",
                    "source_port",
                    "destination_port");

    private static final List<String> FIGURES =
            List.of(
                    "min(call_start)",
                    "min(owned_at)",
                    "min(slice_start)",
                    "max(slice_end)",
                    "max(rate_numerator <> rate_denominator)",
                    "sum(records)",
                    "sum(bytes)",
                    "sum(packets)",
                    "sum(raw_bytes)",
                    "sum(raw_packets)");

    private static final int CALLER_IS_SOURCE = 3;
    private static final int IS_SCALED = 21;
    private static final int BYTES = 23;
    private static final int PACKETS = 24;
    private static final int RAW_BYTES = 25;
    private static final int RAW_PACKETS = 26;

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final MessageDigest digest;
    private final byte[] text =
            new byte[(KEYS.size() + FIGURES.size()) * (DecimalText.LONGEST + 1)];
    private final byte[] hash = new byte[16];
    private final Map<Long, Sums> quarters = new TreeMap<>();
    private Sums recent = new Sums();
    private long recentQuarter = Long.MIN_VALUE;
    private int length;

    CanonicalSums() {
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has MD5", e);
        }
    }

    private static final class Sums {
        private long entries;
        private long bytes;
        private long packets;
        private long rawBytes;
        private long rawPackets;
        private long upper;
        private long lower;
    }

    /// A relation of entries over slices.
    static String entries(String slices) {
        List<String> columns = new ArrayList<>(KEYS);
        for (int i = 0; i < FIGURES.size(); i++) {
            columns.add(FIGURES.get(i) + "::BIGINT AS figure" + i);
        }
        return "(SELECT %s FROM (%s) GROUP BY %s)"
                .formatted(String.join(", ", columns), slices, String.join(", ", KEYS));
    }

    /// The columns of `entries` to hand over.
    static List<String> columns() {
        List<String> columns = new ArrayList<>(KEYS);
        columns.set(CALLER_IS_SOURCE, KEYS.get(CALLER_IS_SOURCE) + "::BIGINT");
        for (int i = 0; i < FIGURES.size(); i++) {
            columns.add("figure" + i);
        }
        return columns;
    }

    @Override
    public void accept(NumberRows rows) {
        int columns = KEYS.size() + FIGURES.size();
        for (int row = 0; row < rows.size(); row++) {
            length = 0;
            for (int column = 0; column < columns; column++) {
                put(column, rows.get(column, row));
            }
            // no comma behind the last
            hash(length - 1);
            add(rows, row);
        }
    }

    /// In the order of quarter hours.
    List<CanonicalQuarter> quarters() {
        List<CanonicalQuarter> all = new ArrayList<>();
        quarters.forEach((quarter, sums) ->
                all.add(
                        new CanonicalQuarter(
                                quarter,
                                sums.entries,
                                sums.bytes,
                                sums.packets,
                                sums.rawBytes,
                                sums.rawPackets,
                                String.format(Locale.ROOT, "%016x%016x", sums.upper, sums.lower))));
        return all;
    }

    private void add(NumberRows rows, int row) {
        long quarter = rows.get(0, row);
        if (quarter != recentQuarter) {
            recentQuarter = quarter;
            recent = quarters.computeIfAbsent(quarter, _ -> new Sums());
        }
        recent.entries++;
        recent.bytes = Math.addExact(recent.bytes, rows.get(BYTES, row));
        recent.packets = Math.addExact(recent.packets, rows.get(PACKETS, row));
        recent.rawBytes = Math.addExact(recent.rawBytes, rows.get(RAW_BYTES, row));
        recent.rawPackets = Math.addExact(recent.rawPackets, rows.get(RAW_PACKETS, row));
        recent.upper += (long) LITTLE_ENDIAN.get(hash, 0);
        recent.lower += (long) LITTLE_ENDIAN.get(hash, 8);
    }

    private void hash(int octets) {
        try {
            digest.update(text, 0, octets);
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new AssertionError("an MD5 has 16 octets", e);
        }
    }

    private void put(int column, long value) {
        if (column == CALLER_IS_SOURCE || column == IS_SCALED) {
            put(value != 0 ? TRUE : FALSE);
        } else {
            length = DecimalText.put(value, text, length);
        }
        text[length++] = ',';
    }

    private void put(byte[] word) {
        System.arraycopy(word, 0, text, length, word.length);
        length += word.length;
    }
}
