package net.flowtally.ledger.calls;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes structures in Thrift's compact protocol, in which Parquet keeps its headers and footer.
final class ThriftCompact {
    static final int TRUE = 1;
    static final int I32 = 5;
    static final int I64 = 6;
    static final int BINARY = 8;
    static final int LIST = 9;
    static final int STRUCT = 12;

    private static final int MAX_DEPTH = 16;

    private byte[] octets = new byte[1024];
    private int length;
    private final int[] outerFields = new int[MAX_DEPTH];
    private int depth;
    private int lastField;

    void clear() {
        length = 0;
        depth = 0;
        lastField = 0;
    }

    int length() {
        return length;
    }

    byte[] octets() {
        return octets;
    }

    void beginStruct() {
        outerFields[depth++] = lastField;
        lastField = 0;
    }

    void endStruct() {
        octet(0);
        lastField = outerFields[--depth];
    }

    void beginStruct(int field) {
        fieldHeader(field, STRUCT);
        beginStruct();
    }

    void i32(int field, int value) {
        fieldHeader(field, I32);
        zigzag(value);
    }

    void i64(int field, long value) {
        fieldHeader(field, I64);
        zigzag(value);
    }

    void bool(int field, boolean value) {
        fieldHeader(field, value ? TRUE : 2);
    }

    void text(int field, String value) {
        fieldHeader(field, BINARY);
        binary(value.getBytes(StandardCharsets.UTF_8));
    }

    void binary(int field, byte[] value) {
        fieldHeader(field, BINARY);
        binary(value);
    }

    void beginList(int field, int elementType, int size) {
        fieldHeader(field, LIST);
        if (size < 15) {
            octet((size << 4) | elementType);
        } else {
            octet(0xf0 | elementType);
            varint(size);
        }
    }

    /// A list element of type I32.
    void element(int value) {
        zigzag(value);
    }

    /// A list element of type BINARY.
    void element(String value) {
        binary(value.getBytes(StandardCharsets.UTF_8));
    }

    /// What another writer has put together.
    void append(ThriftCompact other) {
        ensure(other.length);
        System.arraycopy(other.octets, 0, octets, length, other.length);
        length += other.length;
    }

    private void fieldHeader(int field, int type) {
        int delta = field - lastField;
        if (delta > 0 && delta < 16) {
            octet((delta << 4) | type);
        } else {
            octet(type);
            zigzag(field);
        }
        lastField = field;
    }

    private void binary(byte[] value) {
        varint(value.length);
        ensure(value.length);
        System.arraycopy(value, 0, octets, length, value.length);
        length += value.length;
    }

    private void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        octet((int) rest);
    }

    private void octet(int value) {
        ensure(1);
        octets[length++] = (byte) value;
    }

    private void ensure(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }
}
