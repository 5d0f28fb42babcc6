package net.flowtally.collector.netflow;

import static net.flowtally.collector.wire.Octets.i32;
import static net.flowtally.collector.wire.Octets.u16;
import static net.flowtally.collector.wire.Octets.u32;
import static net.flowtally.collector.wire.Octets.u8;

import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.wire.IpProtocol;
import net.flowtally.ledger.address.Address;

/// What the records of versions 1, 5 and 7 have in common, at the same offsets.
///
/// ```
///  0 source      4 destination   8 next hop   12 input   14 output
/// 16 packets    20 octets       24 first, ms of uptime   28 last
/// 32 source port                34 destination port      38 protocol   39 type of service
/// ```
final class RouterRecord {
    private RouterRecord() {}

    /// @param uptime of the header, milliseconds modulo 2^32
    /// @param exportedAt microseconds UTC
    static void read(byte[] octets, int at, int uptime, long exportedAt, FlowRecord flow) {
        flow.sourceLo = Address.mapV4(i32(octets, at));
        flow.destinationLo = Address.mapV4(i32(octets, at + 4));
        int nextHop = i32(octets, at + 8);
        flow.nextHopLo = nextHop == 0 ? 0 : Address.mapV4(nextHop);
        flow.inputInterface = u16(octets, at + 12);
        flow.outputInterface = u16(octets, at + 14);
        flow.packets = u32(octets, at + 16);
        flow.bytes = u32(octets, at + 20);
        flow.start = exportedAt - (uptime - i32(octets, at + 24)) * 1000L;
        flow.end = exportedAt - (uptime - i32(octets, at + 28)) * 1000L;
        flow.protocol = u8(octets, at + 38);
        boolean ports = IpProtocol.hasPorts(flow.protocol);
        flow.sourcePort = ports ? u16(octets, at + 32) : 0;
        flow.destinationPort = ports ? u16(octets, at + 34) : 0;
        flow.tos = u8(octets, at + 39);
    }
}
