package net.flowtally.collector.journal;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The layout of a journal entry. It begins at a multiple of 8; numbers are little-endian.
///
/// ```
///  0        4        8    9    10   12       16                24                        40
///  +--------+--------+----+----+----+--------+-----------------+-------------------------+------
///  | CRC32C | length |kind|list|port|connect.| received at, us | source address, 16 octs | payload
///  +--------+--------+----+----+----+--------+-----------------+-------------------------+------
/// ```
///
/// `list` is the listener of a datagram, or what is spoken on a connection; `connect.` the number
/// of a connection, 0 for datagrams. Connections are numbered from 1 in each run of a collector:
/// number 1 says that all earlier ones are gone.
///
/// `length` counts the payload alone; the sum covers everything from `length` on, with the zeros
/// after the payload that fill the entry to a multiple of 8.
public final class Entry {
    /// A datagram of an approved source.
    public static final byte DATAGRAM = 1;

    /// Time went on and nothing came.
    public static final byte TICK = 2;

    /// The settings that hold from here on.
    public static final byte SETTINGS = 3;

    /// Everything the flow table has not yet told leaves it as slices; calls stay open.
    public static final byte DRAIN = 4;

    /// As DRAIN, and every call ends.
    public static final byte DRAIN_AND_END = 5;

    /// The segment ends here; the next one follows.
    static final byte SEGMENT_END = 6;

    /// A connection over TCP began.
    public static final byte CONNECT = 7;

    /// A message as it came over a connection.
    public static final byte MESSAGE = 8;

    /// A message that was sent over a connection, where its time matters.
    public static final byte SENT = 9;

    /// A connection ended.
    public static final byte DISCONNECT = 10;

    /// What is spoken on a connection.
    public static final int LFAP = 1;

    public static final int IPFIX = 2;

    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ORDER);
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT.withOrder(ORDER);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ORDER);

    static final int SUM = 0;
    static final int LENGTH = 4;
    static final int KIND = 8;
    static final int LISTENER = 9;
    static final int PORT = 10;
    static final int CONNECTION = 12;
    static final int RECEIVED = 16;
    static final int SOURCE_HI = 24;
    static final int SOURCE_LO = 32;
    static final int HEADER = 40;

    /// More than any datagram or settings need: a bound for lengths read from a file.
    static final int MAX_PAYLOAD = 32 << 20;

    private Entry() {}

    static int size(int payload) {
        return (HEADER + payload + 7) & ~7;
    }

    static boolean isKind(byte kind) {
        return kind >= DATAGRAM && kind <= DISCONNECT;
    }
}
