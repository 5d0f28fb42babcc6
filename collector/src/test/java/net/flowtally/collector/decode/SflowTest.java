package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.SflowMessage.IPV4_TCP;
import static net.flowtally.collector.decode.SflowMessage.MACS;
import static net.flowtally.collector.decode.SflowMessage.counters;
import static net.flowtally.collector.decode.SflowMessage.datagram;
import static net.flowtally.collector.decode.SflowMessage.flow;
import static net.flowtally.collector.decode.SflowMessage.ipv4Record;
import static net.flowtally.collector.decode.SflowMessage.octets;
import static net.flowtally.collector.decode.SflowMessage.raw;
import static net.flowtally.collector.decode.SflowMessage.words;
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
import org.junit.jupiter.api.Test;

class SflowTest {
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
}
