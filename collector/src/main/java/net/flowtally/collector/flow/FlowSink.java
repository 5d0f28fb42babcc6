package net.flowtally.collector.flow;

/// Takes flow records in the order in which a datagram holds them.
public interface FlowSink {
    /// @param flow valid during the call; nobody needs its endpoints after it, all else is not to be
    ///   changed; copy what must live
    void accept(FlowRecord flow);

    /// The records that follow came with another datagram than the current one: with an earlier one
    /// of the same exporter and protocol, in a data set that waited for its template. Receive time,
    /// export time and journal position are those of then; its payload is gone. Called again with
    /// the current datagram before that one's own records follow.
    ///
    /// @param datagram valid until the next such call or the next datagram
    default void recordsOf(Datagram datagram) {}
}
