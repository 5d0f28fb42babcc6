package net.flowtally.collector.sflow;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u64;
import static net.flowtally.collector.wire.Octets.u8;

import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.wire.IpProtocol;
import net.flowtally.ledger.address.Address;

/// Reads the first octets of a sampled packet: Ethernet with VLAN tags, SNAP, MPLS labels and
/// PPPoE, PPP, packet over SONET, then IPv4 or IPv6 and the ports behind it. Of a tunnel the outer
/// packet counts. Reused; holds what was read last.
final class PacketHeader {
    /// Header protocols, as record 1 of a flow sample numbers them.
    private static final int ETHERNET = 1;

    private static final int PPP = 7;
    private static final int IPV4 = 11;
    private static final int IPV6 = 12;
    private static final int MPLS = 13;
    private static final int POS = 14;

    private static final int TYPE_IPV4 = 0x0800;
    private static final int TYPE_IPV6 = 0x86dd;
    private static final int TYPE_MPLS = 0x8847;
    private static final int TYPE_MPLS_MULTICAST = 0x8848;
    private static final int TYPE_PPPOE = 0x8864;
    private static final int PPP_IPV4 = 0x21;
    private static final int PPP_IPV6 = 0x57;
    private static final int PPP_MPLS = 0x281;
    private static final int PPP_MPLS_MULTICAST = 0x283;

    /// Below this a type is the length of an IEEE 802.3 frame.
    private static final int LEAST_TYPE = 0x600;

    private static final int TCP = 6;
    private static final int MOST_EXTENSIONS = 8;

    /// Octets of the packet from its IP header on, as that header tells them; 0 if it tells none.
    long ipLength;

    boolean isIp;

    /// Octets in front of what the innermost link header carries.
    int linkLength;

    /// The first VLAN tag; 0 if there is none.
    int vlan;

    private byte[] octets = {};
    private int end;

    /// Reads a header and puts addresses, protocol, ports, flags and ToS into the record, as far as
    /// they are there.
    void read(int protocol, byte[] octets, int from, int to, FlowRecord flow) {
        this.octets = octets;
        end = to;
        ipLength = 0;
        isIp = false;
        linkLength = 0;
        vlan = 0;
        int at =
                switch (protocol) {
                    case ETHERNET -> ethernet(from);
                    case PPP, POS -> ppp(from);
                    case MPLS -> labels(from);
                    case IPV4, IPV6 -> from;
                    default -> to;
                };
        linkLength = at - from;
        if (at < end) {
            switch (u8(octets, at) >>> 4) {
                case 4 -> ipv4(at, flow);
                case 6 -> ipv6(at, flow);
                default -> {}
            }
        }
    }

    /// @return where an IP header may begin; `end` if what follows is no IP
    private int ethernet(int from) {
        int at = from + 12;
        while (at + 2 <= end) {
            int type = u16(octets, at);
            at += 2;
            switch (type) {
                case 0x8100, 0x88a8, 0x9100, 0x9200 -> {
                    if (vlan == 0 && at + 2 <= end) {
                        vlan = u16(octets, at) & 0xfff;
                    }
                    at += 2;
                }
                default -> {
                    return payload(type, at);
                }
            }
        }
        return notIp(Math.min(from + 14, end));
    }

    private int payload(int type, int at) {
        return switch (type) {
            case TYPE_IPV4, TYPE_IPV6 -> at;
            case TYPE_MPLS, TYPE_MPLS_MULTICAST -> labels(at);
            case TYPE_PPPOE -> at + 8 <= end ? pppProtocol(at + 6) : notIp(at);
            default -> type < LEAST_TYPE ? snap(at) : notIp(at);
        };
    }

    /// IEEE 802.3 with LLC and SNAP, which may hold an EtherType.
    private int snap(int at) {
        boolean isSnap = at + 8 <= end && u16(octets, at) == 0xaaaa && u8(octets, at + 2) == 3;
        if (!isSnap) {
            return notIp(at);
        }
        int type = u16(octets, at + 6);
        return type < LEAST_TYPE ? notIp(at) : payload(type, at + 8);
    }

    /// PPP as RFC 1662 frames it, and what Cisco HDLC puts there: an EtherType.
    private int ppp(int from) {
        if (from + 4 <= end && u16(octets, from) == 0xff03) {
            return pppProtocol(from + 2);
        }
        boolean isHdlc =
                from + 4 <= end && (u16(octets, from) == 0x0f00 || u16(octets, from) == 0x8f00);
        return isHdlc ? payload(u16(octets, from + 2), from + 4) : pppProtocol(from);
    }

    private int pppProtocol(int at) {
        if (at >= end) {
            return notIp(at);
        }
        boolean isShort = (u8(octets, at) & 1) == 1;
        if (!isShort && at + 2 > end) {
            return notIp(at);
        }
        int protocol = isShort ? u8(octets, at) : u16(octets, at);
        int behind = at + (isShort ? 1 : 2);
        return switch (protocol) {
            case PPP_IPV4, PPP_IPV6 -> behind;
            case PPP_MPLS, PPP_MPLS_MULTICAST -> labels(behind);
            default -> notIp(behind);
        };
    }

    /// Passes a stack of MPLS labels; what they carry has no type of its own.
    private int labels(int from) {
        int at = from;
        while (at + 4 <= end) {
            boolean isLast = (u8(octets, at + 2) & 1) == 1;
            at += 4;
            if (isLast) {
                return at;
            }
        }
        return notIp(at);
    }

    /// Ends the walk where the link headers end.
    private int notIp(int at) {
        end = Math.min(at, end);
        return end;
    }

    private void ipv4(int at, FlowRecord flow) {
        int header = (u8(octets, at) & 0xf) * 4;
        if (header < 20 || at + 20 > end) {
            return;
        }
        isIp = true;
        ipLength = u16(octets, at + 2);
        flow.tos = u8(octets, at + 1);
        flow.protocol = u8(octets, at + 9);
        flow.sourceLo = Address.mapV4(i32(octets, at + 12));
        flow.destinationLo = Address.mapV4(i32(octets, at + 16));
        boolean isFirstFragment = (u16(octets, at + 6) & 0x1fff) == 0;
        if (isFirstFragment) {
            ports(at + header, flow);
        }
    }

    private void ipv6(int at, FlowRecord flow) {
        if (at + 40 > end) {
            return;
        }
        isIp = true;
        int payload = u16(octets, at + 4);
        ipLength = payload == 0 ? 0 : payload + 40L;
        flow.tos = u16(octets, at) >>> 4 & 0xff;
        flow.sourceHi = u64(octets, at + 8);
        flow.sourceLo = u64(octets, at + 16);
        flow.destinationHi = u64(octets, at + 24);
        flow.destinationLo = u64(octets, at + 32);
        int next = u8(octets, at + 6);
        int behind = at + 40;
        for (int i = 0; i < MOST_EXTENSIONS && isExtension(next) && behind + 8 <= end; i++) {
            boolean isLaterFragment = next == 44 && (u16(octets, behind + 2) & 0xfff8) != 0;
            int length =
                    switch (next) {
                        case 44 -> 8;
                        case 51 -> (u8(octets, behind + 1) + 2) * 4;
                        default -> (u8(octets, behind + 1) + 1) * 8;
                    };
            next = u8(octets, behind);
            if (isLaterFragment) {
                flow.protocol = next;
                return;
            }
            behind += length;
        }
        flow.protocol = next;
        ports(behind, flow);
    }

    private static boolean isExtension(int next) {
        return next == 0 || next == 43 || next == 44 || next == 51 || next == 60;
    }

    private void ports(int at, FlowRecord flow) {
        if (IpProtocol.hasPorts(flow.protocol) && at + 4 <= end) {
            flow.sourcePort = u16(octets, at);
            flow.destinationPort = u16(octets, at + 2);
            if (flow.protocol == TCP && at + 14 <= end) {
                flow.tcpFlags = u8(octets, at + 13);
            }
        }
    }
}
