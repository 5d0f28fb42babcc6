package net.flowtally.ledger.retention;

import static net.flowtally.ledger.retention.SealedMonths.APRIL;
import static net.flowtally.ledger.retention.SealedMonths.MARCH;
import static net.flowtally.ledger.retention.SealedMonths.at;
import static net.flowtally.ledger.retention.SealedMonths.calls;
import static net.flowtally.ledger.retention.SealedMonths.company;
import static net.flowtally.ledger.retention.SealedMonths.copy;
import static net.flowtally.ledger.retention.SealedMonths.correct;
import static net.flowtally.ledger.retention.SealedMonths.corrections;
import static net.flowtally.ledger.retention.SealedMonths.drawMonths;
import static net.flowtally.ledger.retention.SealedMonths.execute;
import static net.flowtally.ledger.retention.SealedMonths.files;
import static net.flowtally.ledger.retention.SealedMonths.names;
import static net.flowtally.ledger.retention.SealedMonths.retention;
import static net.flowtally.ledger.retention.SealedMonths.run;
import static net.flowtally.ledger.retention.SealedMonths.sealLater;
import static net.flowtally.ledger.retention.SealedMonths.sealed;
import static net.flowtally.ledger.retention.SealedMonths.set;
import static net.flowtally.ledger.retention.SealedMonths.statements;
import static net.flowtally.ledger.retention.SealedMonths.status;
import static net.flowtally.ledger.retention.SealedMonths.text;
import static net.flowtally.ledger.retention.SealedMonths.uncataloged;
import static net.flowtally.ledger.retention.SealedMonths.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.archive.ArchiveCheck;
import net.flowtally.ledger.archive.ArchivedSeal;
import net.flowtally.ledger.archive.PeriodArchive;
import net.flowtally.ledger.archive.PeriodArchiveException;
import net.flowtally.ledger.billing.BillingException;
import net.flowtally.ledger.billing.Corrections;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.VerificationReport;
import net.flowtally.ledger.calls.Compaction;
import net.flowtally.ledger.calls.DetailRemoved;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.explain.DrillDown;
import net.flowtally.ledger.explain.ExplainedLine;
import net.flowtally.ledger.explore.CallAnswer;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.explore.CallQuestion;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.period.BillingPeriod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Months whose call detail is gone, or going: what is said of them, what is left of them, and what
/// a kill leaves.
class RemovedMonthsTest {
    @TempDir Path directory;

    @Test
    void whoAsksForWhatIsGoneIsToldSoInASentence() {
        try (SmallCompany company = sealed(directory, "asked")) {
            company.account();
            set(company, "retention.months", "2");
            assertThat(names(run(company, at("2026-08-01T00:00:00Z"))))
                    .containsExactly("2026-03", "2026-04", "2026-05");
            company.draw(
                    30,
                    Instant.parse("2026-06-02T00:00:00Z"),
                    Instant.parse("2026-06-03T00:00:00Z"));
            company.account();
            BillingPeriod march = company.period("2026-03");
            CallExplorer explorer =
                    new CallExplorer(company.home(), company.store(), company.archive());
            assertThatThrownBy(() ->
                            explorer.find(
                                    CallQuestion.of(MARCH, Instant.parse("2026-07-01T00:00:00Z")),
                                    Cancellation.none(),
                                    Progress.NONE))
                    .isInstanceOf(DetailRemoved.class)
                    .hasMessageContaining(
                            "The calls of 2026-03 to 2026-05 were removed by retention on"
                                    + " 2026-08-01")
                    .hasMessageContaining("archive/2026-03.sqlite")
                    .hasMessageContaining("can be asked for from 2026-05-31T22:00:00Z on");
            try (CallAnswer june =
                    explorer.find(
                            CallQuestion.of(
                                    Instant.parse("2026-05-31T22:00:00Z"),
                                    Instant.parse("2026-07-01T00:00:00Z")),
                            Cancellation.none(),
                            Progress.NONE)) {
                assertThat(june.total().bytes()).isPositive();
            }

            DrillDown drill = new DrillDown(company.store(), company.archive(), company.usage());
            String id =
                    company.statements()
                            .of(march, Cancellation.none())
                            .getFirst()
                            .lines()
                            .getFirst()
                            .id();
            ExplainedLine line = drill.line(id, Cancellation.none());
            assertThat(drill.usage(line, Cancellation.none())).isNotEmpty();
            assertThatThrownBy(() ->
                            drill.calls(
                                    line,
                                    drill.usage(line, Cancellation.none()),
                                    Cancellation.none(),
                                    Progress.NONE))
                    .isInstanceOf(DetailRemoved.class)
                    .hasMessageContaining("its usage and statements are kept");
            assertThatThrownBy(() ->
                            new PeriodArchive(company.home(), company.store(), company.archive())
                                    .write(
                                            march,
                                            directory.resolve("again.sqlite"),
                                            Cancellation.none(),
                                            Progress.NONE))
                    .isInstanceOf(PeriodArchiveException.class)
                    .hasMessageContaining("archive/2026-03.sqlite");
        }
    }

    @Test
    void whatComesInForATimeThatIsGoneIsListedAndStaysUnbilled() {
        try (SmallCompany company = sealed(directory, "unbilled")) {
            set(company, "retention.months", "1");
            run(company, at("2026-09-01T00:00:00Z"));
            CollectionStatus before = status(company);
            company.draw(10, MARCH, MARCH.plus(Duration.ofDays(1)));
            company.importDirectory(
                    """
                    department,user,workstation,address,from,to
                    Newcomers,Hans,pc-hans,10.9.9.9,,
                    """);
            company.account();
            BillingPeriod march = company.period("2026-03");
            Corrections corrections = corrections(company);
            assertThat(corrections.late(march).calls()).hasSize(1);
            assertThat(corrections.late(march).edits()).isEmpty();
            assertThatThrownBy(() -> correct(company, "2026-03"))
                    .isInstanceOf(BillingException.class)
                    .hasMessageContaining("it cannot be rated again")
                    .hasMessageContaining("stay unbilled");
            assertThat(status(company).troubles()).isEmpty();
            assertThat(status(company).totals().duplicatesBytes())
                    .isEqualTo(before.totals().duplicatesBytes());
            assertThat(verify(company).findings()).isEmpty();
            assertThat(run(company, at("2026-09-02T00:00:00Z")).removed()).isEmpty();
        }
    }

    @Test
    void aFigureThatWasKeptInPlaceOfTheSlicesIsProtectedByTheSeal() {
        try (SmallCompany company = sealed(directory, "kept")) {
            set(company, "retention.months", "1");
            run(company, at("2026-09-01T00:00:00Z"));
            for (String change :
                    List.of(
                            "UPDATE removed_quarter SET bytes = bytes + 1 WHERE quarter ="
                                    + " (SELECT min(quarter) FROM removed_quarter)",
                            "UPDATE quarter_sum SET elected_bytes = elected_bytes - 1"
                                    + " WHERE quarter = (SELECT max(quarter) FROM quarter_sum)",
                            "UPDATE statement_line SET amount_minor = amount_minor + 1"
                                    + " WHERE line_id = '2026-03-0001-01'")) {
                int before = verify(company).findings().size();
                execute(company, change);
                assertThat(verify(company).findings().size()).as(change).isGreaterThan(before);
            }
        }
    }

    @Test
    void theArchiveOfTheSealServesUnlessACorrectionCameAfterIt() throws IOException {
        try (SmallCompany company = company(directory, "served")) {
            Path folder = Files.createDirectories(directory.resolve("archives"));
            set(company, "archive.folder", folder.toString());
            company.draw(60, MARCH, MARCH.plus(Duration.ofDays(3)));
            company.draw(60, APRIL, APRIL.plus(Duration.ofDays(3)));
            ArchivedSeal seal =
                    new ArchivedSeal(
                            company.home(),
                            company.store(),
                            company.archive(),
                            SmallCompany.CLOCK,
                            "test");
            seal.seal("2026-03", "", "test", Cancellation.none(), Progress.NONE);
            seal.seal("2026-04", "", "test", Cancellation.none(), Progress.NONE);
            company.draw(10, APRIL, APRIL.plus(Duration.ofDays(1)));
            correct(company, "2026-04");
            company.seal("2026-05", "");
            set(company, "retention.months", "1");
            List<RemovedDetail> removed = run(company, at("2026-09-01T00:00:00Z")).removed();
            assertThat(removed.getFirst().archive())
                    .isEqualTo(folder.resolve("2026-03.sqlite").toString());
            Path second = Path.of(removed.getLast().archive());
            assertThat(second).isNotEqualTo(folder.resolve("2026-04.sqlite")).exists();
            assertThat(ArchiveCheck.of(second, Cancellation.none(), Progress.NONE).findings())
                    .isEmpty();
            assertThat(files(folder)).hasSize(3);
        }
    }

    @Test
    void withoutArchivesNoneIsWritten() {
        try (SmallCompany company = sealed(directory, "bare")) {
            set(company, "retention.months", "1");
            set(company, "retention.archive", "no");
            assertThat(run(company, at("2026-09-01T00:00:00Z")).removed())
                    .extracting(RemovedDetail::archive)
                    .containsOnly("");
            assertThat(company.home().archives()).isEmptyDirectory();
            assertThat(verify(company).findings()).isEmpty();
        }
    }

    @Test
    void whoRemovedWhatIsInTheTrailForEver() {
        try (SmallCompany company = sealed(directory, "trail")) {
            set(company, "retention.months", "1");
            run(company, at("2026-09-01T00:00:00Z"));
            assertThat(
                            text(
                                    company,
                                    "SELECT group_concat(what) FROM revision WHERE actor = 'keeper'"))
                    .contains("remove the call detail of 2026-03")
                    .contains("remove the call detail of 2026-05");
            RemovedDetail march =
                    retention(company, SmallCompany.CLOCK)
                            .removed(company.period("2026-03"))
                            .orElseThrow();
            assertThat(march.actor()).isEqualTo("keeper");
            assertThat(march.removedAt()).isEqualTo("2026-09-01T00:00:00Z");
            assertThat(march.slices()).isPositive();
        }
    }

    @Test
    void theJournalOfAReplayGoesWithTheLastOfItsSlices() throws IOException {
        try (SmallCompany company = sealed(directory, "journal")) {
            company.draw(
                    5,
                    Instant.parse("2026-06-02T00:00:00Z"),
                    Instant.parse("2026-06-03T00:00:00Z"));
            Path journal = Files.createDirectories(company.home().journal(SmallCompany.STREAM));
            Files.writeString(journal.resolve("segment"), "received");
            set(company, "retention.months", "1");
            assertThat(run(company, at("2026-09-01T00:00:00Z")).journals()).isZero();
            assertThat(journal).exists();
            sealLater(company, "2026-06");
            RetentionRun last = run(company, at("2027-09-01T00:00:00Z"));
            assertThat(names(last)).containsExactly("2026-06");
            assertThat(last.journals()).isEqualTo(1);
            assertThat(journal).doesNotExist();
        }
    }

    @Test
    void aKillAtAnyStepIsMadeGoodByTheNextRun() throws Exception {
        Path template = directory.resolve("template");
        List<List<Statement>> statements;
        String calls;
        Instant kept;
        try (SmallCompany company = company(directory, "template")) {
            drawMonths(company);
            company.seal("2026-03", "");
            company.seal("2026-04", "");
            company.account();
            set(company, "retention.months", "1");
            statements = statements(company);
            kept = company.period("2026-04").to();
            calls = calls(company, kept);
        }
        for (String step :
                List.of(
                        "archiving slices",
                        "removing the calls of 2026-03",
                        "deleting duplicates")) {
            Path root = directory.resolve(step.replace(' ', '-'));
            copy(template, root);
            Process victim =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx256m",
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    RetentionVictim.class.getName(),
                                    root.resolve("home").toString(),
                                    step)
                            .redirectErrorStream(true)
                            .redirectOutput(directory.resolve("victim.log").toFile())
                            .start();
            assertThat(victim.waitFor())
                    .as(step + Files.readString(directory.resolve("victim.log")))
                    .isEqualTo(RetentionVictim.KILLED);
            try (SmallCompany company = new SmallCompany(root, 1)) {
                run(company, at("2026-09-01T00:00:00Z"));
                company.account();
                VerificationReport verified = verify(company);
                assertThat(verified.findings()).as(step).isEmpty();
                assertThat(verified.removed()).as(step).hasSize(2);
                assertThat(statements(company)).as(step).isEqualTo(statements);
                assertThat(calls(company, kept)).as(step).isEqualTo(calls);
                new Compaction(company.home(), company.store(), at("2026-09-01T01:00:01Z"))
                        .run(Cancellation.none(), Progress.NONE);
                assertThat(uncataloged(company)).as(step).isEmpty();
                assertThat(files(company.home().archives()))
                        .extracting(file -> file.getFileName().toString())
                        .containsExactlyInAnyOrder("2026-03.sqlite", "2026-04.sqlite");
            }
        }
    }
}
