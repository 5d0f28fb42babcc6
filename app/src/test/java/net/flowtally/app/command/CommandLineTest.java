package net.flowtally.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.flowtally.app.acceptance.Program;
import net.flowtally.app.acceptance.Program.Outcome;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    @TempDir private Path directory;

    private Outcome run(String... arguments) {
        return Program.here(arguments);
    }

    private Outcome atHome(String... arguments) {
        String[] more = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, more, 0, arguments.length);
        more[arguments.length] = "--home";
        more[arguments.length + 1] = directory.resolve("home").toString();
        return Program.here(more);
    }

    @Nested
    class Help {
        @Test
        void namesTheCommandsAndTheExitCodes() {
            Outcome help = run("--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out())
                    .contains("import", "set", "--home=DIR", "Exit codes:", "checklist");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "demo",
                    "collect",
                    "status",
                    "replay",
                    "import",
                    "account",
                    "compact",
                    "retention",
                    "seal",
                    "period",
                    "tariff",
                    "percentile",
                    "credit",
                    "budget",
                    "statement",
                    "explain",
                    "report",
                    "verify",
                    "backup",
                    "restore",
                    "calls",
                    "usage",
                    "exporters",
                    "facts",
                    "simulate",
                    "set"
                })
        void isThereForEveryCommand(String command) {
            Outcome help = run(command, "--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out()).contains("flowtally " + command, "--home=DIR");
            assertThat(help.err()).isEmpty();
        }
    }

    @Nested
    class WrongUse {
        @Test
        void ofAnUnknownCommandIsRefusedInASentence() {
            Outcome outcome = run("colect");
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .startsWith("flowtally: ")
                    .contains("colect", "'flowtally --help' says how.")
                    .doesNotContain("\tat ");
        }

        @Test
        void ofADirectoryThatIsNoHomeIsToldInASentence() throws IOException {
            Files.writeString(directory.resolve("letter.txt"), "Dear all");
            Outcome outcome = run("set", "--home", directory.toString());
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.err()).startsWith("flowtally: " + directory).hasLineCount(1);
            assertThat(directory).isDirectoryContaining("glob:**/letter.txt");
        }
    }

    @Nested
    class Refusals {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "collect --sflow 70000",
                    "collect --ipfix-tls 0",
                    "collect --lfap-tls 0",
                    "collect --netflow 70000",
                    "collect --bind everywhere",
                    "collect --allow 10.0.0.0/99",
                    "collect --instance ../main",
                    "seal march",
                    "period",
                    "period show march",
                    "explain 2026-03",
                    "explain 2026-03-0001-01 --usage --calls",
                    "tariff",
                    "tariff show Standard",
                    "tariff import nowhere.txt",
                    "tariff check .",
                    "tariff what-if nowhere.txt 2026-03",
                    "tariff what-if . 2026-03 --out nowhere.txt",
                    "percentile 2026-03",
                    "percentile march",
                    "credit",
                    "budget",
                    "credit add march Sales 1",
                    "credit propose 2026-03",
                    "tariff test-call --caller 10.0.0.1 --callee 10.0.0.2 --port 70000",
                    "tariff test-call --caller 10.0.0.1 --callee 10.0.0.2 --at noon",
                    "period correct 2026-13",
                    "period correct 2026-03",
                    "statement 2026-03 --format pdf --out .",
                    "statement 2026-03 --format html --out .",
                    "calls --format csv --filter caller==",
                    "calls --format csv --from noon",
                    "calls --format csv --from 2026-03-01T00:07",
                    "calls --format csv --from 2026-03-02 --to 2026-03-01",
                    "calls --format xml",
                    "usage --format xml",
                    "facts weather --format csv",
                    "simulate netflow6 --to 127.0.0.1:2055",
                    "simulate ipfix loss=2 --to 127.0.0.1:2055",
                    "simulate ipfix --to 2055",
                    "simulate ipfix",
                    "replay",
                    "replay nowhere.pcap",
                    "exporters",
                    "exporters approve router",
                    "exporters disallow 10.9.0.0/16",
                    "exporters explain 192.0.2.1",
                    "exporters lint 192.0.2.1",
                    "exporters list --hours 0",
                    "exporters limit 192.0.2.1 --accounted 10.0.0.0/99",
                    "exporters sample 192.0.2.1 1/2",
                    "exporters sample 192.0.2.1 often",
                    "exporters prefer 192.0.2.1 high"
                })
        void endWith2AndAPlainSentence(String words) {
            Outcome outcome = atHome(words.split(" ", -1));
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).startsWith("flowtally: ").doesNotContain("Exception");
        }

        @Test
        void ofTheWindowWithoutADisplayIsASentence() {
            Outcome outcome = atHome();
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err()).contains("no display").hasLineCount(1);
        }

        @Test
        void ofAMonthThatIsNotOverIsRefusedWithAReasonToo() {
            Outcome outcome = atHome("seal", "2199-12", "--accept", "it is late");
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err())
                    .isEqualToIgnoringNewLines(
                            "flowtally: 2199-12 ends at 2200-01-01T00:00Z and can be sealed then,"
                                    + " not before.");
            assertThat(atHome("report", "P-01").err()).contains("There is no usage yet");
        }

        @Test
        void ofAMonthWithoutAnyCallsIsRefused() {
            Outcome outcome = atHome("seal", "1999-12");
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err()).contains("There are no calls yet");
        }
    }

    @Nested
    class AnEmptyLedger {
        @Test
        void isToldAsSuchByEveryCommandThatReads() {
            assertThat(atHome("status").orFail()).contains("Nothing has been heard yet.");
            assertThat(atHome("calls", "--format", "csv").orFail())
                    .startsWith("start,end,exporter,caller,callee,protocol,callerPort,calleePort,")
                    .hasLineCount(1);
            assertThat(atHome("usage", "--format", "json").orFail().strip()).matches("\\[\\s*]");
            assertThat(atHome("facts", "interfaces", "--format", "csv").orFail())
                    .startsWith("exporter,interface,name,description,speed,")
                    .hasLineCount(1);
            assertThat(atHome("account").orFail()).startsWith("0 quarter hours accounted");
            assertThat(atHome("compact").orFail()).startsWith("0 files rewritten into 0.");
            assertThat(atHome("verify").orFail()).contains("Everything agrees.");
        }
    }

    @Nested
    class SettingTheSite {
        @Test
        void keepsWhatIsSet() {
            atHome("set", "accounting.zone", "Europe/Berlin").orFail();
            assertThat(atHome("set", "accounting.zone").orFail().strip())
                    .isEqualTo("Europe/Berlin");
            assertThat(atHome("set").orFail())
                    .contains("accounting.zone", "Europe/Berlin", "currency", "EUR");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "currency Taler",
                    "accounting.zone Mars/Phobos",
                    "colour blue",
                    "zone.WAN 10.0.0.0/40",
                    "zone.Moon 10.0.0.0/8"
                })
        void refusesWhatCannotBe(String words) {
            String[] word = words.split(" ", 2);
            Outcome outcome = atHome("set", word[0], word[1]);
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err()).startsWith("flowtally: ").hasLineCount(1);
        }

        @Test
        void takesTheHomeBeforeTheCommandToo() {
            String home = directory.resolve("home").toString();
            run("--home", home, "set", "currency", "CHF").orFail();
            assertThat(atHome("set", "currency").orFail().strip()).isEqualTo("CHF");
        }
    }

    @Nested
    class ImportingADirectory {
        @Test
        void tellsWhatIsNew() throws IOException {
            Path file = directory.resolve("directory.csv");
            Files.writeString(
                    file,
                    """
                    department,user,workstation,address,from,to
                    Sales,Ann,ws-1,10.0.0.1,,
                    Sales/North,Ben,ws-2,10.0.0.2,2026-03-01,
                    """);
            assertThat(atHome("import", "directory", file.toString()).orFail())
                    .contains("2 rows: 2 assignments added")
                    .contains("2 departments, 2 users, 2 workstations");
        }

        @Test
        void leavesOutTheWrongRowsAndTellsTheirPlaces() throws IOException {
            Outcome outcome = atHome("import", "directory", twoWrongRows());
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.out()).startsWith("1 rows: 1 assignments added,");
            assertThat(outcome.err()).contains("3", "10.0.0.999", "4", "yesterday");
            assertThat(atHome("directory", "list", "assignments").orFail()).contains("10.0.0.1");
        }

        @Test
        void changesNothingBesideAWrongRowWhereThatIsAskedFor() throws IOException {
            Outcome outcome = atHome("import", "directory", twoWrongRows(), "--all-or-nothing");
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("3", "10.0.0.999", "4", "yesterday");
            assertThat(atHome("directory", "list", "assignments").orFail())
                    .doesNotContain("10.0.0.1");
        }

        private String twoWrongRows() throws IOException {
            return Files.writeString(
                            directory.resolve("directory.csv"),
                            """
                            department,user,workstation,address,from,to
                            Sales,Ann,ws-1,10.0.0.1,,
                            Sales,Ben,ws-2,10.0.0.999,,
                            Sales,Cem,ws-3,10.0.0.3,yesterday,
                            """)
                    .toString();
        }

        @Test
        void ofAMissingFileIsASentence() {
            Outcome outcome = atHome("import", "directory", "nowhere.csv");
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.err()).startsWith("flowtally: ").contains("nowhere.csv");
        }
    }

    @Nested
    class ATariff {
        @Test
        void isShownEditedImportedAndExplained() throws IOException {
            String shown = atHome("tariff", "show").orFail();
            assertThat(shown)
                    .contains("tariff  Starter tariff", "from    always", "payer   caller")
                    .contains("rule zone Internet, peak -> Internet peak = 0.0020 per MB");
            Path file =
                    Files.writeString(
                            directory.resolve("tariff.txt"),
                            shown.replace("tariff  Starter tariff", "tariff  Dear")
                                            .replace("from    always", "from    2026-04-01")
                                            .replace("0.0020 per MB", "100 MB free; 0.50 per MB")
                                    + "rule zone Intranet, peak -> Never = 1 per MB\n");
            Outcome imported = atHome("tariff", "import", file.toString());
            assertThat(imported.orFail()).contains("Tariff Dear is in force");
            assertThat(imported.err())
                    .contains("warning: Rule 6 (Never) never prices anything", "rule 5 (Intranet)");
            assertThat(atHome("tariff", "list").orFail())
                    .containsSubsequence("Starter tariff", "from always", "Dear", "2026-04-01");
            assertThat(atHome("tariff", "show", "Dear").orFail())
                    .contains("Internet peak = 100 MB free; 0.50 per MB");
            assertThat(
                            atHome(
                                            "tariff",
                                            "test-call",
                                            "--caller",
                                            "10.0.0.1",
                                            "--callee",
                                            "198.51.100.7",
                                            "--at",
                                            "2026-04-04T12:00")
                                    .orFail())
                    .containsSubsequence(
                            "The caller, 10.0.0.1, is in zone Intranet, inside.",
                            "The callee, 198.51.100.7, is in zone Internet, outside.",
                            "Both directions are charged to Unassigned",
                            "Tariff Dear is in force; it is off-peak.",
                            "Rule 1 (Internet peak) does not match: it is for peak.",
                            "Rule 2 (Internet off-peak) prices it: 0.0008 per MB.");
        }

        @Test
        void withWrongLinesIsRefusedLineByLine() throws IOException {
            Path file =
                    Files.writeString(
                            directory.resolve("tariff.txt"),
                            "tariff x\nfrom always\nrule any -> All = cheap\nrule zone Mars -> M = 1 per MB\n");
            Outcome outcome = atHome("tariff", "import", file.toString());
            assertThat(outcome.exit()).isEqualTo(2);
            assertThat(outcome.err())
                    .contains("line 3: 'cheap' is no price", "line 4: There is no zone Mars.")
                    .contains("nothing changed");
            assertThat(atHome("tariff", "list").orFail()).hasLineCount(1);
        }
    }

    @Test
    void theProgramAsAProcessLogsToItsHomeAndPrintsNothingElse()
            throws IOException, InterruptedException {
        Path home = directory.resolve("home");
        Outcome outcome = Program.process("set", "currency", "--home", home.toString());
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.orFail()).isEqualTo("EUR" + System.lineSeparator());
        assertThat(home.resolve("log")).isDirectoryContaining("glob:**/command.log");
    }
}
