package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import net.flowtally.collector.decode.RecordingSink.Seen;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import org.junit.jupiter.api.Test;

class NetFlow1And7And8Test {
    /// Count, uptime 900000 ms at 1700000000.5 s.
    private static final String CLOCK = "000dbba0 6553f100 1dcd6500";

    private static final long EXPORT = 1_700_000_000_500_000L;

    /// 10.1.1.10 to 192.0.2.80 by 10.9.9.9, in 3, out 7, 10 packets, 1000 octets, 880 s to 890 s.
    private static final String FLOW =
            "0a01010a c0000250 0a090909 0003 0007 0000000a 000003e8 000d6d80 000d9490 9c40 01bb";

    private final DecodingBench bench = new DecodingBench();

    @Test
    void version1HasItsProtocolAndFlagsInPlacesOfItsOwn() {
        ExporterTally tally =
                bench.hex(
                        "0001 0002"
                                + CLOCK
                                + (FLOW + "0000 06 10 12 000000 00000000")
                                + (FLOW + "0000 01 00 00 000000 00000000"));
        Seen tcp = bench.seen().getFirst();
        assertThat(tcp.source()).isEqualTo(Address.parse("10.1.1.10"));
        assertThat(tcp.destination()).isEqualTo(Address.parse("192.0.2.80"));
        assertThat(tcp.nextHop()).isEqualTo(Address.parse("10.9.9.9"));
        assertThat(tcp.inputInterface()).isEqualTo(3);
        assertThat(tcp.outputInterface()).isEqualTo(7);
        assertThat(tcp.packets()).isEqualTo(10);
        assertThat(tcp.bytes()).isEqualTo(1000);
        assertThat(tcp.start()).isEqualTo(EXPORT - 20_000_000);
        assertThat(tcp.end()).isEqualTo(EXPORT - 10_000_000);
        assertThat(tcp.sourcePort()).isEqualTo(40_000);
        assertThat(tcp.destinationPort()).isEqualTo(443);
        assertThat(tcp.protocol()).isEqualTo(6);
        assertThat(tcp.tos()).isEqualTo(0x10);
        assertThat(tcp.tcpFlags()).isEqualTo(0x12);
        assertThat(bench.seen().get(1).destinationPort()).isZero();
        assertThat(tally.protocol).isEqualTo("NetFlow v1");
        assertThat(tally.lost).isZero();
    }

    @Test
    void version1WithAWrongCountGivesItsWholeRecords() {
        ExporterTally tally =
                bench.hex("0001 0003" + CLOCK + FLOW + "0000 06 10 12 000000 00000000" + "0a01");
        assertThat(bench.seen()).hasSize(1);
        assertThat(tally.malformed).isEqualTo(1);
        assertThat(bench.troubles)
                .containsExactly("NetFlow v1 record count does not fit the datagram");
        assertThat(bench.hex("0001 0001 000dbba0").malformed).isEqualTo(2);
    }

    @Test
    void version7HasLongerRecordsAndCountsFlows() {
        String record = FLOW + "03 12 06 10 fde8 fde9 18 18 0000 0a0a0a0a";
        bench.hex("0007 0002" + CLOCK + "00000010 00000000" + record + record);
        ExporterTally tally = bench.hex("0007 0001" + CLOCK + "00000017 00000000" + record);
        assertThat(bench.seen()).hasSize(3);
        Seen second = bench.seen().get(1);
        assertThat(second.source()).isEqualTo(Address.parse("10.1.1.10"));
        assertThat(second.sourceAs()).isEqualTo(65_000);
        assertThat(second.tcpFlags()).isEqualTo(0x12);
        assertThat(second.rateSource()).isEqualTo(Slice.RATE_NONE);
        assertThat(tally.protocol).isEqualTo("NetFlow v7");
        assertThat(tally.lost).isEqualTo(5);
    }

    @Test
    void everyAggregationOfVersion8HasItsFieldsInTheirPlaces() {
        String p20 = "00000003 0000000a 000003e8 000d6d80 000d9490";
        aggregation(1, p20 + "fde8 fde9 0003 0007");
        aggregation(2, p20 + "06 00 0000 9c40 01bb");
        aggregation(3, p20 + "0a010100 18 00 fde8 0003 0000");
        aggregation(4, p20 + "c0000200 18 00 fde9 0007 0000");
        aggregation(5, p20 + "0a010100 c0000200 18 18 0000 fde8 fde9 0003 0007");
        String counters = "0000000a 000003e8 000d6d80 000d9490";
        aggregation(6, "c0000250" + counters + "0007 10 10 00000000 0a0a0a0a");
        aggregation(7, "c0000250 0a01010a" + counters + "0007 0003 10 10 0000 00000000 0a0a0a0a");
        aggregation(
                8,
                "c0000250 0a01010a 01bb 9c40"
                        + counters
                        + "0007 0003 10 06 10 00 00000000 0a0a0a0a");
        aggregation(9, p20 + "fde8 fde9 0000000000000000");
        aggregation(10, p20 + "06 10 0000 9c40 01bb 0003 0007");
        aggregation(11, p20 + "0a010100 18 10 fde8 0003 0000");
        aggregation(12, p20 + "c0000200 18 10 fde9 0007 0000");
        aggregation(13, p20 + "0a010100 c0000200 18 18 10 00 fde8 fde9 0003 0007");
        aggregation(14, p20 + "0a010100 c0000200 18 18 10 06 9c40 01bb 0003 0007");

        assertThat(bench.troubles).isEmpty();
        assertThat(bench.seen()).hasSize(14);
        assertThat(bench.seen())
                .allMatch(s -> s.bytes() == 1000 && s.packets() == 10)
                .allMatch(s -> s.start() == EXPORT - 20_000_000 && s.end() == EXPORT - 10_000_000);
        expect(1, "::", "::", 0, 0, 0, 0, 3, 7, 65_000, 65_001);
        expect(2, "::", "::", 6, 0, 40_000, 443, 0, 0, 0, 0);
        expect(3, "10.1.1.0", "::", 0, 0, 0, 0, 3, 0, 65_000, 0);
        expect(4, "::", "192.0.2.0", 0, 0, 0, 0, 0, 7, 0, 65_001);
        expect(5, "10.1.1.0", "192.0.2.0", 0, 0, 0, 0, 3, 7, 65_000, 65_001);
        expect(6, "::", "192.0.2.80", 0, 16, 0, 0, 0, 7, 0, 0);
        expect(7, "10.1.1.10", "192.0.2.80", 0, 16, 0, 0, 3, 7, 0, 0);
        expect(8, "10.1.1.10", "192.0.2.80", 6, 16, 40_000, 443, 3, 7, 0, 0);
        expect(9, "::", "::", 0, 0, 0, 0, 0, 0, 65_000, 65_001);
        expect(10, "::", "::", 6, 16, 40_000, 443, 3, 7, 0, 0);
        expect(11, "10.1.1.0", "::", 0, 16, 0, 0, 3, 0, 65_000, 0);
        expect(12, "::", "192.0.2.0", 0, 16, 0, 0, 0, 7, 0, 65_001);
        expect(13, "10.1.1.0", "192.0.2.0", 0, 16, 0, 0, 3, 7, 65_000, 65_001);
        expect(14, "10.1.1.0", "192.0.2.0", 6, 16, 40_000, 443, 3, 7, 0, 0);
    }

    @Test
    void totalsWithoutBothEndsAreAggregates() {
        String p20 = "00000003 0000000a 000003e8 000d6d80 000d9490";
        aggregation(1, p20 + "fde8 fde9 0003 0007");
        aggregation(5, p20 + "0a010100 c0000200 18 18 0000 fde8 fde9 0003 0007");
        assertThat(bench.seen()).extracting(Seen::isAggregate).containsExactly(true, false);
    }

    @Test
    void ofSeveralAggregationsTheMostDetailedOneCounts() {
        String p20 = "00000003 0000000a 000003e8 000d6d80 000d9490";
        String prefixes = p20 + "0a010100 c0000200 18 18 0000 fde8 fde9 0003 0007";
        String ports = p20 + "0a010100 c0000200 18 18 10 06 9c40 01bb 0003 0007";
        aggregation(5, prefixes);
        aggregation(14, ports);
        aggregation(5, prefixes);
        // an hour after the better one was heard last
        bench.clock += 3_700_000_000L;
        aggregation(5, prefixes);
        assertThat(bench.seen())
                .extracting(Seen::isAggregate)
                .containsExactly(false, false, true, false);
    }

    @Test
    void whereFlowsAreToldOneByOneTheirSumsAreAggregates() {
        // as the intake counts
        bench.hex("0001 0001" + CLOCK + FLOW + "0000 06 10 12 000000 00000000").records++;
        aggregation(
                7,
                "c0000250 0a01010a 0000000a 000003e8 000d6d80 000d9490"
                        + "0007 0003 10 10 0000 00000000 0a0a0a0a");
        assertThat(bench.seen()).extracting(Seen::isAggregate).containsExactly(false, true);
    }

    @Test
    void anAggregationThatIsNotKnownIsMalformed() {
        aggregation(15, "00");
        assertThat(bench.troubles).containsExactly("NetFlow v8 aggregation that is not known");
        assertThat(bench.decoders.tallies().getFirst().malformed).isEqualTo(1);
    }

    @Test
    void eachAggregationHasItsOwnSequence() {
        String p20 = "00000003 0000000a 000003e8 000d6d80 000d9490";
        String as = p20 + "fde8 fde9 0003 0007";
        bench.hex(header(1, 100) + as);
        bench.hex(header(9, 7) + p20 + "fde8 fde9 0000000000000000");
        ExporterTally tally = bench.hex(header(1, 105) + as);
        assertThat(tally.lost).isEqualTo(4);
    }

    private void aggregation(int number, String record) {
        bench.hex(header(number, number * 1000 + bench.seen().size()) + record);
    }

    private static String header(int aggregation, int sequence) {
        return "0008 0001"
                + CLOCK
                + String.format("%08x 00 00 %02x 02 00000000", sequence, aggregation);
    }

    private void expect(
            int number,
            String source,
            String destination,
            int protocol,
            int tos,
            int sourcePort,
            int destinationPort,
            int input,
            int output,
            long sourceAs,
            long destinationAs) {
        Seen seen = bench.seen().get(number - 1);
        assertThat(seen.source()).as("source of %s", number).isEqualTo(Address.parse(source));
        assertThat(seen.destination())
                .as("destination of %s", number)
                .isEqualTo(Address.parse(destination));
        assertThat(
                        new long[] {
                            seen.protocol(),
                            seen.tos(),
                            seen.sourcePort(),
                            seen.destinationPort(),
                            seen.inputInterface(),
                            seen.outputInterface(),
                            seen.sourceAs(),
                            seen.destinationAs()
                        })
                .as("aggregation %s", number)
                .containsExactly(
                        protocol,
                        tos,
                        sourcePort,
                        destinationPort,
                        input,
                        output,
                        sourceAs,
                        destinationAs);
    }
}
