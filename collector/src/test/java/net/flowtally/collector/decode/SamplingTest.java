package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.Message.ipfix;
import static net.flowtally.collector.decode.Message.options9;
import static net.flowtally.collector.decode.Message.set;
import static net.flowtally.collector.decode.Message.template9;
import static net.flowtally.collector.decode.Message.templateX;
import static net.flowtally.collector.decode.Message.v9;
import static org.assertj.core.api.Assertions.assertThat;

import net.flowtally.collector.decode.RecordingSink.Seen;
import net.flowtally.ledger.calls.Slice;
import org.junit.jupiter.api.Test;

class SamplingTest {
    private final DecodingBench bench = new DecodingBench();

    @Test
    void aRateInTheRecordComesFirst() {
        bench.octets(
                v9(
                        1,
                        7,
                        options9(257, 34, 4, 35, 1),
                        template9(256, 1, 4, 34, 4),
                        set(257, "00000001 00000064 01"),
                        set(256, "000003e8 00000200", "000003e8 00000000")));
        expect(0, 512, 1, Slice.RATE_RECORD, false);
        expect(1, 100, 1, Slice.RATE_OPTIONS, false);
    }

    @Test
    void intervalAndSpaceAreAFraction() {
        bench.octets(
                ipfix(
                        0,
                        1,
                        templateX(256, 1, 4, 305, 4, 306, 4),
                        set(256, "00000001 00000002 00000007")));
        expect(0, 9, 2, Slice.RATE_RECORD, false);
    }

    @Test
    void sizeAndPopulationAreAFraction() {
        bench.octets(
                ipfix(
                        0,
                        1,
                        templateX(256, 1, 4, 309, 4, 310, 4, 304, 2),
                        set(256, "00000001 00000001 00000100 0003")));
        expect(0, 256, 1, Slice.RATE_RECORD, false);
    }

    @Test
    void timeCountedAndTimeSkippedAreAFraction() {
        bench.octets(
                ipfix(
                        0,
                        1,
                        templateX(256, 1, 4, 307, 4, 308, 4),
                        set(256, "00000001 000003e8 00002328")));
        expect(0, 10_000, 1_000, Slice.RATE_RECORD, false);
    }

    @Test
    void optionsFromAnotherPortOfTheExporterHold() {
        bench.port = 50_001;
        bench.octets(v9(1, 7, options9(257, 34, 4), set(257, "00000001 00000064")));
        bench.port = 50_002;
        bench.octets(v9(2, 7, template9(256, 1, 4), set(256, "000003e8")));
        expect(0, 100, 1, Slice.RATE_OPTIONS, false);
    }

    /// What FortiGate tells in options has fields of other kinds at the places of rates.
    @Test
    void optionsWithoutElementsOfRatesChangeNoRate() {
        bench.octets(
                v9(
                        1,
                        7,
                        options9(257, 36, 2, 37, 2, 40, 4, 41, 4, 143, 4, 95, 9),
                        set(257, "00000001 0069 0069 00000045 00000069 00000069" + "69".repeat(9)),
                        template9(256, 1, 4),
                        set(256, "000003e8")));
        expect(0, 1, 1, Slice.RATE_NONE, false);
    }

    @Test
    void optionsHoldForRecordsBeforeThemInTheDatagramAndAfter() {
        bench.octets(
                v9(
                        1,
                        7,
                        template9(256, 1, 4, 48, 1),
                        set(256, "000003e8 01"),
                        options9(257, 48, 1, 49, 1, 50, 4),
                        set(257, "00000001 01 02 000007d0", "00000001 02 02 00000fa0"),
                        set(256, "000003e8 02")));
        expect(0, 2000, 1, Slice.RATE_OPTIONS, false);
        expect(1, 4000, 1, Slice.RATE_OPTIONS, false);
    }

    @Test
    void samplerZeroIsUnsampled() {
        bench.octets(
                v9(
                        1,
                        7,
                        options9(257, 48, 1, 50, 4),
                        template9(256, 1, 4, 48, 1),
                        set(257, "00000001 00 00000000"),
                        set(256, "000003e8 00")));
        expect(0, 1, 1, Slice.RATE_RECORD, false);
    }

    @Test
    void aSamplerOfWhichNothingIsToldLeavesTheRateUnknown() {
        bench.octets(v9(1, 7, template9(256, 1, 4, 48, 1), set(256, "000003e8 05")));
        expect(0, 1, 1, Slice.RATE_NONE, true);
    }

    @Test
    void anAlgorithmWithoutARateLeavesTheRateUnknown() {
        bench.octets(
                v9(
                        1,
                        7,
                        options9(257, 34, 4, 35, 1),
                        set(257, "00000001 00000000 02"),
                        template9(256, 1, 4),
                        set(256, "000003e8")));
        expect(0, 1, 1, Slice.RATE_NONE, true);
        bench.octets(v9(2, 7, set(257, "00000001 00000064 02"), set(256, "000003e8")));
        expect(1, 100, 1, Slice.RATE_OPTIONS, false);
    }

    @Test
    void optionsOfOneDomainSayNothingOfAnother() {
        bench.octets(v9(1, 7, options9(257, 34, 4), set(257, "00000001 00000064")));
        bench.octets(v9(1, 8, template9(256, 1, 4), set(256, "000003e8")));
        expect(0, 1, 1, Slice.RATE_NONE, false);
    }

    @Test
    void optionsDataWithFieldsOfFlowsAreNoFlows() {
        // 152 and 153, octets and packets in options
        var tally =
                bench.octets(
                        v9(
                                1,
                                7,
                                options9(257, 152, 8, 153, 8, 1, 4, 2, 4, 82, 8),
                                set(
                                        257,
                                        "00000001"
                                                + "00".repeat(16)
                                                + "000003e8 0000000a"
                                                + "41".repeat(8))));
        assertThat(bench.seen()).isEmpty();
        assertThat(tally.optionsRecords).isEqualTo(1);
    }

    private void expect(int record, long numerator, long denominator, int source, boolean unknown) {
        Seen seen = bench.seen().get(record);
        assertThat(seen.rateNumerator()).isEqualTo(numerator);
        assertThat(seen.rateDenominator()).isEqualTo(denominator);
        assertThat(seen.rateSource()).isEqualTo(source);
        assertThat(seen.samplesAtUnknownRate()).isEqualTo(unknown);
    }
}
