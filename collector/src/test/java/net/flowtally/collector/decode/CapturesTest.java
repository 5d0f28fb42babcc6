package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.collector.exporter.ExporterTally;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every NetFlow, IPFIX and sFlow case of `expected.csv` gives its records, octets and packets.
///
/// The figures of the table are those of records decoded one by one and in order: elements 1 and 2
/// (85 and 86 where they are all there is), one record for one, data before its template left out.
/// `DIFFERENT` names the cases that mean more traffic than that.
class CapturesTest {
    private static final Set<String> PROTOCOLS =
            Set.of("v1", "v5", "v7", "v8", "v9", "v5+v9", "IPFIX", "sFlow5");

    private record Figures(long records, long octets, long packets, String because) {}

    private static final Map<String, Figures> DIFFERENT =
            Map.of(
                    "logstash-codec-netflow/ipfix_test_yaf_tpls_option_tpl.dat+logstash-codec-netflow/ipfix_test_yaf_tpl45841.dat+logstash-codec-netflow/ipfix_test_yaf_data45841.dat+logstash-codec-netflow/ipfix_test_yaf_data45873.dat+logstash-codec-netflow/ipfix_test_yaf_data53248.dat",
                    new Figures(
                            2 + 2, 304 + 292, 6 + 4, "biflow: sum_rev_ie85=292, sum_rev_ie86=4"),
                    "telegraf/ipfix_example__ipfix_0.bin+telegraf/ipfix_example__ipfix_1.bin+telegraf/ipfix_example__ipfix_2.bin+telegraf/ipfix_example__ipfix_3.bin+telegraf/ipfix_example__ipfix_4.bin+telegraf/ipfix_example__ipfix_5.bin+telegraf/ipfix_example__ipfix_6.bin",
                    new Figures(
                            29 + 27,
                            111_492 + 465_945,
                            457 + 613,
                            "biflow: 27 records with sum_rev_ie85=465945, sum_rev_ie86=613"),
                    "live-debian-exporters/sf_v10b.pcap",
                    new Figures(
                            64 + 48,
                            237_162 + 101_089,
                            378 + 145,
                            "biflow: 48 records with sum_rev_ie1=101089, sum_rev_ie2=145"),
                    "synthetic/ipfix_varlen_enterprise_biflow.pcap",
                    new Figures(2 + 1, 1010 + 5000, 11 + 20, "biflow: reverse 5000/20, and 0/0"),
                    "akvorado/data_and_templates.pcap",
                    new Figures(21, 58_329, 66, "a set before its template in the same datagram"),
                    "synthetic/v9_data_before_template.pcap",
                    new Figures(5, 1200, 12, "a set that waits for its template"),
                    "synthetic/v9_out_counters_only.pcap",
                    new Figures(2, 1000, 10, "only OUT counters: 23 and 24"),
                    "synthetic/v9_asa_nsel_events.pcap",
                    new Figures(
                            5 + 1,
                            2588 + 1117,
                            13 + 10,
                            "event records: updates 2557/1117 and 31/0, a delete with their sum"));

    /// Octets of IP packets, where the table has those of frames (`SflowFramesTest` has them too):
    /// worked out from the captures by other means.
    private static final Map<String, Long> PACKETS_OF_FRAMES =
            Map.of(
                    "akvorado/data-1140.pcap",
                    4961L,
                    "akvorado/data-sflow-expanded-sample.pcap",
                    104L,
                    "akvorado/data-encap-vxlan.pcap",
                    154L,
                    "akvorado/data-sflow-raw-ipv4.pcap",
                    64L,
                    "akvorado/data-icmpv4.pcap",
                    84L,
                    "akvorado/data-discard-interface.pcap",
                    1500L,
                    "telegraf/sflow_issue_15918__message.bin",
                    2744L,
                    "nDPI/sflow.pcap",
                    60L,
                    "live-debian-exporters/sp_1.pcap",
                    335_826L,
                    "synthetic/sflow5_all_samples.pcap",
                    4350L);

    private static final Map<String, Long> SCALED =
            Map.ofEntries(
                    Map.entry("synthetic/v5_sampling_mode_bits.pcap", 230_100L),
                    Map.entry("synthetic/v9_two_samplers_option.pcap", 2_103_000L),
                    Map.entry("graylog-plugin-netflow/netflow5.pcap", 817L * 100),
                    Map.entry("graylog-plugin-netflow/netflow9.pcap", 7302L * 100),
                    Map.entry("akvorado/mpls.pcap", 979L * 10),
                    Map.entry("akvorado/data_and_templates.pcap", 58_329L * 100),
                    Map.entry(
                            "pmacct/104-IPFIXv10-IPv6-CISCO-sampling_option__traffic-00.pcap",
                            2_721_792L),
                    Map.entry("akvorado/data-1140.pcap", 5_080_064L),
                    Map.entry("akvorado/data-sflow-expanded-sample.pcap", 104_000L),
                    Map.entry("akvorado/data-discard-interface.pcap", 1_536_000L),
                    Map.entry("telegraf/sflow_issue_15918__message.bin", 548_800L),
                    Map.entry("nDPI/sflow.pcap", 122_880L),
                    Map.entry("synthetic/sflow5_all_samples.pcap", 673_500L));

    private record Row(
            String files, long datagrams, long records, long octets, long packets, String notes) {

        long noted(String words) {
            Matcher matcher = Pattern.compile(words + " (\\d+)").matcher(notes);
            return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        }
    }

    @TestFactory
    List<DynamicTest> ownCapturesGiveWhatTheTableSays() throws IOException {
        return tests(CapturedDatagrams.OWN);
    }

    @TestFactory
    List<DynamicTest> sharedCapturesGiveWhatTheTableSays() throws IOException {
        Optional<Path> shared = shared();
        Assumptions.assumeTrue(
                shared.isPresent(),
                "skipped: no folder shared/captures beside the project, none named by"
                        + " FLOWTALLY_CAPTURES");
        return tests(shared.orElseThrow());
    }

    private static Optional<Path> shared() {
        String named =
                System.getProperty(
                        "flowtally.captures",
                        System.getenv().getOrDefault("FLOWTALLY_CAPTURES", ""));
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared/captures");
            if (Files.exists(folder.resolve("expected.csv"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private static List<DynamicTest> tests(Path folder) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("expected.csv"))) {
            String[] cells = line.trim().split(",", 7);
            if (PROTOCOLS.contains(cells[1])) {
                Row row =
                        new Row(
                                cells[0],
                                Long.parseLong(cells[2]),
                                Long.parseLong(cells[3]),
                                Long.parseLong(cells[4]),
                                Long.parseLong(cells[5]),
                                cells[6]);
                tests.add(dynamicTest(row.files, () -> check(folder, row)));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    private static void check(Path folder, Row row) {
        DecodingBench bench = new DecodingBench();
        for (String file : row.files.split("\\+", -1)) {
            for (var payload : CapturedDatagrams.read(folder.resolve(file))) {
                bench.feed(payload.datagram(0));
            }
        }
        bench.decoders.giveUpParked();

        long told = PACKETS_OF_FRAMES.getOrDefault(row.files, row.octets);
        Figures plain = new Figures(row.records, told, row.packets, "");
        Figures figures = DIFFERENT.getOrDefault(row.files, plain);
        assertThat(bench.seen()).as("records").hasSize((int) figures.records);
        assertThat(bench.sink.bytes()).as("octets").isEqualTo(figures.octets);
        assertThat(bench.sink.packets()).as("packets").isEqualTo(figures.packets);
        if (SCALED.containsKey(row.files)) {
            assertThat(bench.sink.scaledBytes()).isEqualTo(SCALED.get(row.files));
        }

        long datagrams = 0;
        long options = 0;
        long unknown = 0;
        for (ExporterTally tally : bench.decoders.tallies()) {
            datagrams += tally.datagrams;
            options += tally.optionsRecords;
            unknown += tally.unknownTemplate;
            assertThat(tally.repeated).isZero();
        }
        assertThat(datagrams).as("datagrams").isEqualTo(row.datagrams);
        assertThat(options)
                .as("options records")
                .isEqualTo(row.noted("options records") + row.noted("counter samples"));
        boolean read = figures.because.contains("template");
        assertThat(unknown)
                .as("sets without template")
                .isEqualTo(read ? 0 : row.noted("data sets without template"));
    }
}
