package net.flowtally.collector.capture;

/// A sequence of datagrams, read or made one after the other.
public interface DatagramSource {
    /// Hands over every datagram; called once.
    void deliverTo(DatagramSink sink);
}
