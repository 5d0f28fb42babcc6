package net.flowtally.ledger.calls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// Writes one Parquet file of required, flat columns: a row group for each call of `append`, a data
/// page (version 1, uncompressed) for each column in it, dictionary-encoded where a column has few
/// values, with minimum and maximum. Not thread-safe.
final class ParquetWriter implements AutoCloseable {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private static final int TYPE_BOOLEAN = 0;
    private static final int TYPE_INT32 = 1;
    private static final int TYPE_INT64 = 2;
    private static final int REQUIRED = 0;
    private static final int UNCOMPRESSED = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int RLE_DICTIONARY = 8;
    private static final int DATA_PAGE = 0;
    private static final int DICTIONARY_PAGE = 2;

    private final FileChannel channel;
    private final MessageDigest digest;
    private final List<Column> columns;
    private final ThriftCompact header = new ThriftCompact();
    private final ThriftCompact rowGroups = new ThriftCompact();
    private final ValueDictionary dictionary = new ValueDictionary();
    private int[] indexes = new int[0];
    private ByteBuffer page = allocate(1 << 19);
    private long position;
    private long rows;
    private int groups;

    private long minimum;
    private long maximum;

    /// @param columns name the schema; later batches must have the same
    ParquetWriter(Path file, List<Column> columns) throws IOException {
        this.columns = List.copyOf(columns);
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING);
        write(ByteBuffer.wrap(MAGIC));
    }

    /// Writes the first `count` entries of each column as a row group.
    void append(List<Column> batch, int count) throws IOException {
        if (indexes.length < count) {
            indexes = new int[count];
        }
        long start = position;
        long octets = 0;
        rowGroups.beginStruct();
        rowGroups.beginList(1, ThriftCompact.STRUCT, batch.size());
        for (Column column : batch) {
            octets += appendColumn(column, count);
        }
        rowGroups.i64(2, octets);
        rowGroups.i64(3, count);
        rowGroups.i64(5, start);
        rowGroups.i64(6, octets);
        rowGroups.endStruct();
        groups++;
        rows += count;
    }

    /// Writes the footer and syncs the file.
    ///
    /// @param metadata key-value pairs for the footer
    /// @return the SHA-256 of the file, in hexadecimal
    String finish(Map<String, String> metadata) throws IOException {
        ThriftCompact footer = new ThriftCompact();
        footer.beginStruct();
        footer.i32(1, 1);
        footer.beginList(2, ThriftCompact.STRUCT, columns.size() + 1);
        footer.beginStruct();
        footer.text(4, "slices");
        footer.i32(5, columns.size());
        footer.endStruct();
        for (Column column : columns) {
            footer.beginStruct();
            footer.i32(1, type(column));
            footer.i32(3, REQUIRED);
            footer.text(4, column.name());
            footer.endStruct();
        }
        footer.i64(3, rows);
        footer.beginList(4, ThriftCompact.STRUCT, groups);
        footer.append(rowGroups);
        footer.beginList(5, ThriftCompact.STRUCT, metadata.size());
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            footer.beginStruct();
            footer.text(1, entry.getKey());
            footer.text(2, entry.getValue());
            footer.endStruct();
        }
        footer.text(6, "flowtally");
        // readers must ignore minimum and maximum unless the order is named for each column
        footer.beginList(7, ThriftCompact.STRUCT, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            footer.beginStruct();
            footer.beginStruct(1);
            footer.endStruct();
            footer.endStruct();
        }
        footer.endStruct();
        write(ByteBuffer.wrap(footer.octets(), 0, footer.length()));
        ByteBuffer tail = allocate(8).putInt(footer.length()).put(MAGIC).flip();
        write(tail);
        channel.force(true);
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Octets written so far.
    long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private long appendColumn(Column column, int count) throws IOException {
        long start = position;
        boolean encoded = fillDictionary(column, count);
        long dictionaryAt = position;
        long dataAt;
        if (encoded) {
            writeDictionary(column);
            dataAt = position;
            fillIndexes(count, dictionary.size());
            writePage(DATA_PAGE, count, RLE_DICTIONARY);
        } else {
            dataAt = position;
            fillPlain(column, count);
            writePage(DATA_PAGE, count, PLAIN);
        }
        long octets = position - start;
        rowGroups.beginStruct();
        rowGroups.i64(2, start);
        rowGroups.beginStruct(3);
        rowGroups.i32(1, type(column));
        rowGroups.beginList(2, ThriftCompact.I32, encoded ? 3 : 2);
        rowGroups.element(PLAIN);
        rowGroups.element(RLE);
        if (encoded) {
            rowGroups.element(RLE_DICTIONARY);
        }
        rowGroups.beginList(3, ThriftCompact.BINARY, 1);
        rowGroups.element(column.name());
        rowGroups.i32(4, UNCOMPRESSED);
        rowGroups.i64(5, count);
        rowGroups.i64(6, octets);
        rowGroups.i64(7, octets);
        rowGroups.i64(9, dataAt);
        if (encoded) {
            rowGroups.i64(11, dictionaryAt);
        }
        rowGroups.beginStruct(12);
        rowGroups.i64(3, 0);
        rowGroups.binary(5, littleEndian(maximum, width(column)));
        rowGroups.binary(6, littleEndian(minimum, width(column)));
        rowGroups.endStruct();
        rowGroups.endStruct();
        rowGroups.endStruct();
        return octets;
    }

    private boolean fillDictionary(Column column, int count) {
        return switch (column) {
            case Column.Longs(_, long[] values) -> dictionary.fill(values, count, indexes);
            case Column.Ints(_, int[] values) -> dictionary.fill(values, count, indexes);
            case Column.Booleans _ -> false;
        };
    }

    private void writeDictionary(Column column) throws IOException {
        int size = dictionary.size();
        boolean wide = column instanceof Column.Longs;
        reserve(size * (wide ? 8 : 4));
        minimum = Long.MAX_VALUE;
        maximum = Long.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            long value = dictionary.value(i);
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
            if (wide) {
                page.putLong(value);
            } else {
                page.putInt((int) value);
            }
        }
        writePage(DICTIONARY_PAGE, size, PLAIN);
    }

    /// The hybrid encoding: a run if there is one value only, else one bit-packed stretch.
    private void fillIndexes(int count, int distinct) {
        int bits = distinct <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(distinct - 1);
        int octuples = (count + 7) / 8;
        reserve(16 + octuples * bits);
        page.put((byte) bits);
        if (bits == 0) {
            varint((long) count << 1);
            return;
        }
        varint((long) octuples << 1 | 1);
        long pending = 0;
        int pendingBits = 0;
        for (int i = 0; i < octuples * 8; i++) {
            pending |= (long) (i < count ? indexes[i] : 0) << pendingBits;
            pendingBits += bits;
            while (pendingBits >= 8) {
                page.put((byte) pending);
                pending >>>= 8;
                pendingBits -= 8;
            }
        }
    }

    private void fillPlain(Column column, int count) {
        minimum = Long.MAX_VALUE;
        maximum = Long.MIN_VALUE;
        switch (column) {
            case Column.Longs(_, long[] values) -> {
                reserve(count * 8);
                for (int i = 0; i < count; i++) {
                    minimum = Math.min(minimum, values[i]);
                    maximum = Math.max(maximum, values[i]);
                }
                page.asLongBuffer().put(values, 0, count);
                page.position(count * 8);
            }
            case Column.Ints(_, int[] values) -> {
                reserve(count * 4);
                for (int i = 0; i < count; i++) {
                    minimum = Math.min(minimum, values[i]);
                    maximum = Math.max(maximum, values[i]);
                }
                page.asIntBuffer().put(values, 0, count);
                page.position(count * 4);
            }
            case Column.Booleans(_, boolean[] values) -> {
                reserve((count + 7) / 8);
                minimum = 1;
                maximum = 0;
                for (int i = 0; i < count; i += 8) {
                    int octet = 0;
                    for (int j = i; j < Math.min(count, i + 8); j++) {
                        if (values[j]) {
                            octet |= 1 << (j - i);
                            maximum = 1;
                        } else {
                            minimum = 0;
                        }
                    }
                    page.put((byte) octet);
                }
            }
        }
    }

    private void writePage(int kind, int values, int encoding) throws IOException {
        page.flip();
        header.clear();
        header.beginStruct();
        header.i32(1, kind);
        header.i32(2, page.limit());
        header.i32(3, page.limit());
        header.beginStruct(kind == DATA_PAGE ? 5 : 7);
        header.i32(1, values);
        header.i32(2, encoding);
        if (kind == DATA_PAGE) {
            header.i32(3, RLE);
            header.i32(4, RLE);
        }
        header.endStruct();
        header.endStruct();
        write(ByteBuffer.wrap(header.octets(), 0, header.length()));
        write(page);
    }

    private void write(ByteBuffer octets) throws IOException {
        digest.update(octets.duplicate());
        position += octets.remaining();
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    private void reserve(int octets) {
        if (page.capacity() < octets) {
            page = allocate(octets);
        }
        page.clear();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            page.put((byte) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        page.put((byte) rest);
    }

    private static int type(Column column) {
        return switch (column) {
            case Column.Longs _ -> TYPE_INT64;
            case Column.Ints _ -> TYPE_INT32;
            case Column.Booleans _ -> TYPE_BOOLEAN;
        };
    }

    private static int width(Column column) {
        return switch (column) {
            case Column.Longs _ -> 8;
            case Column.Ints _ -> 4;
            case Column.Booleans _ -> 1;
        };
    }

    private static byte[] littleEndian(long value, int width) {
        byte[] octets = new byte[width];
        for (int i = 0; i < width; i++) {
            octets[i] = (byte) (value >>> (8 * i));
        }
        return octets;
    }

    private static ByteBuffer allocate(int octets) {
        return ByteBuffer.allocate(octets).order(ByteOrder.LITTLE_ENDIAN);
    }
}
