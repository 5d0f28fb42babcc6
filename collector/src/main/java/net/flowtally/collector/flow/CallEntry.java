package net.flowtally.collector.flow;

import static net.flowtally.collector.flow.Memory.ALL;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// A flyweight over the fixed part of a call, one cache line; the call's first accumulator lies in
/// the line behind it. Side A is the lower (address, port), unsigned.
///
/// ```
///  0 address A (16)      32 port A (2)  34 port B (2)   48 call start (8), microseconds UTC
/// 16 address B (16)      36 protocol    37 state        56 last update (4), seconds
///                        38 ticks, low (2)              60 link of a freed entry (4)
///                        40 opening journal position (8)
/// ```
///
/// A call that is keyed by the id of an LFAP flow has its prefix in place of the opening position,
/// its number in place of the link, and the flow's source as side A. The clock of its agent at the
/// last report, modulo `Slice.TICKS`, has its high octet in that of the call start, which needs 51
/// bits.
final class CallEntry {
    static final int OCTETS_LOG2 = 7;
    static final int LINK = 60;
    static final int FIRST_ACCUMULATOR = 64;

    /// Bits of `state`; a freed entry has none.
    static final int LIVE = 1;

    static final int CALLER_IS_A = 2;

    /// A FIN or RST was seen.
    static final int CLOSING = 4;

    /// Keyed by the id of a flow.
    static final int FLOW = 8;

    /// The flow's beginning was not seen in this stream.
    static final int RESUMED = 16;

    /// The flow was admitted and no slice has told of it yet.
    static final int UNTOLD = 32;

    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final long START_BITS = (1L << 56) - 1;

    private static final int A_HI = 0;
    private static final int A_LO = 8;
    private static final int B_HI = 16;
    private static final int B_LO = 24;
    private static final int PORTS = 32;
    private static final int PROTOCOL = 36;
    private static final int STATE = 37;
    private static final int TICKS_LOW = 38;
    private static final int OPENED_AT = 40;
    private static final int START = 48;
    private static final int TICKS_HIGH = 55;
    private static final int LAST_UPDATE = 56;

    private long at;

    /// @param at an address
    void wrap(long at) {
        this.at = at;
    }

    /// Where the first accumulator lies.
    long firstAccumulator() {
        return at + FIRST_ACCUMULATOR;
    }

    void open(FlowUpdate update, boolean callerIsA) {
        ALL.set(LONG, at + A_HI, update.aHi);
        ALL.set(LONG, at + A_LO, update.aLo);
        ALL.set(LONG, at + B_HI, update.bHi);
        ALL.set(LONG, at + B_LO, update.bLo);
        ALL.set(INT, at + PORTS, update.ports);
        ALL.set(BYTE, at + PROTOCOL, (byte) update.protocol);
        int state = callerIsA ? LIVE | CALLER_IS_A : LIVE;
        if (update.isFlow) {
            ALL.set(BYTE, at + STATE, (byte) (state | FLOW | (update.resumed ? RESUMED : 0)));
            ALL.set(LONG, at + OPENED_AT, update.flowPrefix);
            ALL.set(INT, at + LINK, update.flowNumber);
            ALL.set(LONG, at + START, Math.max(0, update.flowStart) & START_BITS);
            ticks(update.ticks);
        } else {
            ALL.set(BYTE, at + STATE, (byte) state);
            ALL.set(LONG, at + OPENED_AT, update.position);
            ALL.set(LONG, at + START, update.start);
        }
    }

    /// Gives a flow its endpoints if it has none.
    void admit(FlowUpdate update) {
        if ((aHi() | aLo() | bHi() | bLo()) == 0) {
            ALL.set(LONG, at + A_HI, update.aHi);
            ALL.set(LONG, at + A_LO, update.aLo);
            ALL.set(LONG, at + B_HI, update.bHi);
            ALL.set(LONG, at + B_LO, update.bLo);
            ALL.set(INT, at + PORTS, update.ports);
            ALL.set(BYTE, at + PROTOCOL, (byte) update.protocol);
        }
    }

    boolean isOf(FlowUpdate update) {
        if (update.isFlow) {
            return ALL.get(LONG, at + OPENED_AT) == update.flowPrefix
                    && ALL.get(INT, at + LINK) == update.flowNumber
                    && (state() & FLOW) != 0;
        }
        return ALL.get(LONG, at + A_LO) == update.aLo
                && ALL.get(LONG, at + B_LO) == update.bLo
                && ALL.get(INT, at + PORTS) == update.ports
                && ALL.get(BYTE, at + PROTOCOL) == (byte) update.protocol
                && ALL.get(LONG, at + A_HI) == update.aHi
                && ALL.get(LONG, at + B_HI) == update.bHi
                && (state() & FLOW) == 0;
    }

    long hash() {
        if ((state() & FLOW) != 0) {
            return CallIndex.hash(openedAt(), flowNumber());
        }
        return CallIndex.hash(aHi(), aLo(), bHi(), bLo(), ports(), protocol());
    }

    long aHi() {
        return ALL.get(LONG, at + A_HI);
    }

    long aLo() {
        return ALL.get(LONG, at + A_LO);
    }

    long bHi() {
        return ALL.get(LONG, at + B_HI);
    }

    long bLo() {
        return ALL.get(LONG, at + B_LO);
    }

    /// Port of A in the upper half, of B in the lower.
    int ports() {
        return ALL.get(INT, at + PORTS);
    }

    int protocol() {
        return ALL.get(BYTE, at + PROTOCOL) & 0xff;
    }

    int state() {
        return ALL.get(BYTE, at + STATE);
    }

    void state(int state) {
        ALL.set(BYTE, at + STATE, (byte) state);
    }

    int flowNumber() {
        return ALL.get(INT, at + LINK);
    }

    /// Of a flow: its prefix.
    long openedAt() {
        return ALL.get(LONG, at + OPENED_AT);
    }

    long start() {
        long start = ALL.get(LONG, at + START);
        return (state() & FLOW) != 0 ? start & START_BITS : start;
    }

    /// Of a flow: its agent's clock at the last report, modulo `Slice.TICKS`.
    int ticks() {
        return (ALL.get(SHORT, at + TICKS_LOW) & 0xffff)
                | (ALL.get(BYTE, at + TICKS_HIGH) & 0xff) << 16;
    }

    void ticks(int ticks) {
        ALL.set(SHORT, at + TICKS_LOW, (short) ticks);
        ALL.set(BYTE, at + TICKS_HIGH, (byte) (ticks >>> 16));
    }

    /// Seconds of journal time since 1970.
    long lastUpdate() {
        return ALL.get(INT, at + LAST_UPDATE) & 0xffff_ffffL;
    }

    void lastUpdate(long second) {
        ALL.set(INT, at + LAST_UPDATE, (int) second);
    }
}
