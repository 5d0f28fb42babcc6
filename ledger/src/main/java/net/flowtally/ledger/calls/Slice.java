package net.flowtally.ledger.calls;

/// A call slice: one direction of one call at one observation point in one quarter hour. A reused
/// carrier between the flow table and the archive, not a value: it is valid during the call that
/// hands it over. Times are microseconds UTC; addresses are two halves of 128 bits (see `Address`);
/// a field that the exporter did not give is zero.
public final class Slice {
    /// The call ended; nothing follows.
    public static final int FINAL = 1;

    /// The exporter's clock was off by more than the limit; times were shifted.
    public static final int CLOCK_CORRECTED = 2;

    /// Part of an update whose interval crossed a quarter hour.
    public static final int SPLIT = 4;

    /// Handed over after its quarter hour had settled.
    public static final int LATE = 8;

    /// An update had no usable interval and counts at its end time.
    public static final int NO_INTERVAL = 16;

    /// An update began more than a day before it was received; it was cut to a day.
    public static final int CUT = 32;

    /// Of an LFAP flow whose beginning this stream did not see: what the slice does not say of the
    /// call (endpoints, start) stands in slices of another stream.
    public static final int RESUMED = 64;

    /// What a running counter of an LFAP flow says beyond all that this stream has booked of it,
    /// for the first time over a new connection: less what other streams have booked meanwhile.
    public static final int REBASED = 128;

    /// The call is an LFAP flow.
    public static final int FLOW = 256;

    /// Tells the endpoints of an LFAP flow and carries no traffic.
    public static final int ADMISSION = 512;

    /// One update of an LFAP flow in deltas that another stream may have as well: what was not
    /// acknowledged there is said again here.
    public static final int REPEATABLE = 1024;

    /// Of a flow with such slices, those of several streams are read together.
    static final int JOINED = RESUMED | REBASED | REPEATABLE;

    /// Values of `held`.
    public static final byte NOT_HELD = 0;

    public static final byte HELD_FUTURE = 1;
    public static final byte HELD_UNKNOWN_RATE = 2;

    /// The exporter's clock is off by more than the limit, and the policy is to hold.
    public static final byte HELD_CLOCK = 3;

    /// A sum over flows, without both of their ends or told one by one as well (NetFlow v8).
    public static final byte HELD_AGGREGATE = 4;

    /// Values of `rateSource`: where the sampling rate came from.
    public static final byte RATE_NONE = 0;

    public static final byte RATE_RECORD = 1;
    public static final byte RATE_OPTIONS = 2;
    public static final byte RATE_HEADER = 3;
    public static final byte RATE_ADMINISTRATOR = 4;

    /// Values of `direction`, as IE 61 has them; UNKNOWN where the exporter has no such field.
    public static final byte INGRESS = 0;

    public static final byte EGRESS = 1;
    public static final byte UNKNOWN_DIRECTION = -1;

    /// Ticks are told modulo this: 46 hours.
    public static final int TICKS = 1 << 24;

    public long quarter;
    public long callHi;
    public long callLo;
    public long callStart;

    /// Instant of ownership: the later of call start and start of the quarter hour.
    public long ownedAt;

    public long start;
    public long end;
    public long exporterHi;
    public long exporterLo;
    public int inputInterface;
    public int outputInterface;
    public byte direction;
    public long sourceHi;
    public long sourceLo;
    public long destinationHi;
    public long destinationLo;
    public int sourcePort;
    public int destinationPort;
    public int protocol;
    public boolean callerIsSource;
    public int tcpFlags;
    public int tos;
    public int vlan;
    public long sourceAs;
    public long destinationAs;
    public long nextHopHi;
    public long nextHopLo;
    public long rawBytes;
    public long rawPackets;

    /// Scaled by the sampling rate.
    public long bytes;

    public long packets;

    /// Flow updates that this slice is the first part of: they sum to the updates of the call.
    public int records;

    public long rateNumerator;
    public long rateDenominator;
    public byte rateSource;
    public byte held;
    public int flags;

    /// Journal positions of the first and last update.
    public long firstPosition;

    public long lastPosition;

    /// Of an LFAP flow: its agent's clock at its last report so far, in hundredths of a second,
    /// modulo `TICKS`; otherwise 0.
    public int ticks;
}
