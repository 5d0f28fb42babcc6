package net.flowtally.collector.wire;

/// IP protocol numbers, as far as flow records differ by them.
public final class IpProtocol {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int SCTP = 132;
    private static final int UDP_LITE = 136;

    private IpProtocol() {}

    /// Whether what a record has as ports are ports: ICMP puts its type and code there.
    public static boolean hasPorts(int protocol) {
        return protocol == TCP
                || protocol == UDP
                || protocol == SCTP
                || protocol == DCCP
                || protocol == UDP_LITE;
    }
}
