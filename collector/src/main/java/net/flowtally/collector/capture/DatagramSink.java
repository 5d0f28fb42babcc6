package net.flowtally.collector.capture;

import java.nio.ByteBuffer;
import net.flowtally.ledger.address.Address;

/// Takes datagrams in the order in which they were received.
public interface DatagramSink {
    /// @param receivedAt microseconds UTC
    /// @param payload from its position to its limit; valid during the call
    void accept(long receivedAt, Address source, int sourcePort, ByteBuffer payload);
}
