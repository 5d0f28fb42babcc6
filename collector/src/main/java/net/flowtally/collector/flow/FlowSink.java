package net.flowtally.collector.flow;

import net.flowtally.collector.exporter.ExporterTally;

/// Takes flow records in the order in which a datagram holds them.
public interface FlowSink {
    /// @param flow valid during the call; nobody needs its endpoints after it, all else is not to
    ///   be changed; copy what must live
    void accept(FlowRecord flow);

    /// Takes notice of an LFAP flow that begins: its endpoints, before any traffic of it.
    ///
    /// @param flow as for `accept`
    default void admitted(FlowRecord flow) {}

    /// The records that follow are of another exporter than those before.
    ///
    /// @param tally its counters, the same object every time
    default void from(Datagram datagram, ExporterTally tally) {}

    /// The records that follow came with another datagram than the current one: with an earlier one
    /// of the same exporter and protocol, in a data set that waited for its template. Receive time,
    /// export time and journal position are those of then; its payload is gone. Called again with
    /// the current datagram before that one's own records follow.
    ///
    /// @param datagram valid until the next such call or the next datagram
    default void recordsOf(Datagram datagram) {}
}
