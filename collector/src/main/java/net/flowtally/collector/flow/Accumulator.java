package net.flowtally.collector.flow;

import static net.flowtally.collector.flow.Memory.ALL;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import net.flowtally.ledger.calls.QuarterHour;

/// A flyweight over what has been heard of one direction of a call at one observation point since
/// its last slice, all in one quarter hour; one cache line. While it is not dirty, only observation
/// point, side and link mean anything (the route is 0).
///
/// ```
///  0 quarter hour (4), since 1970        32 raw packets (4)    48 last position - first (4)
///  4 first start (4), us in the quarter  36 packets (4)        52 route (3)  55 flags
///  8 last end (4), us in the quarter     40 first position (8) 56 next accumulator (4)
/// 12 sighting (3)  15 state                                    60 records (2)  62 TCP flags (2)
/// 16 raw bytes (8)  24 bytes (8)
/// ```
///
/// Packets, records and the distance of positions are narrow; `fits` says whether a part still
/// fits, and the table emits a slice early where it does not.
final class Accumulator {
    static final int OCTETS_LOG2 = 6;
    static final int LINK = 56;

    /// Bits of `state`.
    static final int DIRTY = 1;

    static final int SOURCE_IS_A = 2;

    private static final long NARROW = 0xffff_ffffL;
    private static final int RECORDS_LIMIT = 0xffff;
    private static final int NUMBER = 0xff_ffff;

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

    private static final int QUARTER = 0;
    private static final int FIRST_START = 4;
    private static final int LAST_END = 8;
    private static final int SIGHTING = 12;
    private static final int STATE = 15;
    private static final int RAW_BYTES = 16;
    private static final int BYTES = 24;
    private static final int RAW_PACKETS = 32;
    private static final int PACKETS = 36;
    private static final int FIRST_POSITION = 40;
    private static final int POSITION_SPAN = 48;
    private static final int ROUTE = 52;
    private static final int FLAGS = 55;
    private static final int RECORDS = 60;
    private static final int TCP_FLAGS = 62;

    private long at;

    /// @param at an address
    void wrap(long at) {
        this.at = at;
    }

    void wrap(Accumulator other) {
        wrap(other.at);
    }

    /// A clean accumulator without a route and without a successor.
    void create(int sighting, boolean sourceIsA) {
        rekey(sighting, sourceIsA);
        ALL.set(INT, at + ROUTE, 0);
        next(0);
    }

    /// Gives a clean accumulator to another observation point.
    void rekey(int sighting, boolean sourceIsA) {
        ALL.set(INT, at + SIGHTING, sighting | (sourceIsA ? SOURCE_IS_A << 24 : 0));
    }

    /// Whether this is the accumulator of a side at an observation point, dirty or not.
    boolean isOf(int sighting, boolean sourceIsA) {
        int word = ALL.get(INT, at + SIGHTING) & ~(DIRTY << 24);
        return word == (sighting | (sourceIsA ? SOURCE_IS_A << 24 : 0));
    }

    /// Whether a part of a quarter hour may be put here: nothing is, or of that quarter hour.
    boolean isFreeFor(int quarter) {
        return !isDirty() || ALL.get(INT, at + QUARTER) == quarter;
    }

    /// Whether this was added to longer ago than another one, the earlier quarter hour first if
    /// both were by the same record.
    boolean isStalerThan(Accumulator other) {
        long last = lastPosition();
        long otherLast = other.lastPosition();
        return last < otherLast || (last == otherLast && quarter() < other.quarter());
    }

    /// Starts a slice with the first part.
    void begin(Part part, int route) {
        ALL.set(INT, at + QUARTER, part.quarter);
        ALL.set(INT, at + FIRST_START, part.start);
        ALL.set(INT, at + LAST_END, part.end);
        ALL.set(BYTE, at + STATE, (byte) (state() | DIRTY));
        ALL.set(LONG, at + RAW_BYTES, part.rawBytes);
        ALL.set(LONG, at + BYTES, part.bytes);
        ALL.set(INT, at + RAW_PACKETS, (int) part.rawPackets);
        ALL.set(INT, at + PACKETS, (int) part.packets);
        ALL.set(LONG, at + FIRST_POSITION, part.position);
        ALL.set(INT, at + POSITION_SPAN, 0);
        ALL.set(INT, at + ROUTE, route | part.flags << 24);
        ALL.set(SHORT, at + RECORDS, (short) part.records);
        ALL.set(SHORT, at + TCP_FLAGS, (short) part.tcpFlags);
    }

    /// Whether a part can be added to the slice in hand: same quarter hour, and no field overflows.
    boolean fits(Part part) {
        return ALL.get(INT, at + QUARTER) == part.quarter
                && rawPackets() + part.rawPackets <= NARROW
                && packets() + part.packets <= NARROW
                && records() + part.records <= RECORDS_LIMIT
                && part.position - firstPosition() <= NARROW;
    }

    /// Whether a part can be the first of a slice here at all.
    static boolean isNarrow(Part part) {
        return part.rawPackets <= NARROW && part.packets <= NARROW;
    }

    void add(Part part) {
        if (part.start < ALL.get(INT, at + FIRST_START)) {
            ALL.set(INT, at + FIRST_START, part.start);
        }
        if (part.end > ALL.get(INT, at + LAST_END)) {
            ALL.set(INT, at + LAST_END, part.end);
        }
        ALL.set(LONG, at + RAW_BYTES, rawBytes() + part.rawBytes);
        ALL.set(LONG, at + BYTES, bytes() + part.bytes);
        ALL.set(INT, at + RAW_PACKETS, (int) (rawPackets() + part.rawPackets));
        ALL.set(INT, at + PACKETS, (int) (packets() + part.packets));
        ALL.set(INT, at + POSITION_SPAN, (int) (part.position - firstPosition()));
        ALL.set(BYTE, at + FLAGS, (byte) (flags() | part.flags));
        ALL.set(SHORT, at + RECORDS, (short) (records() + part.records));
        ALL.set(SHORT, at + TCP_FLAGS, (short) (tcpFlags() | part.tcpFlags));
    }

    void clean() {
        ALL.set(BYTE, at + STATE, (byte) (state() & ~DIRTY));
        ALL.set(INT, at + ROUTE, 0);
    }

    boolean isDirty() {
        return (state() & DIRTY) != 0;
    }

    boolean sourceIsA() {
        return (state() & SOURCE_IS_A) != 0;
    }

    private int state() {
        return ALL.get(BYTE, at + STATE);
    }

    int sighting() {
        return ALL.get(INT, at + SIGHTING) & NUMBER;
    }

    int route() {
        return ALL.get(INT, at + ROUTE) & NUMBER;
    }

    /// 0 at the end of the chain.
    int next() {
        return ALL.get(INT, at + LINK);
    }

    void next(int accumulator) {
        ALL.set(INT, at + LINK, accumulator);
    }

    /// The first microsecond of the quarter hour.
    long quarter() {
        return ALL.get(INT, at + QUARTER) * QuarterHour.MICROS;
    }

    long start() {
        return quarter() + ALL.get(INT, at + FIRST_START);
    }

    long end() {
        return quarter() + ALL.get(INT, at + LAST_END);
    }

    long rawBytes() {
        return ALL.get(LONG, at + RAW_BYTES);
    }

    long bytes() {
        return ALL.get(LONG, at + BYTES);
    }

    long rawPackets() {
        return ALL.get(INT, at + RAW_PACKETS) & NARROW;
    }

    long packets() {
        return ALL.get(INT, at + PACKETS) & NARROW;
    }

    long firstPosition() {
        return ALL.get(LONG, at + FIRST_POSITION);
    }

    long lastPosition() {
        return firstPosition() + (ALL.get(INT, at + POSITION_SPAN) & NARROW);
    }

    int flags() {
        return ALL.get(BYTE, at + FLAGS) & 0xff;
    }

    int records() {
        return ALL.get(SHORT, at + RECORDS) & 0xffff;
    }

    int tcpFlags() {
        return ALL.get(SHORT, at + TCP_FLAGS) & 0xffff;
    }
}
