package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.Message.ipfix;
import static net.flowtally.collector.decode.Message.set;
import static net.flowtally.collector.decode.Message.template9;
import static net.flowtally.collector.decode.Message.templateX;
import static net.flowtally.collector.decode.Message.v9;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import net.flowtally.collector.decode.RecordingSink.Seen;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.ledger.address.Address;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CountersTest {
    private static final String KEY = "0a000101 c6336409 06 03e9 01bb";

    private final DecodingBench bench = new DecodingBench();

    @Nested
    class Choice {
        @Test
        void deltasComeBeforeTotalsLayerTwoAndPostCounters() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            templateX(256, 23, 4, 352, 4, 85, 4, 1, 4, 24, 4, 86, 4, 2, 4),
                            templateX(257, 23, 4, 352, 4, 24, 4),
                            templateX(258, 23, 4, 24, 4),
                            set(
                                    256,
                                    "00000004 00000003 00000002 00000001 00000030 00000020 00000010"),
                            set(257, "00000004 00000003 00000030"),
                            set(258, "00000004 00000030")));
            assertThat(bench.seen())
                    .extracting(Seen::bytes, Seen::packets)
                    .containsExactly(tuple(1L, 16L), tuple(3L, 48L), tuple(4L, 48L));
        }

        @Test
        void equalInAndOutCountersAreNotAdded() {
            bench.octets(
                    v9(
                            1,
                            7,
                            template9(256, 1, 4, 2, 4, 23, 4, 24, 4),
                            set(256, "00007334 00000069 00007334 00000069")));
            assertThat(bench.sink.bytes()).isEqualTo(29_492);
            assertThat(bench.sink.packets()).isEqualTo(105);
        }

        @Test
        void replicatedMulticastAndExporterStatisticsAreNoTraffic() {
            bench.octets(
                    v9(
                            1,
                            7,
                            template9(256, 1, 4, 2, 4, 19, 4, 20, 4, 40, 4, 41, 4, 42, 4),
                            set(
                                    256,
                                    "00000001 00000002 00000003 00000004 00000005 00000006 00000007")));
            assertThat(bench.sink.bytes()).isEqualTo(1);
        }

        @Test
        void anEventWithoutCountersIsHandedOverAsSuch() {
            // 230 NAT event, 225 post-NAT source
            bench.octets(
                    v9(
                            1,
                            7,
                            template9(256, 8, 4, 12, 4, 225, 4, 230, 1),
                            set(256, "0a000101 c6336409 c0000201 01")));
            assertThat(bench.seen()).extracting(Seen::hasCounters).containsExactly(false);
        }
    }

    @Nested
    class BothDirections {
        private static final int[] BIFLOW = {
            8, 4, 12, 4, 4, 1, 7, 2, 11, 2, 10, 4, 14, 4, 1, 4, 2, 4
        };

        @Test
        void ofABiflowAreTwoRecords() {
            bench.octets(biflow("01", "00001388 00000014"));
            assertThat(bench.seen())
                    .extracting(
                            Seen::source,
                            Seen::sourcePort,
                            Seen::destinationPort,
                            Seen::inputInterface,
                            Seen::bytes,
                            Seen::packets,
                            Seen::tcpFlags,
                            Seen::opener)
                    .containsExactly(
                            tuple(
                                    Address.parse("10.0.1.1"),
                                    1001,
                                    443,
                                    3,
                                    1000L,
                                    10L,
                                    2,
                                    (int) FlowRecord.OPENER_SOURCE),
                            tuple(
                                    Address.parse("198.51.100.9"),
                                    443,
                                    1001,
                                    7,
                                    5000L,
                                    20L,
                                    18,
                                    (int) FlowRecord.OPENER_DESTINATION));
        }

        @Test
        void ofABiflowSeenFromItsResponderAreTurned() {
            bench.octets(biflow("02", "00001388 00000014"));
            assertThat(bench.seen())
                    .extracting(Seen::opener)
                    .containsExactly(
                            (int) FlowRecord.OPENER_DESTINATION, (int) FlowRecord.OPENER_SOURCE);
        }

        @Test
        void ofABiflowWithoutADirectionOpenNothing() {
            bench.octets(biflow("00", "00001388 00000014"));
            assertThat(bench.seen()).extracting(Seen::opener).containsExactly(0, 0);
        }

        @Test
        void areOneRecordWhereNothingCameBack() {
            bench.octets(biflow("01", "00000000 00000000"));
            assertThat(bench.seen()).hasSize(1);
        }

        private byte[] biflow(String direction, String reverse) {
            return ipfix(
                    0,
                    1,
                    set(
                            2,
                            "0100 000e",
                            Message.hex16(BIFLOW),
                            "0006 0001 8006 0001 00007279", // TCP flags, and back
                            "00ef 0001", // biflow direction
                            "8001 0004 00007279 8002 0004 00007279"), // octets and packets back
                    set(256, KEY, "00000003 00000007 000003e8 0000000a 02 12", direction, reverse));
        }

        @Test
        void ofInitiatorAndResponderAreTwoRecords() {
            bench.octets(
                    ipfix(
                            0,
                            1,
                            templateX(256, 8, 4, 12, 4, 231, 4, 232, 4, 298, 4, 299, 4),
                            set(256, "0a000101 c6336409 000003e8 00001388 0000000a 00000014")));
            assertThat(bench.seen())
                    .extracting(Seen::bytes, Seen::packets, Seen::opener)
                    .containsExactly(
                            tuple(1000L, 10L, (int) FlowRecord.OPENER_SOURCE),
                            tuple(5000L, 20L, (int) FlowRecord.OPENER_DESTINATION));
        }
    }

    @Nested
    class Totals {
        private static final int[] RUNNING = {
            8, 4, 12, 4, 4, 1, 7, 2, 11, 2, 152, 8, 153, 8, 85, 8, 86, 4, 136, 1
        };
        private static final long START = 1_699_999_000_000L;

        @Test
        void arriveAsDifferencesThatBeginWhereTheLastOneEnded() {
            report(START, START + 60_000, 1000, 10, 2);
            report(START, START + 120_000, 1500, 15, 2);
            report(START, START + 180_000, 1600, 16, 3);
            assertThat(bench.seen())
                    .extracting(Seen::bytes, Seen::packets, Seen::start, Seen::end)
                    .containsExactly(
                            tuple(1000L, 10L, START * 1000, (START + 60_000) * 1000),
                            tuple(500L, 5L, (START + 60_000) * 1000, (START + 120_000) * 1000),
                            tuple(100L, 1L, (START + 120_000) * 1000, (START + 180_000) * 1000));
        }

        @Test
        void thatAreLowerBelongToANewFlow() {
            report(START, START + 60_000, 1000, 10, 2);
            report(START, START + 120_000, 400, 4, 2);
            report(START, START + 180_000, 500, 5, 2);
            assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1000L, 400L, 100L);
        }

        @Test
        void ofALateRecordAddNothing() {
            report(START, START + 120_000, 1000, 10, 2);
            report(START, START + 60_000, 400, 4, 2);
            report(START, START + 180_000, 1100, 11, 2);
            assertThat(bench.seen()).extracting(Seen::bytes).containsExactly(1000L, 0L, 100L);
        }

        @Test
        void ofAnotherStartAreAnotherFlow() {
            report(START, START + 60_000, 1000, 10, 2);
            report(START + 1, START + 120_000, 1500, 15, 2);
            assertThat(bench.sink.bytes()).isEqualTo(2500);
        }

        @Test
        void areForgottenWithTheEndOfTheFlowAndAfterTwoHours() {
            report(START, START + 60_000, 1000, 10, 3);
            report(START, START + 120_000, 1500, 15, 2);
            assertThat(bench.sink.bytes()).isEqualTo(2500);
            bench.clock += 3_600_000_000L;
            report(START + 5, START + 120_000, 1, 1, 2);
            bench.clock += 3_600_000_000L;
            report(START + 6, START + 120_000, 1, 1, 2);
            report(START, START + 180_000, 1600, 16, 2);
            assertThat(bench.sink.bytes()).isEqualTo(2502 + 1600);
        }

        private void report(long start, long end, long octets, int packets, int reason) {
            String record =
                    KEY
                            + String.format(
                                    "%016x%016x%016x%08x%02x", start, end, octets, packets, reason);
            bench.octets(ipfix(0, 1, templateX(256, RUNNING), set(256, record)));
        }
    }

    @Nested
    class Firewall {
        // connection id, octets and packets there and back, event, event time
        private static final int[] EVENT = {
            148, 4, 8, 4, 12, 4, 231, 4, 232, 4, 298, 4, 299, 4, 233, 1, 323, 8
        };

        @Test
        void updatesAreDifferencesAndADeleteWithTheirSumAddsWhatIsLeft() {
            event(1, 0, 0, 1);
            event(1, 1000, 500, 5);
            event(1, 200, 100, 5);
            event(1, 1300, 650, 2);
            assertThat(bench.seen())
                    .extracting(Seen::bytes)
                    .containsExactly(0L, 1000L, 500L, 200L, 100L, 100L, 50L);
            assertThat(bench.seen().getFirst().hasCounters()).isFalse();
        }

        @Test
        void aDeleteBelowTheSumOfUpdatesIsALastDifference() {
            event(1, 1000, 500, 5);
            event(1, 200, 100, 2);
            assertThat(bench.sink.bytes()).isEqualTo(1800);
        }

        @Test
        void aDeleteWithoutUpdatesIsWholeAndEndsTheConnection() {
            event(1, 1000, 500, 2);
            event(1, 300, 100, 2);
            assertThat(bench.sink.bytes()).isEqualTo(1900);
        }

        @Test
        void connectionsAreKeptApart() {
            event(1, 1000, 500, 5);
            event(2, 1000, 500, 2);
            assertThat(bench.sink.bytes()).isEqualTo(3000);
        }

        @Test
        void deniedIsNoTrafficWhateverItCounts() {
            event(1, 1000, 500, 3);
            assertThat(bench.seen()).extracting(Seen::hasCounters).containsExactly(false);
            assertThat(bench.sink.bytes()).isZero();
        }

        private void event(int connection, int there, int back, int event) {
            String record =
                    String.format(
                            "%08x 0a000101 c6336409 %08x %08x %08x %08x %02x %016x",
                            connection,
                            there,
                            back,
                            there / 10,
                            back / 10,
                            event,
                            bench.clock / 1000);
            bench.octets(v9(0, 7, template9(256, EVENT), set(256, record)));
        }
    }
}
