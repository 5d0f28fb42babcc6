package net.flowtally.collector.flow;

/// Takes flow records in the order in which a datagram holds them.
public interface FlowSink {
    /// @param flow valid during the call; copy what must live
    void accept(FlowRecord flow);
}
