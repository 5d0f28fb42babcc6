package net.flowtally.collector.stream;

import java.net.InetSocketAddress;
import java.util.List;

/// What a collector is started with.
///
/// @param instance the name of its stream
/// @param endpoints where it listens
public record CollectorOptions(String instance, List<Endpoint> endpoints, Pace pace) {
    public static final String DEFAULT_INSTANCE = "main";
    public static final int DEFAULT_NETFLOW_PORT = 2055;

    /// What is listened for at an endpoint.
    public enum Service {
        /// NetFlow and IPFIX over UDP.
        NETFLOW("netflow"),
        /// sFlow over UDP.
        SFLOW("sflow");

        private final String text;

        Service(String text) {
            this.text = text;
        }

        /// As listeners are named: `netflow`.
        public String text() {
            return text;
        }
    }

    /// @param address port 0 takes a free one
    public record Endpoint(Service service, InetSocketAddress address) {}

    public CollectorOptions {
        endpoints = List.copyOf(endpoints);
    }

    /// A collector of NetFlow and IPFIX over UDP alone.
    public CollectorOptions(String instance, InetSocketAddress netflow, Pace pace) {
        this(instance, List.of(new Endpoint(Service.NETFLOW, netflow)), pace);
    }

    /// The default instance on all addresses of the host.
    public static CollectorOptions defaults() {
        return new CollectorOptions(
                DEFAULT_INSTANCE, new InetSocketAddress(DEFAULT_NETFLOW_PORT), Pace.defaults());
    }
}
