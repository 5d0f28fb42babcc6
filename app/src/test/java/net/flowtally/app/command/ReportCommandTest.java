package net.flowtally.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.flowtally.app.acceptance.Program;
import net.flowtally.app.acceptance.Program.Outcome;
import net.flowtally.app.window.SmallSite;
import net.flowtally.reports.catalogue.Catalogue;
import net.flowtally.reports.catalogue.ReportDeclaration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reports through the command line, on a home with two months of calls.
class ReportCommandTest {
    @TempDir static Path folder;

    @TempDir Path out;

    @BeforeAll
    static void buildSite() throws IOException {
        SmallSite.build(folder.resolve("home"), 400, true);
    }

    private static Outcome report(String... arguments) {
        List<String> all = new ArrayList<>(List.of("report"));
        all.addAll(List.of(arguments));
        all.add("--home");
        all.add(folder.resolve("home").toString());
        return Program.here(SmallSite.APRIL, all.toArray(String[]::new));
    }

    @Test
    void allAreListedWithTheQuestionsTheyAnswer() {
        String list = report("list").orFail();
        assertThat(list).hasLineCount(Catalogue.all().size());
        for (ReportDeclaration declaration : Catalogue.all()) {
            assertThat(list)
                    .contains(declaration.id(), declaration.title(), declaration.question());
        }
        assertThat(report().orFail()).isEqualTo(list);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CR-01", "CR-02", "CR-06", "P-01", "P-16"})
    void everyReportSaysWhatItCanBeAsked(String id) {
        Outcome help = report(id, "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .contains(
                        "flowtally report " + id,
                        Catalogue.find(id).orElseThrow().title(),
                        "--period",
                        "--format",
                        "--out",
                        "--home");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CR-01", "CR-02", "CR-06", "P-01", "P-16"})
    void everyReportCanBeReadOnATerminal(String id) {
        String text = report(id, "--period", "2026-03").orFail();
        assertThat(text)
                .contains(Catalogue.find(id).orElseThrow().title(), "Total", id + " version 1");
        assertThat(text.chars().filter(c -> c < ' ' && c != '\n')).isEmpty();
    }

    @Test
    void theNewestPeriodIsMeantIfNoneIsNamed() {
        assertThat(report("p-16", "--format", "csv").orFail())
                .isEqualTo(report("P-16", "--period", "2026-03", "--format", "csv").orFail());
    }

    @Test
    void anIntervalHasItsOwnFigures() {
        List<String> lines =
                report("P-01", "--from", "2026-02-27", "--to", "2026-03-03", "--format", "csv")
                        .orFail()
                        .lines()
                        .toList();
        assertThat(lines).filteredOn(line -> line.startsWith("2026-")).hasSize(4);
        assertThat(lines.get(1)).startsWith("2026-02-27,");
        assertThat(lines.getLast()).startsWith("Total,");
    }

    @Test
    void aDepartmentHasItsOwnFiguresAndThoseOfTheDepartmentsBelowItIfThatIsAsked() {
        String own = report("CR-02", "--department", "Sales", "--format", "csv").orFail();
        String all =
                report("CR-02", "--department", "Sales", "--below", "--format", "csv").orFail();
        assertThat(own).contains("Ann", "Bob").doesNotContain("Cem", "Dee");
        assertThat(all).contains("Ann", "Bob", "Cem").doesNotContain("Dee");
    }

    @Test
    void theRestOfARankingIsOneLine() {
        assertThat(report("P-16", "--by", "department", "--top", "1", "--format", "csv").orFail())
                .contains(",Others (2),", ",Unassigned,", ",Total,");
    }

    @Test
    void callsAreFilteredOrderedAndCutShort() {
        List<String> lines =
                report(
                                "CR-01",
                                "--filter",
                                "service = DNS & user = Ann",
                                "--order",
                                "bytes",
                                "--top",
                                "2",
                                "--format",
                                "csv")
                        .orFail()
                        .lines()
                        .toList();
        assertThat(lines.get(1)).contains(",Ann,", ",DNS,");
        assertThat(lines.get(3)).startsWith("Others (");
        int bytes = lines.getFirst().split(",", -1).length - 3;
        assertThat(Long.parseLong(lines.get(1).split(",", -1)[bytes]))
                .isGreaterThanOrEqualTo(Long.parseLong(lines.get(2).split(",", -1)[bytes]));
    }

    @Test
    void aFileIsWrittenAsItsNameSays() throws IOException {
        Path file = out.resolve("made/names.xlsx");
        assertThat(report("CR-02", "--out", file.toString()).orFail().strip())
                .isEqualTo(file.toString());
        assertThat(Files.readAllBytes(file)).startsWith('P', 'K');
        report("CR-02", "--out", out.resolve("names.html").toString()).orFail();
        assertThat(out.resolve("names.html")).content().startsWith("<!doctype html>");
        assertThat(out.resolve("made")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aFolderTakesAStatementForEachDepartment() throws IOException {
        report("CR-06", "--format", "html", "--out", out.toString()).orFail();
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder(
                            "2026-03 Development.html",
                            "2026-03 Sales.html",
                            "2026-03 Sales-Export.html",
                            "2026-03 Unassigned.html");
        }
        report("P-01", "--format", "csv", "--out", out.toString()).orFail();
        assertThat(out.resolve("P-01 Daily volume 2026-03-01 to 2026-03-31.csv")).exists();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CR-99",
                "CR-02 --period 2026-13",
                "CR-02 --period 2026-03 --from 2026-03-01",
                "CR-02 --from 2026-03-02 --to 2026-03-02",
                "CR-02 --from 2026-03-02T00:07",
                "CR-02 --by colour",
                "P-16 --top -1",
                "CR-02 --department Piracy",
                "CR-02 --below",
                "CR-02 --filter caller=10.0.0.1",
                "CR-01 --filter caller==",
                "CR-01 --format xlsx",
                "CR-01 --format pdf",
                "CR-01 --format csv --out calls.html",
                "CR-06 --department Piracy",
                "CR-06 --out all.html",
                "CR-06 --period 2031-01"
            })
    void whatCannotBeIsRefusedInASentence(String words) {
        Outcome outcome = report(words.split(" ", -1));
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("flowtally: ").doesNotContain("Exception");
    }

    @Test
    void anUnknownDepartmentIsAnsweredWithThoseThatThereAre() {
        assertThat(report("CR-02", "--department", "Sale").err())
                .contains("'Sale'", "Development, Sales, Sales/Export, Unassigned");
    }

    @Test
    void aHomeWithoutUsageSaysSo() {
        Outcome outcome =
                Program.here(
                        SmallSite.APRIL, "report", "P-01", "--home", out.resolve("new").toString());
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("no usage yet").hasLineCount(1);
    }

    @Test
    void aFileThatCannotBeWrittenIsToldInASentence() throws IOException {
        Path blocked = Files.writeString(out.resolve("blocked"), "a file, not a folder");
        Outcome outcome = report("P-16", "--out", blocked.resolve("x.html").toString());
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("flowtally: The file ").hasLineCount(1);
    }
}
