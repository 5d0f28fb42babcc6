package net.flowtally.collector.capture;

import java.nio.ByteBuffer;
import net.flowtally.ledger.address.Address;

/// Finds the UDP payload in captured frames: through VLAN tags, IPv6 extension headers and
/// fragments.
final class UdpPackets {
    /// More than any frame: a bound for lengths read from a file.
    static final int MAX_PACKET = 16 << 20;

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int VLAN = 0x8100;
    private static final int PROVIDER_VLAN = 0x88a8;
    private static final int OLD_PROVIDER_VLAN = 0x9100;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int IPV6_HEADER = 40;
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;

    private final DatagramSink sink;
    private final Fragments fragments = new Fragments();
    private long datagrams;
    private long others;
    private long cut;

    UdpPackets(DatagramSink sink) {
        this.sink = sink;
    }

    long datagrams() {
        return datagrams;
    }

    long others() {
        return others;
    }

    long cut() {
        return cut;
    }

    long incomplete() {
        return fragments.incomplete();
    }

    /// @param frame in network order, all of it
    void packet(long time, LinkType link, ByteBuffer frame) {
        if (!isTaken(time, link, frame)) {
            others++;
        }
    }

    private boolean isTaken(long time, LinkType link, ByteBuffer frame) {
        return switch (link) {
            case ETHERNET -> framed(time, frame, 12);
            case LINUX_COOKED -> framed(time, frame, 14);
            case LINUX_COOKED_2 -> {
                if (frame.limit() < 20) {
                    yield false;
                }
                yield network(time, frame, frame.getShort(0) & 0xffff, 20);
            }
            case LOOPBACK -> byVersion(time, frame, 4);
            case RAW_IP -> byVersion(time, frame, 0);
        };
    }

    /// @param at where the type of what follows stands
    private boolean framed(long time, ByteBuffer frame, int at) {
        int place = at;
        while (frame.limit() >= place + 2) {
            int type = frame.getShort(place) & 0xffff;
            place += 2;
            if (type != VLAN && type != PROVIDER_VLAN && type != OLD_PROVIDER_VLAN) {
                return network(time, frame, type, place);
            }
            place += 2;
        }
        return false;
    }

    private boolean byVersion(long time, ByteBuffer frame, int at) {
        if (frame.limit() <= at) {
            return false;
        }
        return switch ((frame.get(at) >> 4) & 15) {
            case 4 -> ipv4(time, frame, at);
            case 6 -> ipv6(time, frame, at);
            default -> false;
        };
    }

    private boolean network(long time, ByteBuffer frame, int type, int at) {
        return switch (type) {
            case IPV4 -> ipv4(time, frame, at);
            case IPV6 -> ipv6(time, frame, at);
            default -> false;
        };
    }

    private boolean ipv4(long time, ByteBuffer frame, int at) {
        if (frame.limit() < at + 20) {
            return false;
        }
        int header = (frame.get(at) & 15) * 4;
        int total = frame.getShort(at + 2) & 0xffff;
        int begins = at + header;
        if (header < 20 || frame.limit() < begins || frame.get(at + 9) != UDP) {
            return false;
        }
        // a total of zero comes from segmentation offload: the frame is all there is
        int ends = total < header ? frame.limit() : Math.min(frame.limit(), at + total);
        Address source = Address.v4(frame.getInt(at + 12));
        Address destination = Address.v4(frame.getInt(at + 16));
        int fragment = frame.getShort(at + 6);
        ByteBuffer payload = frame.slice(begins, ends - begins);
        if ((fragment & 0x3fff) == 0) {
            return udp(time, source, payload);
        }
        fragments
                .add(
                        new Fragments.Key(source, destination, frame.getShort(at + 4)),
                        (fragment & 0x1fff) * 8,
                        (fragment & 0x2000) != 0,
                        payload)
                .ifPresent(whole -> udp(time, source, whole));
        return true;
    }

    private boolean ipv6(long time, ByteBuffer frame, int at) {
        if (frame.limit() < at + IPV6_HEADER) {
            return false;
        }
        Address source = new Address(frame.getLong(at + 8), frame.getLong(at + 16));
        Address destination = new Address(frame.getLong(at + 24), frame.getLong(at + 32));
        int payload = frame.getShort(at + 4) & 0xffff;
        int ends = payload == 0 ? frame.limit() : Math.min(frame.limit(), at + 40 + payload);
        int next = frame.get(at + 6) & 0xff;
        int place = at + IPV6_HEADER;
        while (next != UDP) {
            if (ends < place + 8) {
                return false;
            }
            int after = frame.get(place) & 0xff;
            switch (next) {
                case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS ->
                        place += ((frame.get(place + 1) & 0xff) + 1) * 8;
                case AUTHENTICATION -> place += ((frame.get(place + 1) & 0xff) + 2) * 4;
                case FRAGMENT -> {
                    if (after != UDP) {
                        return false;
                    }
                    int offset = frame.getShort(place + 2) & 0xffff;
                    fragments
                            .add(
                                    new Fragments.Key(source, destination, frame.getInt(place + 4)),
                                    offset & ~7,
                                    (offset & 1) != 0,
                                    frame.slice(place + 8, ends - place - 8))
                            .ifPresent(whole -> udp(time, source, whole));
                    return true;
                }
                default -> {
                    return false;
                }
            }
            next = after;
        }
        return place <= ends && udp(time, source, frame.slice(place, ends - place));
    }

    private boolean udp(long time, Address source, ByteBuffer packet) {
        if (packet.limit() < UDP_HEADER) {
            return false;
        }
        int port = packet.getShort(0) & 0xffff;
        int length = packet.getShort(4) & 0xffff;
        // zero stands for a jumbogram or for offload
        int ends = length < UDP_HEADER ? packet.limit() : length;
        if (ends > packet.limit()) {
            cut++;
            ends = packet.limit();
        }
        datagrams++;
        sink.accept(time, source, port, packet.slice(UDP_HEADER, ends - UDP_HEADER));
        return true;
    }
}
