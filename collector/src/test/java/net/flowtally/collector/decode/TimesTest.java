package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.Message.EXPORT;
import static net.flowtally.collector.decode.Message.ipfix;
import static net.flowtally.collector.decode.Message.set;
import static net.flowtally.collector.decode.Message.template9;
import static net.flowtally.collector.decode.Message.templateX;
import static net.flowtally.collector.decode.Message.v9;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiFunction;
import net.flowtally.collector.flow.FlowRecord;
import org.junit.jupiter.api.Test;

class TimesTest {
    private final DecodingBench bench = new DecodingBench();

    @Test
    void uptimesInV9AreDistancesFromTheHeaderModulo32Bits() {
        // uptime at export is 900000 = 000dbba0
        check(
                this::v9Times,
                ints(22, 21),
                "000da818 000db7b8",
                EXPORT - 5_000_000,
                EXPORT - 1_000_000);
        check(
                this::v9Times,
                ints(22, 21),
                "ffffffff 000dbba5",
                EXPORT - 900_001_000,
                EXPORT + 5_000);
    }

    @Test
    void uptimesInIpfixNeedTheStartOfTheExporterFromTheRecord() {
        String init = String.format("%016x", 1_699_999_000_000L);
        check(
                this::ipfixTimes,
                new int[] {22, 4, 21, 4, 160, 8},
                String.format("%08x %08x", 1_000_500, 1_000_750) + init,
                1_700_000_000_500_000L,
                1_700_000_000_750_000L);
    }

    @Test
    void orFromOptionsData() {
        bench.octets(
                ipfix(
                        0,
                        1,
                        // options template: scope 149 of four octets, then 160
                        set(3, "0101 0002 0001 0095 0004 00a0 0008"),
                        set(257, "00000001" + String.format("%016x", 1_699_999_000_000L)),
                        templateX(256, 22, 4, 21, 4, 1, 4),
                        set(256, String.format("%08x %08x 00000001", 999_000, 999_500))));
        assertThat(bench.seen().getFirst().start()).isEqualTo(1_699_999_999_000_000L);
        assertThat(bench.seen().getFirst().end()).isEqualTo(1_699_999_999_500_000L);
    }

    @Test
    void elseTheFlowEndsAtExportAndKeepsItsDuration() {
        check(this::ipfixTimes, ints(22, 21), "00001000 00001fa0", EXPORT - 4_000_000, EXPORT);
    }

    @Test
    void absoluteTimesOfEveryUnit() {
        long start = 1_700_000_000L;
        long end = 1_700_000_001L;
        check(
                this::ipfixTimes,
                ints(150, 151),
                String.format("%08x %08x", start, end),
                start * 1_000_000,
                end * 1_000_000);
        check(
                this::ipfixTimes,
                new int[] {152, 8, 153, 8},
                String.format("%016x %016x", start * 1000 + 7, end * 1000 + 8),
                start * 1_000_000 + 7_000,
                end * 1_000_000 + 8_000);
        for (int first : new int[] {154, 156}) {
            check(
                    this::ipfixTimes,
                    new int[] {first, 8, first + 1, 8},
                    // a half and a quarter of a second in NTP's fractions
                    String.format(
                            "%08x 80000000 %08x 40000000",
                            start + 2_208_988_800L, end + 2_208_988_800L),
                    start * 1_000_000 + 500_000,
                    end * 1_000_000 + 250_000);
        }
    }

    @Test
    void aFractionThatHoldsMicrosecondsIsTakenForThem() {
        check(
                this::ipfixTimes,
                new int[] {154, 8, 155, 8},
                String.format("%08x 000aae60 %08x 000c3500", 3_908_988_800L, 3_908_988_800L),
                1_700_000_000_700_000L,
                1_700_000_000_800_000L);
    }

    @Test
    void distancesFromTheExportAreMicroseconds() {
        check(
                this::ipfixTimes,
                ints(158, 159),
                "000f4240 00000064",
                EXPORT - 1_000_000,
                EXPORT - 100);
    }

    @Test
    void aDurationMakesTheMissingEnd() {
        String start = String.format("%016x", 1_700_000_000_000L);
        check(
                this::ipfixTimes,
                new int[] {152, 8, 161, 4},
                start + "000003e8",
                EXPORT,
                EXPORT + 1_000_000);
        check(
                this::ipfixTimes,
                new int[] {153, 8, 161, 4},
                start + "000003e8",
                EXPORT - 1_000_000,
                EXPORT);
    }

    @Test
    void theTimeOfAnEventIsItsEnd() {
        String start = String.format("%016x", 1_700_000_000_000L);
        String event = String.format("%016x", 1_700_000_009_000L);
        check(
                this::ipfixTimes,
                new int[] {152, 8, 323, 8},
                start + event,
                EXPORT,
                EXPORT + 9_000_000);
    }

    @Test
    void whatIsNotToldIsNoTime() {
        check(
                this::ipfixTimes,
                ints(10, 14),
                "00000001 00000002",
                FlowRecord.NO_TIME,
                FlowRecord.NO_TIME);
        check(
                this::ipfixTimes,
                new int[] {152, 8, 153, 8},
                "00".repeat(8) + "ff".repeat(8),
                FlowRecord.NO_TIME,
                FlowRecord.NO_TIME);
    }

    private static int[] ints(int first, int second) {
        return new int[] {first, 4, second, 4};
    }

    private byte[] v9Times(int[] fields, String record) {
        return v9(bench.seen().size(), 7, template9(256, fields), set(256, record));
    }

    private byte[] ipfixTimes(int[] fields, String record) {
        return ipfix(bench.seen().size(), 1, templateX(256, fields), set(256, record));
    }

    private void check(
            BiFunction<int[], String, byte[]> message,
            int[] fields,
            String record,
            long start,
            long end) {
        bench.octets(message.apply(fields, record));
        assertThat(bench.seen().getLast().start()).as("start").isEqualTo(start);
        assertThat(bench.seen().getLast().end()).as("end").isEqualTo(end);
    }
}
