package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.flowtally.collector.decode.RecordingSink.Seen;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.ExporterFact;
import org.junit.jupiter.api.Test;

class SflowTest {
    private static final String AGENT = "00000001 0a630001";
    private static final String MACS = "020000000001 020000000002";

    /// 10.1.1.10:40000 to 192.0.2.80:443, 100 octets, SYN, ToS 8.
    private static final String IPV4_TCP =
            "45080064 00000000 40060000 0a01010a c0000250"
                    + "9c4001bb 00000000 00000000 50020000 00000000";

    /// 2001:db8::1 port 53 to 2001:db8::2 port 5353, 60 octets behind the header, class 0x20.
    private static final String IPV6_UDP =
            "62000000 003c1140 20010db8000000000000000000000001 20010db8000000000000000000000002"
                    + "003514e9 003c0000";

    private final DecodingBench bench = new DecodingBench();

    @Test
    void aSampledPacketCountsAsItsRateWithTheOctetsOfItsIpPacket() {
        ExporterTally tally =
                bench.hex(
                        datagram(1, 7, flow(256, 3, 5, raw(1, 118, 4, MACS + "0800" + IPV4_TCP))));
        Seen seen = only();
        assertThat(seen.bytes()).isEqualTo(100);
        assertThat(seen.packets()).isEqualTo(1);
        assertThat(seen.rateNumerator()).isEqualTo(256);
        assertThat(seen.rateDenominator()).isEqualTo(1);
        assertThat(seen.rateSource()).isEqualTo(Slice.RATE_RECORD);
        assertThat(seen.source()).isEqualTo(Address.parse("10.1.1.10"));
        assertThat(seen.destination()).isEqualTo(Address.parse("192.0.2.80"));
        assertThat(seen.sourcePort()).isEqualTo(40_000);
        assertThat(seen.destinationPort()).isEqualTo(443);
        assertThat(seen.protocol()).isEqualTo(6);
        assertThat(seen.tcpFlags()).isEqualTo(2);
        assertThat(seen.tos()).isEqualTo(8);
        assertThat(seen.inputInterface()).isEqualTo(3);
        assertThat(seen.outputInterface()).isEqualTo(5);
        assertThat(seen.start()).isEqualTo(DecodingBench.START);
        assertThat(seen.end()).isEqualTo(DecodingBench.START);
        assertThat(tally.protocol).isEqualTo("sFlow v5");
        assertThat(tally.malformed).isZero();
    }

    @Test
    void theExporterIsTheAgentAndNotWhoSentTheDatagram() {
        ExporterTally tally = bench.hex(datagram(1, 7, flow(1, 3, 5, ipv4Record())));
        assertThat(new Address(tally.addressHi, tally.addressLo))
                .isEqualTo(Address.parse("10.99.0.1"));
        ExporterTally six =
                bench.hex(
                        "00000005 00000002 20010db8000000000000000000000099 00000000 00000001"
                                + "00000000 00000000");
        assertThat(new Address(six.addressHi, six.addressLo))
                .isEqualTo(Address.parse("2001:db8::99"));
        ExporterTally unnamed =
                bench.hex("00000005 00000001 00000000 00000000 00000001 00000000 00000000");
        assertThat(new Address(unnamed.addressHi, unnamed.addressLo)).isEqualTo(bench.from);
    }

    @Test
    void aSampleIsIngressWhereThePacketCameInAndEgressWhereItLeft() {
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(1, 3, 3, 5, ipv4Record()),
                        flow(1, 5, 3, 5, ipv4Record()),
                        flow(1, 9, 3, 5, ipv4Record())));
        assertThat(bench.seen())
                .extracting(Seen::direction)
                .containsExactly(
                        (int) Slice.INGRESS, (int) Slice.EGRESS, (int) Slice.UNKNOWN_DIRECTION);
    }

    @Test
    void ofOutputsThatAreNoSingleInterfaceNoneIsNamed() {
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(1, 3, 3, 0x8000_0004, ipv4Record()),
                        flow(1, 3, 3, 0x4000_0003, ipv4Record()),
                        flow(1, 3, 3, 0x3fff_ffff, ipv4Record())));
        assertThat(bench.seen())
                .extracting(Seen::outputInterface)
                .containsExactly(0, 0, 0x3fff_ffff);
        assertThat(bench.seen()).allMatch(Seen::hasCounters);
    }

    @Test
    void anExpandedSampleSaysTheSame() {
        String body = words(9, 0, 70_000, 500, 0, 0, 0, 70_000, 0, 70_001, 1) + ipv4Record();
        bench.hex(datagram(1, 7, words(3, octets(body)) + body));
        assertThat(only().inputInterface()).isEqualTo(70_000);
        assertThat(only().outputInterface()).isEqualTo(70_001);
        assertThat(only().rateNumerator()).isEqualTo(500);
        assertThat(only().direction()).isEqualTo(Slice.INGRESS);
        assertThat(only().bytes()).isEqualTo(1400);
    }

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

    @Test
    void vlanNextHopAndAsNumbersComeFromExtendedRecords() {
        String gateway =
                words(1003, 52)
                        + words(1, 0xc0000201, 64_500, 64_501, 64_502)
                        + words(2, 2, 1, 64_510, 1, 2, 64_511, 64_512);
        bench.hex(
                datagram(
                        1,
                        7,
                        flow(
                                1,
                                3,
                                5,
                                words(1001, 16, 42, 0, 43, 0),
                                gateway,
                                words(1002, 16, 1, 0xc0000202, 24, 24),
                                ipv4Record())));
        assertThat(only().vlan()).isEqualTo(42);
        assertThat(only().sourceAs()).isEqualTo(64_501);
        assertThat(only().destinationAs()).isEqualTo(64_512);
        assertThat(only().nextHop()).isEqualTo(Address.parse("192.0.2.2"));
    }

    @Test
    void aRateOfZeroIsUnknownAndNotOne() {
        bench.hex(datagram(1, 7, flow(0, 3, 5, ipv4Record())));
        assertThat(only().samplesAtUnknownRate()).isTrue();
        assertThat(only().rateSource()).isEqualTo(Slice.RATE_NONE);
    }

    @Test
    void aSampleWithoutAPacketIsARecordWithoutCounters() {
        bench.hex(datagram(1, 7, flow(1, 3, 5, words(1001, 16, 42, 0, 43, 0))));
        assertThat(only().hasCounters()).isFalse();
    }

    @Test
    void samplesOfOtherKindsAndWhatFollowsTheLastOneArePassedOver() {
        ExporterTally tally =
                bench.hex(
                        datagram(
                                        1,
                                        7,
                                        words(5, 8, 1, 2),
                                        words(4413 << 12 | 1, 4, 99),
                                        flow(1, 3, 5, ipv4Record()))
                                + "deadbeef");
        assertThat(only().bytes()).isEqualTo(1400);
        assertThat(tally.malformed).isZero();
    }

    @Test
    void aWrongLengthInsideOfASampleHarmsNoOther() {
        // Brocade: the record says more than its sample has
        String raw = raw(1, 118, 4, MACS + "0800" + IPV4_TCP);
        String wrong = "00000001" + "000000ff" + raw.substring(16);
        ExporterTally tally =
                bench.hex(datagram(1, 7, flow(1, 3, 5, wrong), flow(1, 3, 5, ipv4Record())));
        assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(100L, 1400L);
        assertThat(tally.malformed).isZero();
    }

    @Test
    void aDatagramThatEndsEarlyIsMalformedAndReadAsFarAsItGoes() {
        String whole = datagram(1, 7, flow(1, 3, 5, ipv4Record()), flow(1, 3, 5, ipv4Record()));
        byte[] octets = DecodingBench.bytes(whole);
        ExporterTally tally = bench.octets(Arrays.copyOf(octets, octets.length - 40));
        assertThat(tally.malformed).isEqualTo(1);
        assertThat(bench.seen().getFirst().bytes()).isEqualTo(1400);
    }

    @Test
    void olderVersionsAreRejectedAndCounted() {
        ExporterTally two = bench.hex("00000002 00000001 0a630001 00000001 00000001 00000000");
        ExporterTally four = bench.hex("00000004 00000001 0a630001 00000001 00000001 00000000");
        assertThat(List.of(two.protocol, four.protocol)).containsExactly("sFlow v2", "sFlow v4");
        assertThat(two.malformed + four.malformed).isEqualTo(2);
        assertThat(bench.troubles)
                .containsExactly(
                        "sFlow v2 is not read, only sFlow v5 is",
                        "sFlow v4 is not read, only sFlow v5 is");
        assertThat(bench.seen()).isEmpty();
    }

    @Test
    void sequencesAreThoseOfSubAgents() {
        bench.hex(datagram(10, 1));
        bench.hex(datagram(500, 2));
        bench.hex(datagram(13, 1));
        ExporterTally tally = bench.hex(datagram(501, 2));
        assertThat(tally.lost).isEqualTo(2);
        assertThat(bench.hex(datagram(11, 1)).lost).isEqualTo(1);
        // the agent starts again
        assertThat(bench.hex(datagram(0, 1).replace("0036ee80", "00000100")).lost).isEqualTo(1);
    }

    @Test
    void counterSamplesBecomeInterfaceReadings() {
        bench.hex(datagram(1, 7, counters(2, 7, 1_000_000_007L, 100)));
        bench.clock += 20_000_000;
        bench.hex(datagram(2, 7, counters(2, 7, 1_000_000_999L, 110), counters(4, 8, 5, 1)));
        List<ExporterFact> facts = bench.decoders.takeFacts();
        assertThat(facts)
                .containsExactly(
                        new ExporterFact.InterfaceReading(
                                Address.parse("10.99.0.1"),
                                7,
                                DecodingBench.START + 21_000_000,
                                10_000_000_000L,
                                1_000_000_999L,
                                110 + 2 + 3,
                                6,
                                5,
                                77,
                                ExporterFact.NOT_TOLD,
                                12,
                                11),
                        new ExporterFact.InterfaceReading(
                                Address.parse("10.99.0.1"),
                                8,
                                DecodingBench.START + 21_000_000,
                                10_000_000_000L,
                                5,
                                1 + 2 + 3,
                                6,
                                5,
                                77,
                                ExporterFact.NOT_TOLD,
                                12,
                                11));
        assertThat(bench.decoders.takeFacts()).isEmpty();
        assertThat(bench.seen()).isEmpty();
    }

    @Test
    void theLastReadingOfEveryQuarterHourIsKept() {
        bench.hex(datagram(1, 7, counters(2, 7, 100, 1)));
        bench.clock += 900_000_000;
        bench.hex(datagram(2, 7, counters(2, 7, 200, 2)));
        assertThat(bench.decoders.takeFacts())
                .extracting(fact -> ((ExporterFact.InterfaceReading) fact).octetsIn())
                .containsExactly(100L, 200L);
    }

    @Test
    void samplesThatTheAgentDroppedAreAStatistic() {
        String body = words(9, 3, 100, 0, 17, 3, 5, 1) + ipv4Record();
        bench.hex(datagram(1, 7, words(1, octets(body)) + body));
        assertThat(bench.decoders.takeFacts())
                .containsExactly(
                        new ExporterFact.Statistic(
                                Address.parse("10.99.0.1"),
                                7,
                                "samples dropped by the agent at source 3",
                                17,
                                DecodingBench.START));
    }

    @Test
    void morePlacesThanAnExporterCanHaveAreCountedAndLeftOut() {
        for (int i = 0; i < 8200; i++) {
            bench.hex(datagram(i, 7, counters(2, i, 100, 1)));
        }
        List<ExporterFact> facts = bench.decoders.takeFacts();
        assertThat(facts).hasSize(8193);
        assertThat(facts.getLast())
                .isInstanceOfSatisfying(
                        ExporterFact.Statistic.class,
                        fact -> assertThat(fact.value()).isEqualTo(8));
    }

    @Test
    void aCheckpointHoldsWhatWasToldAndTheSequences() throws IOException {
        bench.hex(datagram(1, 7, counters(2, 7, 100, 1)));
        bench.decoders.takeFacts();
        byte[] saved = saved(bench.decoders);
        bench.decoders = Decoders.load(new DataInputStream(new ByteArrayInputStream(saved)));
        assertThat(saved(bench.decoders)).isEqualTo(saved);
        assertThat(bench.hex(datagram(4, 7)).lost).isEqualTo(2);
    }

    private static byte[] saved(Decoders decoders) throws IOException {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        decoders.save(new DataOutputStream(saved));
        return saved.toByteArray();
    }

    private Seen only() {
        assertThat(bench.seen()).hasSize(1);
        return bench.seen().getFirst();
    }

    /// A datagram of agent 10.99.0.1, up for an hour.
    private static String datagram(int sequence, int subAgent, String... samples) {
        return "00000005"
                + AGENT
                + words(subAgent, sequence, 3_600_000, samples.length)
                + String.join("", samples);
    }

    private static String flow(int rate, int input, int output, String... records) {
        return flow(rate, 0, input, output, records);
    }

    private static String flow(int rate, int source, int input, int output, String... records) {
        String body =
                words(1, source, rate, rate, 0, input, output, records.length)
                        + String.join("", records);
        return words(1, octets(body)) + body;
    }

    private static String raw(int protocol, int frame, int stripped, String header) {
        String octets = header.replace(" ", "");
        int length = octets.length() / 2;
        String body = words(protocol, frame, stripped, length) + octets + "00".repeat(-length & 3);
        return words(1, 16 + length) + body;
    }

    /// 10.1.1.10:40000 to 192.0.2.80:443, 1400 octets.
    private static String ipv4Record() {
        return words(3, 32, 1400, 6, 0x0a01010a, 0xc0000250, 40_000, 443, 0x12, 8);
    }

    private static String ethernetRecord(int length) {
        return words(2, 24, length) + "0200000000010000 0200000000020000" + words(0x0806);
    }

    /// @param format 2, or 4 for expanded
    private static String counters(int format, int index, long octetsIn, int unicastIn) {
        String record =
                words(1, 88, index, 6)
                        + String.format("%016x", 10_000_000_000L)
                        + words(1, 3)
                        + String.format("%016x", octetsIn)
                        + words(unicastIn, 2, 3, 5, 6, 0)
                        + String.format("%016x", 77)
                        + words(-1, 2, 3, 11, 12, 0);
        String body = (format == 2 ? words(1, index, 1) : words(1, 0, index, 1)) + record;
        return words(format, octets(body)) + body;
    }

    private static int octets(String hex) {
        return hex.replace(" ", "").length() / 2;
    }

    private static String words(int... values) {
        StringBuilder hex = new StringBuilder();
        for (int value : values) {
            hex.append(String.format("%08x", value));
        }
        return hex.toString();
    }
}
