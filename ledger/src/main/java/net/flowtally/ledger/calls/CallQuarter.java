package net.flowtally.ledger.calls;

/// What one call has in one quarter hour: its elected slices, both directions joined. A reused
/// carrier, not a value: valid during the call that hands it over. Times are microseconds UTC,
/// addresses two halves of 128 bits; sent and received are as the caller sees them. Bytes and
/// packets are scaled.
public final class CallQuarter {
    /// Bits of `sampled`.
    public static final int SENT = 1;

    public static final int RECEIVED = 2;

    public long quarter;
    public long callHi;
    public long callLo;
    public long callStart;

    /// Instant of ownership: the later of call start and start of the quarter hour.
    public long ownedAt;

    /// Start of the first slice.
    public long start;

    /// End of the last slice.
    public long end;

    /// The exporter elected for what the caller sent; for what it received if nothing was sent.
    public long exporterHi;

    public long exporterLo;

    /// Index of the interface that this exporter has the caller behind, an unsigned number; 0 =
    /// unknown.
    public int callerInterface;

    /// The exporter elected for what the callee sent; for what it received if it sent nothing.
    public long calleeExporterHi;

    public long calleeExporterLo;

    /// Index of the interface that this exporter has the callee behind.
    public int calleeInterface;

    public long callerHi;
    public long callerLo;
    public long calleeHi;
    public long calleeLo;
    public int callerPort;
    public int calleePort;
    public int protocol;
    public long bytesSent;
    public long bytesReceived;
    public long packetsSent;
    public long packetsReceived;

    /// Flow updates that begin here, both directions.
    public long records;

    /// All TCP flags seen, both directions.
    public int tcpFlags;

    /// Highest type of service seen.
    public int tos;

    /// `Slice.FINAL` and the like, of any slice.
    public int flags;

    /// The directions that were scaled up from samples.
    public int sampled;

    /// The call began in this quarter hour.
    public boolean startsHere;

    /// Journal positions of the first and last update, in the call's own stream.
    public long firstPosition;

    public long lastPosition;

    /// The stream whose journal these positions are of, if the reader was asked to tell; empty if
    /// not, or if slices of several streams are joined.
    public String stream = "";
}
