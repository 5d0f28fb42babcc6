package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import org.junit.jupiter.api.Test;

class NetFlow5Test {
    private final DecodingBench bench = new DecodingBench();

    // header up to the sequence number: 1 record, uptime 900000 ms, 1700000000 s + 500 ms
    private static final String HEADER = "0005 0001 000dbba0 6553f100 1dcd6500";

    private static String record(String ports, String protocol) {
        return "0a000101 c6336409 c0000201" // source, destination, next hop
                + "0003 0007" // interfaces
                + "0000000a 000003e8" // 10 packets, 1000 octets
                + "000da818 000db7b8" // first 895000 ms, last 899000 ms
                + ports
                + "00 1b" // TCP flags
                + protocol
                + "b8" // ToS
                + "fde8 0d1c" // AS 65000, 3356
                + "18 10 0000";
    }

    @Test
    void everyFieldOfARecordIsRead() {
        ExporterTally tally = bench.hex(HEADER + "00000000 0000 0000" + record("03e9 01bb", "06"));

        long export = 1_700_000_000_500_000L;
        assertThat(bench.seen())
                .containsExactly(
                        new RecordingSink.Seen(
                                Address.parse("10.0.1.1"),
                                Address.parse("198.51.100.9"),
                                6,
                                1001,
                                443,
                                1000,
                                10,
                                true,
                                export - 5_000_000,
                                export - 1_000_000,
                                1,
                                1,
                                Slice.RATE_NONE,
                                false,
                                0,
                                0x1b,
                                0xb8,
                                0,
                                3,
                                7,
                                Slice.UNKNOWN_DIRECTION,
                                65000,
                                3356,
                                Address.parse("192.0.2.1"),
                                false,
                                DecodingBench.START,
                                export,
                                0));
        assertThat(tally.protocol).isEqualTo("NetFlow v5");
        assertThat(tally.datagrams).isEqualTo(1);
        assertThat(tally.lastSeen).isEqualTo(DecodingBench.START);
        assertThat(tally.records).as("the intake counts records").isZero();
    }

    @Test
    void icmpTypeAndCodeAreNoPorts() {
        bench.hex(HEADER + "00000000 0000 0000" + record("0000 0800", "01"));

        assertThat(bench.seen().getFirst().destinationPort()).isZero();
    }

    @Test
    void aLastSwitchedAfterTheHeadersUptimeLiesInTheFuture() {
        String record = record("03e9 01bb", "06").replace("000db7b8", "000dbba5");
        bench.hex(HEADER + "00000000 0000 0000" + record);

        assertThat(bench.seen().getFirst().end()).isEqualTo(1_700_000_000_505_000L);
    }

    @Test
    void uptimesSurviveTheWrapAfterFortyNineDays() {
        capture("synthetic/v5_sysuptime_wrap.pcap");

        assertThat(bench.seen().get(0).start()).isEqualTo(1_699_999_987_704_000L);
        assertThat(bench.seen().get(0).end()).isEqualTo(1_699_999_993_704_000L);
        assertThat(bench.seen().get(1).start()).isEqualTo(1_699_999_987_704_000L);
        assertThat(bench.seen().get(1).end()).isEqualTo(1_699_999_998_000_000L);
    }

    @Test
    void samplingOfTheHeaderCountsOnlyWithAMode() {
        capture("synthetic/v5_sampling_mode_bits.pcap");
        assertThat(bench.sink.scaledBytes()).isEqualTo(230_100);
        assertThat(bench.seen().getFirst().rateSource()).isEqualTo(Slice.RATE_HEADER);

        bench.sink.seen.clear();
        bench.hex(HEADER + "00000000 0000 0064" + record("03e9 01bb", "06"));
        assertThat(bench.seen().getFirst().rateNumerator()).isEqualTo(1);
    }

    @Test
    void wholeRecordsOfACountThatDoesNotFitAreReadAndTheDatagramIsMalformed() {
        ExporterTally tally = capture("synthetic/v5_count_mismatch.pcap");

        assertThat(bench.seen()).hasSize(5);
        assertThat(bench.sink.bytes()).isEqualTo(500);
        assertThat(tally.datagrams).isEqualTo(4);
        assertThat(tally.malformed).isEqualTo(2);
        assertThat(tally.lost).isZero();
    }

    @Test
    void aGapIsLostAndARestartIsNot() {
        ExporterTally tally = capture("synthetic/v5_seq_gap_and_restart.pcap");

        assertThat(bench.seen()).hasSize(35);
        assertThat(tally.lost).isEqualTo(20);
        List<String> quarters = new ArrayList<>();
        bench.decoders.losses((_, lo, quarter, expected, lost) ->
                quarters.add((int) lo + " " + quarter + " " + expected + " " + lost));
        assertThat(quarters).containsExactly((int) 0xc0000201L + " 1699999200000000 55 20");
    }

    @Test
    void everyEngineHasItsOwnSequence() {
        bench.hex(HEADER + "00000000 0001 0000" + record("03e9 01bb", "06"));
        bench.hex(HEADER + "00001000 0002 0000" + record("03e9 01bb", "06"));
        ExporterTally tally = bench.hex(HEADER + "00000001 0001 0000" + record("03e9 01bb", "06"));

        assertThat(tally.lost).isZero();
    }

    @Test
    void anIdenticalDatagramWithinFiveSecondsIsARepeat() {
        String datagram = HEADER + "00000000 0000 0000" + record("03e9 01bb", "06");
        bench.hex(datagram);
        ExporterTally tally = bench.hex(datagram);
        assertThat(tally.repeated).isEqualTo(1);
        assertThat(bench.seen()).hasSize(1);

        bench.clock += 5_000_000;
        bench.hex(datagram);
        assertThat(tally.repeated).isEqualTo(1);
        assertThat(tally.datagrams).isEqualTo(3);
        assertThat(bench.seen()).hasSize(2);
    }

    @Test
    void aDatagramOfNoKnownVersionIsMalformed() {
        ExporterTally tally = bench.hex("0006 0001 00000000");

        assertThat(tally.protocol).isEqualTo("unknown");
        assertThat(tally.malformed).isEqualTo(1);
        assertThat(bench.troubles).containsExactly("neither NetFlow nor IPFIX nor sFlow");
        assertThat(bench.hex("00").malformed).isEqualTo(2);
        assertThat(bench.hex("0005 0001 0000").malformed).isEqualTo(1);
    }

    private ExporterTally capture(String name) {
        var payloads = CapturedDatagrams.read(Path.of("src/test/resources/captures").resolve(name));
        for (var payload : payloads) {
            bench.feed(payload.datagram(0));
        }
        return bench.decoders.tallies().getFirst();
    }
}
