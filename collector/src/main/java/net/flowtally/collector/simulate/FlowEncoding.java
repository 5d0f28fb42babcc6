package net.flowtally.collector.simulate;

import java.util.List;

/// Writes flows as one protocol's datagrams and keeps that protocol's sequence. One exporter, one
/// thread.
public interface FlowEncoding {
    /// The most flows that one datagram takes.
    int capacity();

    /// False for addresses that the protocol has no room for.
    default boolean carries(SimulatedFlow flow) {
        return true;
    }

    /// The next datagram.
    ///
    /// @param flows at most `capacity()` of them
    /// @param exportMillis the exporter's clock, milliseconds UTC
    byte[] datagram(List<SimulatedFlow> flows, long exportMillis);
}
