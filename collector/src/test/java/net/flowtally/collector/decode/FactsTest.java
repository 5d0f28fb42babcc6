package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.Message.hex16;
import static net.flowtally.collector.decode.Message.ipfix;
import static net.flowtally.collector.decode.Message.options9;
import static net.flowtally.collector.decode.Message.set;
import static net.flowtally.collector.decode.Message.v9;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.exporter.ExporterFact;
import org.junit.jupiter.api.Test;

/// What options data tell by name (protocols: RFC 3954 section 6, RFC 7011, RFC 6759).
class FactsTest {
    private final DecodingBench bench = new DecodingBench();

    @Test
    void anInterfaceOfAVersion9ScopeHasItsNameAndDescription() {
        // scope type 2 is an interface; names padded with NULs and spaces
        byte[] template = set(1, hex16(257, 4, 8), hex16(2, 4), hex16(82, 8, 83, 8));
        bench.octets(
                v9(1, 7, template, set(257, "00000007", text("Gi0/7", 8), text("uplink  ", 8))));
        assertThat(bench.decoders.takeFacts())
                .containsExactly(
                        new ExporterFact.InterfaceName(
                                bench.from, 7, "Gi0/7", "uplink", DecodingBench.START));
    }

    @Test
    void anInterfaceOfElement10HasItsNameInAnyLength() {
        byte[] template = set(3, "0101 0003 0001 000a 0004 0052 ffff 0053 ffff");
        bench.octets(
                ipfix(
                        0,
                        1,
                        template,
                        set(257, "00000009 05", text("ge-00", 5), "ff 0003", text("wan", 3))));
        assertThat(bench.decoders.takeFacts())
                .containsExactly(
                        new ExporterFact.InterfaceName(
                                bench.from, 9, "ge-00", "wan", DecodingBench.START));
    }

    @Test
    void namesToldAgainAreNoNews() {
        byte[] template = set(1, hex16(257, 4, 4), hex16(2, 4), hex16(82, 8));
        bench.octets(v9(1, 7, template, set(257, "00000007", text("Gi0/7", 8))));
        bench.decoders.takeFacts();
        bench.octets(v9(2, 7, template, set(257, "00000007", text("Gi0/7", 8))));
        assertThat(bench.decoders.takeFacts()).isEmpty();
        bench.octets(v9(3, 7, template, set(257, "00000007", text("Gi0/8", 8))));
        assertThat(bench.decoders.takeFacts()).hasSize(1);
    }

    @Test
    void applicationsAreNamedByEngineAndSelector() {
        byte[] template = set(1, hex16(257, 4, 12), hex16(1, 4), hex16(95, 4, 96, 6, 94, 6));
        bench.octets(
                v9(
                        1,
                        7,
                        template,
                        set(
                                257,
                                "00000001 0d000050",
                                text("http", 6),
                                text("WWW", 6),
                                "00000001 03000035",
                                text("dns", 6),
                                text("", 6))));
        assertThat(bench.decoders.takeFacts())
                .containsExactly(
                        new ExporterFact.ApplicationName(
                                bench.from, "13:80", "http", "WWW", DecodingBench.START),
                        new ExporterFact.ApplicationName(
                                bench.from, "3:53", "dns", "", DecodingBench.START));
    }

    @Test
    void applicationsOfVendorsAndLongSelectorsHaveTheirNumbersToo() {
        byte[] vendor = set(3, "0101 0002 0001 005f 0009 0060 0004");
        bench.octets(
                ipfix(
                        0,
                        1,
                        vendor,
                        set(
                                257,
                                "14 00003044 00000011",
                                text("app", 4),
                                "06 0000000000000100",
                                text("own", 4))));
        assertThat(bench.decoders.takeFacts())
                .extracting(fact -> ((ExporterFact.ApplicationName) fact).application())
                .containsExactly("20:12356:17", "6:256");
    }

    @Test
    void statisticsOfAnExporterAreKeptAndAreNoTraffic() {
        ExporterTally tally =
                bench.octets(
                        v9(
                                1,
                                7,
                                options9(257, 40, 8, 41, 4, 42, 4, 166, 4),
                                set(257, "00000001 00000000000003e8 0000000a 00000005 00000002")));
        assertThat(bench.seen()).isEmpty();
        assertThat(tally.optionsRecords).isEqualTo(1);
        assertThat(bench.decoders.takeFacts())
                .containsExactly(
                        statistic("octets exported", 1000),
                        statistic("packets exported", 10),
                        statistic("flows exported", 5),
                        statistic("flows not sent", 2));
    }

    @Test
    void namesThatAreNoTextAreMadeOne() {
        byte[] template = set(1, hex16(257, 4, 4), hex16(2, 4), hex16(82, 8));
        bench.octets(v9(1, 7, template, set(257, "00000007 ff0a41fe 42000000")));
        assertThat(((ExporterFact.InterfaceName) bench.decoders.takeFacts().getFirst()).name())
                .isEqualTo("\ufffd A\ufffdB");
    }

    private ExporterFact statistic(String name, long value) {
        return new ExporterFact.Statistic(bench.from, 7, name, value, DecodingBench.START);
    }

    private static String text(String text, int length) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        return HexFormat.of().formatHex(Arrays.copyOf(octets, length));
    }
}
