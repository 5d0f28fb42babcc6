package net.flowtally.app.acceptance;

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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every NetFlow, IPFIX and sFlow case of the captures' table, replayed through the whole way: what
/// `status` and `calls` say agrees with the table. Where the ledger has more than the table, whose
/// figures are those of records decoded one by one and unscaled, `MORE` says why; where less is
/// accounted than was decoded, `LESS` does.
class CaptureCasesTest {
    private static final Set<String> PROTOCOLS =
            Set.of("v1", "v5", "v7", "v8", "v9", "v5+v9", "IPFIX", "sFlow5");

    private record Case(List<Path> files, long records, long bytes, long packets) {}

    private record Traffic(long records, long bytes, long packets, String because) {}

    private static final Map<String, Traffic> MORE =
            Map.ofEntries(
                    Map.entry(
                            "ipfix_test_yaf_tpls_option_tpl.dat",
                            new Traffic(2 + 2, 304 + 292, 6 + 4, "biflow")),
                    Map.entry(
                            "ipfix_example__ipfix_0.bin",
                            new Traffic(29 + 27, 111_492 + 465_945, 457 + 613, "biflow")),
                    Map.entry(
                            "sf_v10b.pcap",
                            new Traffic(64 + 48, 237_162 + 101_089, 378 + 145, "biflow")),
                    Map.entry(
                            "ipfix_varlen_enterprise_biflow.pcap",
                            new Traffic(2 + 1, 1010 + 5000, 11 + 20, "biflow")),
                    Map.entry(
                            "data_and_templates.pcap",
                            new Traffic(
                                    21,
                                    58_329 * 100,
                                    66 * 100,
                                    "a set before its template; sampled 1 in 100")),
                    Map.entry(
                            "v9_data_before_template.pcap",
                            new Traffic(5, 1200, 12, "a set before its template")),
                    Map.entry(
                            "v9_out_counters_only.pcap",
                            new Traffic(2, 1000, 10, "counters 23 and 24")),
                    Map.entry(
                            "v9_asa_nsel_events.pcap",
                            new Traffic(5 + 1, 2588 + 1117, 13 + 10, "cumulative event records")),
                    Map.entry(
                            "v5_sampling_mode_bits.pcap",
                            new Traffic(
                                    6, 230_100, 300 / 100 * 100 + 2 * 1000 + 1, "sampled in part")),
                    Map.entry(
                            "v9_two_samplers_option.pcap",
                            new Traffic(3, 2_103_000, 10 * 100 + 20 * 1000 + 30, "two samplers")),
                    Map.entry("netflow5.pcap", new Traffic(4, 81_700, 500, "sampled 1 in 100")),
                    Map.entry("netflow9.pcap", new Traffic(21, 730_200, 2_300, "sampled 1 in 100")),
                    Map.entry(
                            "options-template.pcap",
                            new Traffic(4, 5_848 * 30_000, 4 * 30_000, "sampled 1 in 30,000")),
                    Map.entry(
                            "samplingrate-template.pcap",
                            new Traffic(6, 3_740 * 2_048, 6 * 2_048, "sampled 1 in 2,048")),
                    Map.entry(
                            "multiplesamplingrates-options-template.pcap",
                            new Traffic(
                                    12,
                                    13_470 * 2_000 + 1_348 * 4_000,
                                    20 * 2_000 + 18 * 4_000,
                                    "two samplers, 1 in 2,000 and 1 in 4,000")),
                    Map.entry("mpls.pcap", new Traffic(2, 9_790, 110, "sampled 1 in 10")),
                    Map.entry(
                            "104-IPFIXv10-IPv6-CISCO-sampling_option__traffic-00.pcap",
                            new Traffic(3, 2_721_792, 30_976, "sampled 1 in 256")),
                    sflow("data-1140.pcap", 5, 5_080_064, 5_120),
                    sflow("data-sflow-expanded-sample.pcap", 1, 104_000, 1_000),
                    sflow("data-encap-vxlan.pcap", 1, 154, 1),
                    sflow("data-sflow-raw-ipv4.pcap", 2, 64, 2),
                    sflow("data-icmpv4.pcap", 1, 84, 1),
                    sflow("data-discard-interface.pcap", 1, 1_536_000, 1_024),
                    sflow("sflow_issue_15918__message.bin", 6, 548_800, 1_200),
                    sflow("sflow.pcap", 1, 122_880, 2_048),
                    sflow("sp_1.pcap", 518, 335_826, 518),
                    sflow("sflow5_all_samples.pcap", 7, 673_500, 1_240));

    private static Map.Entry<String, Traffic> sflow(
            String file, long samples, long bytes, long packets) {
        return Map.entry(
                file,
                new Traffic(
                        samples, bytes, packets, "IP packets and not frames, times their rate"));
    }

    /// Bytes that are in `status` and in no call, each of which `status` names, too.
    private record Left(long duplicates, long held, String because) {}

    private static final Map<String, Left> LESS =
            Map.ofEntries(
                    Map.entry(
                            "netflow5_test_invalid01.dat",
                            new Left(0, 3_080_360, "three records end in the future")),
                    Map.entry(
                            "ipfix_test_openbsd_pflow_tpl.dat",
                            new Left(46_158, 0, "the same calls at two pairs of interfaces")),
                    Map.entry(
                            "netflow9_test_unknown_tpl266_292_data.dat",
                            new Left(0, 310, "sampled, and no rate is told")),
                    Map.entry(
                            "netflow9_test_fortigate_fortios_521_tpl.dat",
                            new Left(0, 152, "it ends in the future")),
                    Map.entry(
                            "ipfix_test_mikrotik_tpl.dat",
                            new Left(5_560, 0, "the same calls at two pairs of interfaces")),
                    Map.entry(
                            "101-NFv9-CISCO-cust_primitives__traffic-00.pcap",
                            new Left(0, 4_500, "sampled, and no rate is told")),
                    Map.entry(
                            "106-IPFIXv10-HUAWEI-vrf_name__traffic-00.pcap",
                            new Left(0, 284_557, "sampled, and no rate is told")),
                    Map.entry(
                            "400-IPFIXv10-BMP-CISCO-SRv6-multiple-sources__traffic-00.pcap",
                            new Left(1_442, 0, "the same calls from several sources")),
                    Map.entry(
                            "500-IPFIXv10-BGP-CISCO-SRv6__traffic-00.pcap",
                            new Left(0, 53_644, "sampled, and no rate is told")),
                    Map.entry(
                            "nprobe-netflow9.pcap",
                            new Left(110, 0, "a call in NetFlow v5 and v9 alike")),
                    Map.entry(
                            "nr_v9.pcap",
                            new Left(0, 338_251, "nfreplay tells times after its own clock")),
                    Map.entry(
                            "ipfix_future_timestamp.pcap",
                            new Left(0, 200, "a record 400 days ahead")),
                    Map.entry(
                            "data-1140.pcap",
                            new Left(1_536_000, 0, "one call at two pairs of interfaces")),
                    Map.entry(
                            "sflow5_all_samples.pcap",
                            new Left(10_000, 0, "one call at two pairs of interfaces")),
                    Map.entry(
                            "synthetic_v8_all_aggregations.pcap",
                            new Left(
                                    0,
                                    50_000,
                                    "totals, and aggregations that tell less than one before")));

    @TempDir private Path directory;

    @TestFactory
    List<DynamicTest> everyCaseOfTheTableGoesTheWholeWay() throws IOException {
        Optional<Path> captures = captures();
        Assumptions.assumeTrue(
                captures.isPresent(), "skipped: there is no shared/captures beside the project");
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(captures.get().resolve("expected.csv"))) {
            String[] cells = line.strip().split(",", 7);
            if (PROTOCOLS.contains(cells[1])) {
                List<Path> files = new ArrayList<>();
                for (String file : cells[0].split("\\+", -1)) {
                    files.add(captures.get().resolve(file));
                }
                Case row =
                        new Case(
                                files,
                                Long.parseLong(cells[3]),
                                Long.parseLong(cells[4]),
                                Long.parseLong(cells[5]));
                Path home = directory.resolve("home-" + tests.size());
                tests.add(dynamicTest(cells[0], () -> check(row, home)));
            }
        }
        return tests;
    }

    private static Optional<Path> captures() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path folder = at.resolve("shared").resolve("captures");
            if (Files.exists(folder.resolve("expected.csv"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private static void check(Case row, Path home) {
        List<String> arguments = new ArrayList<>(List.of("replay", "--home", home.toString()));
        row.files().forEach(file -> arguments.add(file.toString()));
        Program.here(arguments.toArray(String[]::new)).orFail();

        String name = String.valueOf(row.files().getFirst().getFileName());
        Traffic told = new Traffic(row.records(), row.bytes(), row.packets(), "");
        Traffic expected = MORE.getOrDefault(name, told);
        Left left = LESS.getOrDefault(name, new Left(0, 0, ""));
        Map<String, Long> status = Figures.status(home);
        assertThat(status)
                .containsEntry("records", expected.records())
                .containsEntry("bytes", expected.bytes())
                .containsEntry("packets", expected.packets())
                .containsEntry("duplicatesBytes", left.duplicates())
                .containsEntry("heldBytes", left.held())
                .containsEntry("outsideBytes", 0L);
        Figures.Calls calls = Figures.calls(home);
        assertThat(calls.bytes()).isEqualTo(expected.bytes() - left.duplicates() - left.held());
        if (left.duplicates() + left.held() == 0) {
            assertThat(calls.packets()).isEqualTo(expected.packets());
        }
    }
}
