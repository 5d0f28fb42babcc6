package net.flowtally.collector.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Unsigned numbers in network order at any offset of an array of octets.
public final class Octets {
    private static final VarHandle U16 =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U32 =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Octets() {}

    public static int u8(byte[] octets, int at) {
        return octets[at] & 0xff;
    }

    public static int u16(byte[] octets, int at) {
        return (short) U16.get(octets, at) & 0xffff;
    }

    /// The 32 bits as they are, for addresses and arithmetic modulo 2^32.
    public static int i32(byte[] octets, int at) {
        return (int) U32.get(octets, at);
    }

    public static long u32(byte[] octets, int at) {
        return (int) U32.get(octets, at) & 0xffff_ffffL;
    }

    /// Values from 2^63 on come out negative.
    public static long u64(byte[] octets, int at) {
        return (long) U64.get(octets, at);
    }

    /// A number of 0 to 8 octets, as reduced-size encoding (RFC 7011 section 6.2) makes them.
    public static long unsigned(byte[] octets, int at, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | (octets[at + i] & 0xff);
        }
        return value;
    }
}
