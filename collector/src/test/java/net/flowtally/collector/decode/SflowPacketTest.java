package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.SflowMessage.IPV4_TCP;
import static net.flowtally.collector.decode.SflowMessage.IPV6_UDP;
import static net.flowtally.collector.decode.SflowMessage.MACS;
import static net.flowtally.collector.decode.SflowMessage.datagram;
import static net.flowtally.collector.decode.SflowMessage.ethernetRecord;
import static net.flowtally.collector.decode.SflowMessage.flow;
import static net.flowtally.collector.decode.SflowMessage.ipv4Record;
import static net.flowtally.collector.decode.SflowMessage.raw;
import static net.flowtally.collector.decode.SflowMessage.words;
import static org.assertj.core.api.Assertions.assertThat;

import net.flowtally.collector.decode.RecordingSink.Seen;
import net.flowtally.ledger.address.Address;
import org.junit.jupiter.api.Test;

/// What a sampled packet says of itself: its raw header, or the record that stands for it.
class SflowPacketTest {
    private final DecodingBench bench = new DecodingBench();

    @Test
    void vlanTagsAreNoPartOfThePacket() {
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(1, 3, 5, raw(1, 126, 4, MACS + "88a80064 81000065 0800" + IPV4_TCP))));
        assertThat(only().bytes()).isEqualTo(100);
        assertThat(only().vlan()).isEqualTo(100);
    }

    @Test
    void labelsAndPppAndSnapAreNoPartOfThePacket() {
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(1, 3, 5, raw(1, 126, 4, MACS + "8847 00064000 000c8140" + IPV4_TCP)),
                        flow(1, 3, 5, raw(1, 126, 4, MACS + "8847 00064000 000c8140" + IPV6_UDP)),
                        flow(1, 3, 5, raw(13, 104, 0, "000c8140" + IPV4_TCP)),
                        flow(1, 3, 5, raw(7, 104, 0, "ff030021" + IPV4_TCP)),
                        flow(1, 3, 5, raw(7, 101, 0, "21" + IPV4_TCP)),
                        flow(1, 3, 5, raw(14, 104, 0, "0f000800" + IPV4_TCP)),
                        flow(1, 3, 5, raw(1, 122, 0, MACS + "8864 11000001 0066 0021" + IPV4_TCP)),
                        flow(1, 3, 5, raw(1, 122, 0, MACS + "006c aaaa03000000 0800" + IPV4_TCP))));
        assertThat(bench.seen()).hasSize(8).allMatch(s -> s.bytes() == 100);
        assertThat(bench.seen()).allMatch(s -> s.sourcePort() > 0 && s.destinationPort() > 0);
        assertThat(bench.seen().get(1).source()).isEqualTo(Address.parse("2001:db8::1"));
        assertThat(bench.troubles).isEmpty();
    }

    @Test
    void bareIpHeadersAreRead() {
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(1, 3, 5, raw(11, 100, 0, IPV4_TCP)),
                        flow(1, 3, 5, raw(12, 100, 0, IPV6_UDP))));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(100L, 100L);
        Seen six = bench.seen().get(1);
        assertThat(six.tos()).isEqualTo(0x20);
        assertThat(six.sourcePort()).isEqualTo(53);
        assertThat(six.protocol()).isEqualTo(17);
    }

    @Test
    void portsStandBehindExtensionHeadersAndNotInLaterFragments() {
        String addresses = "20010db8000000000000000000000001 20010db8000000000000000000000002";
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(
                                1,
                                3,
                                5,
                                raw(
                                        12,
                                        100,
                                        0,
                                        "60000000 003c0040"
                                                + addresses
                                                + "3c00010400000000 2c00010400000000"
                                                + "1100000000000001 003514e9 003c0000")),
                        flow(
                                1,
                                3,
                                5,
                                raw(
                                        12,
                                        100,
                                        0,
                                        "60000000 003c2c40"
                                                + addresses
                                                + "1100000900000001 003514e9 003c0000")),
                        flow(
                                1,
                                3,
                                5,
                                raw(
                                        11,
                                        100,
                                        0,
                                        "45000064 00000010 40110000 0a01010a c0000250 003514e9"))));
        assertThat(bench.seen()).extracting(Seen::protocol).containsExactly(17, 17, 17);
        assertThat(bench.seen()).extracting(Seen::sourcePort).containsExactly(53, 0, 0);
    }

    @Test
    void aPacketWhoseHeaderTellsNoLengthHasThatOfItsFrameLessTheLinkHeader() {
        // segmentation offload: total length 0; then ARP; FCS of 4 octets counted in the frame
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(
                                1,
                                3,
                                5,
                                raw(
                                        1,
                                        9018,
                                        4,
                                        MACS + "0800" + IPV4_TCP.replace("45080064", "45080000"))),
                        flow(1, 3, 5, raw(1, 64, 4, MACS + "81000065 0806 00010800 06040001"))));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(9000L, 42L);
        assertThat(bench.seen().get(1).source()).isEqualTo(Address.NONE);
    }

    @Test
    void onePacketInSeveralRecordsIsOnePacket() {
        // Huawei sends header, Ethernet and IPv4 records of one packet
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(
                                8,
                                3,
                                5,
                                ethernetRecord(118),
                                ipv4Record(),
                                raw(1, 118, 4, MACS + "0800" + IPV4_TCP))));
        assertThat(only().bytes()).isEqualTo(100);
    }

    @Test
    void recordsOfIpv4Ipv6AndEthernetDoWithoutTheHeader() {
        String ipv6 =
                words(4, 56, 800, 17)
                        + "20010db8000000000000000000000001 20010db8000000000000000000000002"
                        + words(53, 5353, 0, 0x20);
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(1, 3, 5, ipv4Record()),
                        flow(1, 3, 5, ipv6),
                        flow(1, 3, 5, ethernetRecord(114))));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1400L, 800L, 100L);
        assertThat(bench.seen()).extracting(Seen::destinationPort).containsExactly(443, 5353, 0);
        assertThat(bench.seen()).extracting(Seen::tos).containsExactly(8, 0x20, 0);
        assertThat(bench.seen().getFirst().tcpFlags()).isEqualTo(0x12);
    }

    private Seen only() {
        assertThat(bench.seen()).hasSize(1);
        return bench.seen().getFirst();
    }
}
