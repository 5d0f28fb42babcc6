package net.flowtally.collector.stream;

import java.net.InetSocketAddress;

/// What a collector is started with.
///
/// @param instance the name of its stream
/// @param netflow where it listens for NetFlow and IPFIX over UDP; port 0 takes a free one
public record CollectorOptions(String instance, InetSocketAddress netflow, Pace pace) {
    public static final String DEFAULT_INSTANCE = "main";
    public static final int DEFAULT_NETFLOW_PORT = 2055;

    /// The default instance on all addresses of the host.
    public static CollectorOptions defaults() {
        return new CollectorOptions(
                DEFAULT_INSTANCE, new InetSocketAddress(DEFAULT_NETFLOW_PORT), Pace.defaults());
    }
}
