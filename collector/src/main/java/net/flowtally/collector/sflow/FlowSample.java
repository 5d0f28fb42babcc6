package net.flowtally.collector.sflow;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u32;
import static net.flowtally.collector.wire.Octets.u64;

import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.wire.IpProtocol;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;

/// One flow sample, compact or expanded: a packet, where it came in and went out, and how many
/// packets it stands for.
///
/// ```
/// compact     0 sequence       4 source (type:8 index:24)        8 rate     12 pool    16 drops
///            20 input         24 output        28 records
/// expanded    0 sequence       4 source type    8 source index  12 rate     16 pool    20 drops
///            24 input format  28 input         32 output format 36 output   40 records
/// ```
///
/// An interface has a format of two bits in front of its number: 0 for an ifIndex, 1 for a packet
/// that was dropped, 2 for several outputs. Reused; holds what was read last.
final class FlowSample {
    private static final int RAW_HEADER = 1;
    private static final int ETHERNET = 2;
    private static final int IPV4 = 3;
    private static final int IPV6 = 4;
    private static final int SWITCH = 1001;
    private static final int ROUTER = 1002;
    private static final int GATEWAY = 1003;
    private static final int NONE = -1;

    private static final int ETHERNET_HEADER = 14;
    private static final int MAX_VLAN = 4095;

    final FlowRecord flow = new FlowRecord();

    /// Whether there was enough to fill `flow`.
    boolean isRead;

    /// Where it was taken, and how many samples its agent had to drop there so far.
    long source;

    long drops;

    /// Octets of the frame on the wire, link headers included; 0 if no record tells them.
    long frameLength;

    private final PacketHeader header = new PacketHeader();
    private byte[] octets = {};
    private int at;
    private int end;

    private int raw;
    private int rawEnd;
    private int ethernet;
    private int ipv4;
    private int ipv6;
    private int vlanTold;
    private int router;
    private int routerEnd;
    private int gateway;
    private int gatewayEnd;

    /// Reads a sample into `flow`.
    ///
    /// @return false if it ends early
    boolean read(byte[] octets, int from, int to, boolean expanded, long receivedAt) {
        this.octets = octets;
        at = from;
        end = to;
        int fixed = expanded ? 44 : 32;
        isRead = to - from >= fixed;
        if (!isRead) {
            return false;
        }
        flow.clear();
        flow.start = receivedAt;
        flow.end = receivedAt;
        long source = expanded ? u32(octets, from + 8) : u32(octets, from + 4) & 0xff_ffff;
        long rate = u32(octets, from + (expanded ? 12 : 8));
        long inFormat = expanded ? u32(octets, from + 24) : u32(octets, from + 20) >>> 30;
        long in = expanded ? u32(octets, from + 28) : u32(octets, from + 20) & 0x3fff_ffff;
        long outFormat = expanded ? u32(octets, from + 32) : u32(octets, from + 24) >>> 30;
        long out = expanded ? u32(octets, from + 36) : u32(octets, from + 24) & 0x3fff_ffff;
        flow.inputInterface = inFormat == 0 ? (int) in : 0;
        flow.outputInterface = outFormat == 0 ? (int) out : 0;
        flow.direction = direction(source, flow.inputInterface, flow.outputInterface);
        if (rate > 0) {
            flow.rateNumerator = rate;
            flow.rateSource = Slice.RATE_RECORD;
        } else {
            flow.samplesAtUnknownRate = true;
        }
        boolean whole = find(u32(octets, from + fixed - 4), from + fixed);
        describe();
        drops = u32(octets, from + (expanded ? 20 : 16));
        this.source = source;
        // what some agents get wrong inside of a sample does no harm once its packet is known
        return whole || flow.hasCounters;
    }

    /// A sample is taken at one interface: where the packet came in there, or where it left.
    private static byte direction(long source, int input, int output) {
        if (source == 0 || input == output) {
            return Slice.UNKNOWN_DIRECTION;
        }
        if (source == input) {
            return Slice.INGRESS;
        }
        return source == output ? Slice.EGRESS : Slice.UNKNOWN_DIRECTION;
    }

    /// Notes where the records of a sample lie.
    private boolean find(long records, int from) {
        raw = NONE;
        ethernet = NONE;
        ipv4 = NONE;
        ipv6 = NONE;
        vlanTold = 0;
        router = NONE;
        gateway = NONE;
        at = from;
        for (long i = 0; i < records; i++) {
            if (end - at < 8) {
                return false;
            }
            int type = i32(octets, at);
            long length = u32(octets, at + 4);
            at += 8;
            if (length > end - at) {
                note(type, at, end);
                return false;
            }
            note(type, at, at + (int) length);
            // bodies are padded to four octets, also where their length does not say so
            at = (int) Math.min(end, at + (length + 3 & ~3L));
        }
        return true;
    }

    private void note(int type, int body, int bodyEnd) {
        int length = bodyEnd - body;
        switch (type) {
            case RAW_HEADER -> {
                if (length >= 16 && raw == NONE) {
                    raw = body;
                    rawEnd = bodyEnd;
                }
            }
            case ETHERNET -> ethernet = length >= 4 ? body : ethernet;
            case IPV4 -> ipv4 = length >= 32 ? body : ipv4;
            case IPV6 -> ipv6 = length >= 56 ? body : ipv6;
            case SWITCH -> {
                long vlan = length >= 4 ? u32(octets, body) : 0;
                vlanTold = vlan <= MAX_VLAN ? (int) vlan : 0;
            }
            case ROUTER -> {
                router = body;
                routerEnd = bodyEnd;
            }
            case GATEWAY -> {
                gateway = body;
                gatewayEnd = bodyEnd;
            }
            default -> {}
        }
    }

    /// If several records describe the packet, its own header comes first.
    private void describe() {
        frameLength = 0;
        long bytes = 0;
        boolean told = true;
        if (raw != NONE) {
            bytes = describeRaw();
        } else if (ipv4 != NONE) {
            bytes = describeIpv4();
        } else if (ipv6 != NONE) {
            bytes = describeIpv6();
        } else if (ethernet != NONE) {
            frameLength = u32(octets, ethernet);
            bytes = Math.max(0, frameLength - ETHERNET_HEADER);
        } else {
            told = false;
        }
        flow.hasCounters = told;
        flow.bytes = bytes;
        flow.packets = told ? 1 : 0;
        if (flow.vlan == 0) {
            flow.vlan = vlanTold;
        }
        if (gateway != NONE) {
            describeGateway();
        }
        if (router != NONE) {
            nextHop(router, routerEnd);
        }
    }

    private long describeRaw() {
        frameLength = u32(octets, raw + 4);
        long stripped = u32(octets, raw + 8);
        int length = (int) Math.min(u32(octets, raw + 12), rawEnd - raw - 16);
        header.read(i32(octets, raw), octets, raw + 16, raw + 16 + length, flow);
        flow.vlan = header.vlan;
        if (header.ipLength > 0) {
            return header.ipLength;
        }
        if (!header.isIp && ipv4 != NONE) {
            return describeIpv4();
        }
        if (!header.isIp && ipv6 != NONE) {
            return describeIpv6();
        }
        long link = header.linkLength + Math.min(stripped, 4);
        return Math.max(0, frameLength - link);
    }

    private long describeIpv4() {
        flow.sourceHi = 0;
        flow.sourceLo = Address.mapV4(i32(octets, ipv4 + 8));
        flow.destinationHi = 0;
        flow.destinationLo = Address.mapV4(i32(octets, ipv4 + 12));
        describeTransport(ipv4, ipv4 + 16);
        return u32(octets, ipv4);
    }

    private long describeIpv6() {
        flow.sourceHi = u64(octets, ipv6 + 8);
        flow.sourceLo = u64(octets, ipv6 + 16);
        flow.destinationHi = u64(octets, ipv6 + 24);
        flow.destinationLo = u64(octets, ipv6 + 32);
        describeTransport(ipv6, ipv6 + 40);
        return u32(octets, ipv6);
    }

    private void describeTransport(int record, int ports) {
        frameLength = frameLength == 0 ? u32(octets, record) : frameLength;
        flow.protocol = i32(octets, record + 4) & 0xff;
        if (IpProtocol.hasPorts(flow.protocol)) {
            flow.sourcePort = u16(octets, ports + 2);
            flow.destinationPort = u16(octets, ports + 6);
        }
        flow.tcpFlags = i32(octets, ports + 8) & 0xff;
        flow.tos = i32(octets, ports + 12) & 0xff;
    }

    /// @return where the address ends, `NONE` if there is none
    private int nextHop(int body, int bodyEnd) {
        if (bodyEnd - body < 8) {
            return NONE;
        }
        int type = i32(octets, body);
        int behind = body + 4 + (type == 2 ? 16 : 4);
        if ((type != 1 && type != 2) || behind > bodyEnd) {
            return type == 0 ? body + 4 : NONE;
        }
        if (type == 1) {
            int address = i32(octets, body + 4);
            flow.nextHopHi = 0;
            flow.nextHopLo = address == 0 ? 0 : Address.mapV4(address);
        } else {
            flow.nextHopHi = u64(octets, body + 4);
            flow.nextHopLo = u64(octets, body + 12);
        }
        return behind;
    }

    /// Next hop, own AS, source AS, peer of the source, then the path; its last AS is the
    /// destination's.
    private void describeGateway() {
        int body = nextHop(gateway, gatewayEnd);
        if (body == NONE || gatewayEnd - body < 16) {
            return;
        }
        flow.sourceAs = u32(octets, body + 4);
        long segments = u32(octets, body + 12);
        int path = body + 16;
        for (long i = 0; i < segments && gatewayEnd - path >= 8; i++) {
            long count = u32(octets, path + 4);
            path += 8;
            if (count > (gatewayEnd - path) / 4) {
                return;
            }
            path += (int) count * 4;
            if (count > 0) {
                flow.destinationAs = u32(octets, path - 4);
            }
        }
    }
}
