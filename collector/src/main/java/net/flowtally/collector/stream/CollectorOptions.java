package net.flowtally.collector.stream;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.flowtally.collector.listen.Tls;

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
        SFLOW("sflow"),
        /// IPFIX over TCP.
        IPFIX_TCP("ipfix-tcp"),
        /// IPFIX over TLS.
        IPFIX_TLS("ipfix-tls"),
        /// LFAP over TCP.
        LFAP("lfap"),
        /// LFAP over TLS.
        LFAP_TLS("lfap-tls");

        private final String text;

        Service(String text) {
            this.text = text;
        }

        /// As listeners are named: `netflow`.
        public String text() {
            return text;
        }

        /// Whether it proves who it is by a certificate.
        public boolean isTls() {
            return this == IPFIX_TLS || this == LFAP_TLS;
        }
    }

    /// @param address port 0 takes a free one
    /// @param tls how a service over TLS proves who it is
    public record Endpoint(Service service, InetSocketAddress address, Optional<Tls> tls) {
        public Endpoint {
            if (tls.isPresent() != service.isTls()) {
                throw new IllegalArgumentException(
                        "a certificate goes with ports over TLS and no other, not " + service);
            }
        }

        /// An endpoint without TLS.
        public Endpoint(Service service, InetSocketAddress address) {
            this(service, address, Optional.empty());
        }
    }

    public CollectorOptions {
        endpoints = List.copyOf(endpoints);
    }

    /// The same with one more.
    public CollectorOptions with(Service service, InetSocketAddress address) {
        List<Endpoint> more = new ArrayList<>(endpoints);
        more.add(new Endpoint(service, address));
        return new CollectorOptions(instance, more, pace);
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
