package net.flowtally.ledger.accounting;

import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.directory.Owner;
import net.flowtally.ledger.tariff.Rating;
import net.flowtally.ledger.zone.Zone;

/// What one party answers for of a call in a quarter hour: both directions, or one of them where
/// sender and receiver are charged apart. A reused carrier, valid during the call that hands it
/// over.
public final class AssociatedCall {
    /// The call in its quarter hour; its counters are of both directions.
    public CallQuarter call = new CallQuarter();

    public Owner owner = Owner.UNASSIGNED;

    /// Whether the paying party is the caller.
    public boolean callerPays;

    /// Of the payer's peer.
    public Zone zone = new Zone(0, "", false);

    public String service = "";
    public Rating rating = Rating.UNRATED;

    /// 1 if the call began in this quarter hour and is counted here, else 0.
    public int calls;

    /// From the caller to the callee, as far as this party answers for it.
    public long bytesFromCaller;

    public long bytesToCaller;
    public long packetsFromCaller;
    public long packetsToCaller;

    public long bytes() {
        return bytesFromCaller + bytesToCaller;
    }

    /// Those of the bytes that were scaled up from a sample.
    public long sampledBytes() {
        return ((call.sampled & CallQuarter.SENT) != 0 ? bytesFromCaller : 0)
                + ((call.sampled & CallQuarter.RECEIVED) != 0 ? bytesToCaller : 0);
    }

    /// Sent as the payer sees it.
    public long bytesSent() {
        return callerPays ? bytesFromCaller : bytesToCaller;
    }

    public long bytesReceived() {
        return callerPays ? bytesToCaller : bytesFromCaller;
    }

    public long packetsSent() {
        return callerPays ? packetsFromCaller : packetsToCaller;
    }

    public long packetsReceived() {
        return callerPays ? packetsToCaller : packetsFromCaller;
    }
}
