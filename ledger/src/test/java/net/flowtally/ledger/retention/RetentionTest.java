package net.flowtally.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.archive.ArchiveCheck;
import net.flowtally.ledger.archive.ArchivedSeal;
import net.flowtally.ledger.archive.PeriodArchive;
import net.flowtally.ledger.archive.PeriodArchiveException;
import net.flowtally.ledger.backup.Backup;
import net.flowtally.ledger.backup.Restore;
import net.flowtally.ledger.billing.BillingException;
import net.flowtally.ledger.billing.CorrectionOutcome;
import net.flowtally.ledger.billing.Corrections;
import net.flowtally.ledger.billing.Seal;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.Verification;
import net.flowtally.ledger.billing.VerificationReport;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CollectionStatuses;
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
import net.flowtally.ledger.retention.PeriodDetail.Fate;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Instant MARCH = Instant.parse("2026-03-05T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-05T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-05T00:00:00Z");

    @TempDir Path directory;

    /// Of random months with calls over their borders, late calls and corrections: some go, and
    /// nothing else changes, to the byte and the cent.
    @Test
    void whateverGoesWhatIsKeptAndAllStatementsStayTheSame() {
        try (SmallCompany company = company("months")) {
            drawMonths(company);
            List<String> months = List.of("2026-03", "2026-04", "2026-05");
            for (String month : months) {
                assertThat(company.seal(month, "")).isInstanceOf(SealOutcome.Sealed.class);
            }
            company.draw(20, MARCH, MARCH.plus(Duration.ofHours(30)));
            company.draw(20, APRIL, APRIL.plus(Duration.ofHours(30)));
            correct(company, "2026-03");
            correct(company, "2026-04");
            company.draw(
                    9,
                    Instant.parse("2026-05-31T20:00:00Z"),
                    Instant.parse("2026-06-01T00:00:00Z"));
            correct(company, "2026-05");
            assertThat(sealLater(company, "2026-06")).isInstanceOf(SealOutcome.Sealed.class);
            if (company.random().nextBoolean()) {
                compact(company);
            }
            company.account();
            int gone = company.random().nextInt(1, 4);
            Instant kept = company.period(months.get(gone - 1)).to();
            List<List<Statement>> statements = statements(company);
            String usage = usage(company);
            String calls = calls(company, kept);
            CollectionStatus status = status(company);

            set(company, "retention.months", Integer.toString(13 - gone));
            RetentionRun run = run(company, at("2027-04-15T00:00:00Z"));

            assertThat(run.damages()).isEmpty();
            assertThat(names(run)).isEqualTo(months.subList(0, gone));
            assertThat(statements(company)).isEqualTo(statements);
            assertThat(usage(company)).isEqualTo(usage);
            assertThat(calls(company, kept)).isEqualTo(calls);
            assertThat(status(company).totals()).isEqualTo(status.totals());
            for (RemovedDetail removed : run.removed()) {
                Path archive = company.home().root().resolve(removed.archive());
                assertThat(ArchiveCheck.of(archive, Cancellation.none(), Progress.NONE).findings())
                        .isEmpty();
            }
            restored(company, "restored");

            // the files are there for an hour, for who reads them just then
            assertThat(uncataloged(company)).isEmpty();
            long before = octets(company);
            new Compaction(company.home(), company.store(), at("2027-04-15T01:00:01Z"))
                    .run(Cancellation.none(), Progress.NONE);
            assertThat(octets(company)).isLessThan(before);
            VerificationReport verified = verify(company);
            assertThat(verified.findings()).isEmpty();
            assertThat(verified.removed()).isEqualTo(run.removed());
            assertThat(calls(company, kept)).isEqualTo(calls);
            assertThat(run(company, at("2027-04-15T02:00:00Z")).removed()).isEmpty();
        }
    }

    private void restored(SmallCompany company, String name) {
        Path backup = directory.resolve(name + ".zip");
        new Backup(company.home(), company.store(), SmallCompany.CLOCK)
                .write(backup, Cancellation.none(), Progress.NONE);
        Restore.Restored restored =
                Restore.restore(
                        backup, directory.resolve(name), Cancellation.none(), Progress.NONE);
        assertThat(restored.verified().removed()).isNotEmpty();
        for (RemovedDetail removed : restored.verified().removed()) {
            assertThat(directory.resolve(name).resolve(removed.archive())).exists();
        }
    }

    @Test
    void allIsKeptUntilTheSiteSaysOtherwise() {
        try (SmallCompany company = sealed("all")) {
            RetentionRun run = run(company, at("2046-01-01T00:00:00Z"));
            assertThat(run.removed()).isEmpty();
            assertThat(run.plan().periods()).extracting(PeriodDetail::fate).containsOnly(Fate.KEPT);
        }
    }

    @Test
    void aPlanChangesNothing() {
        try (SmallCompany company = sealed("plan")) {
            set(company, "retention.months", "1");
            RetentionPlan plan =
                    retention(company, at("2026-09-01T00:00:00Z"))
                            .plan(Cancellation.none(), Progress.NONE);
            assertThat(plan.going()).hasSize(3);
            assertThat(calls(company, Instant.EPOCH)).isNotEmpty();
            assertThat(verify(company).removed()).isEmpty();
            assertThat(company.home().archives()).isEmptyDirectory();
        }
    }

    @Test
    void nothingGoesInItsDisputeWindow() {
        try (SmallCompany company = sealed("dispute")) {
            set(company, "retention.months", "1");
            RetentionRun early = run(company, at("2026-07-30T23:59:00Z"));
            assertThat(early.removed()).isEmpty();
            assertThat(reasons(early, "2026-03"))
                    .containsExactly(
                            "It may be disputed until 2026-07-31T00:00:00Z (60 days after its"
                                    + " seal).");
            assertThat(reasons(early, "2026-04"))
                    .containsExactly("2026-03 stays, and the detail of periods goes oldest first.");
            assertThat(names(run(company, at("2026-07-31T00:00:00Z"))))
                    .containsExactly("2026-03", "2026-04", "2026-05");
        }
    }

    @Test
    void anOpenPeriodStaysAndSoDoThoseAfterIt() {
        try (SmallCompany company = company("open")) {
            drawMonths(company);
            company.account();
            set(company, "retention.months", "1");
            RetentionRun run = run(company, at("2027-01-01T00:00:00Z"));
            assertThat(run.removed()).isEmpty();
            assertThat(reasons(run, "2026-03"))
                    .containsExactly(
                            "It is not sealed; 'flowtally seal 2026-03' closes it for ever.");
        }
    }

    @Test
    void lateCallsHoldItUntilTheyAreCorrectedAndTheStatementsThatCarryThatArePastDispute() {
        try (SmallCompany company = sealed("late")) {
            set(company, "retention.months", "1");
            company.draw(10, MARCH, MARCH.plus(Duration.ofDays(1)));
            RetentionRun late = run(company, at("2026-09-01T00:00:00Z"));
            assertThat(late.removed()).isEmpty();
            assertThat(reasons(late, "2026-03"))
                    .singleElement()
                    .asString()
                    .startsWith("Calls of ")
                    .endsWith("'flowtally period correct 2026-03' books them.");
            correct(company, "2026-03");
            assertThat(reasons(run(company, at("2026-09-01T00:00:00Z")), "2026-03"))
                    .containsExactly(
                            "Its correction 2026-03-C1 stands on the statements of 2026-06, which"
                                    + " is not sealed yet.");
            sealLater(company, "2026-06");
            assertThat(reasons(run(company, at("2026-09-01T00:00:00Z")), "2026-03"))
                    .containsExactly(
                            "It may be disputed until 2026-09-29T00:00:00Z (60 days after its"
                                    + " seal).");
            assertThat(names(run(company, at("2026-09-29T00:00:00Z"))))
                    .containsExactly("2026-03", "2026-04", "2026-05");
            assertThat(verify(company).findings()).isEmpty();
        }
    }

    @Test
    void laterEditsHoldItOnlyIfTheyWouldMoveMoney() {
        try (SmallCompany company = sealed("edits")) {
            set(company, "retention.months", "1");
            // bears on all times and changes no line: nobody uses that address
            company.importDirectory(
                    """
                    department,user,workstation,address,from,to
                    Sales,Gina,pc-gina,10.77.7.7,,
                    """);
            RetentionPlan harmless =
                    retention(company, at("2026-09-01T00:00:00Z"))
                            .plan(Cancellation.none(), Progress.NONE);
            assertThat(harmless.going()).hasSize(3);
            company.importDirectory(
                    """
                    department,user,workstation,address,from,to
                    Newcomers,Hans,pc-hans,10.9.9.9,,
                    """);
            for (int again = 0; again < 2; again++) {
                assertThat(reasons(run(company, at("2026-09-01T00:00:00Z")), "2026-03"))
                        .singleElement()
                        .asString()
                        .startsWith("Later edits change ")
                        .endsWith("'flowtally period correct 2026-03' books the difference.");
            }
        }
    }

    @Test
    void heldRecordsHoldItUntilTheSiteLetsThemGo() {
        try (SmallCompany company = company("held")) {
            company.draw(60, MARCH, MARCH.plus(Duration.ofDays(3)));
            company.commit(List.of(company.held(MARCH, 4_711)), Micros.of(MARCH.plusSeconds(900)));
            assertThat(company.seal("2026-03", "held ones stay"))
                    .isInstanceOf(SealOutcome.Sealed.class);
            set(company, "retention.months", "1");
            assertThat(reasons(run(company, at("2026-09-01T00:00:00Z")), "2026-03"))
                    .singleElement()
                    .asString()
                    .contains(
                            "1 held call slice with 4,711 bytes that nobody released before its seal");
            set(company, "retention.held", "go");
            assertThat(names(run(company, at("2026-09-01T00:00:00Z")))).containsExactly("2026-03");
            assertThat(verify(company).findings()).isEmpty();
        }
    }

    @Test
    void aFlippedOctetStopsItByTheNameOfTheFile() throws IOException {
        try (SmallCompany company = sealed("flipped")) {
            set(company, "retention.months", "1");
            Path file = files(company.home().calls()).getFirst();
            byte[] octets = Files.readAllBytes(file);
            octets[company.random().nextInt(octets.length)] ^= 1;
            Files.write(file, octets);
            RetentionRun run = run(company, at("2026-09-01T00:00:00Z"));
            assertThat(run.removed()).isEmpty();
            assertThat(run.damages()).isNotEmpty();
            assertThat(reasons(run, "2026-03"))
                    .singleElement()
                    .asString()
                    .contains("It cannot be proven before it goes", file.getFileName().toString());
            assertThat(company.home().archives()).isEmptyDirectory();
        }
    }

    @Test
    void theOldestGoUntilTheRestFitsAndWhatCannotIsSaid() {
        try (SmallCompany company = company("size")) {
            company.draw(300, MARCH, MARCH.plus(Duration.ofDays(9)));
            company.draw(300, APRIL, APRIL.plus(Duration.ofDays(9)));
            company.draw(300, MAY, MAY.plus(Duration.ofDays(9)));
            company.seal("2026-03", "");
            company.seal("2026-04", "");
            set(company, "retention.archive", "no");
            // as if each file took gigabytes
            execute(company, "UPDATE slice_file SET octets_on_disk = octets_on_disk * 1000000");
            RetentionPlan all =
                    retention(company, at("2026-09-01T00:00:00Z"))
                            .plan(Cancellation.none(), Progress.NONE);
            long march = all.periods().getFirst().octets();
            assertThat(all.detail().octets())
                    .isEqualTo(
                            Long.parseLong(
                                    text(company, "SELECT sum(octets_on_disk) FROM slice_file")));
            limit(company, all.detail().octets() - march / 2);
            RetentionRun run = run(company, at("2026-09-01T00:00:00Z"));
            assertThat(names(run)).containsExactly("2026-03");
            assertThat(run.removed().getFirst().reason()).isEqualTo(RemovedDetail.Reason.SIZE);
            assertThat(run.plan().overSize()).isZero();
            assertThat(run.octets()).isEqualTo(march);

            limit(company, 64_000_000);
            RetentionRun more = run(company, at("2026-09-01T00:00:00Z"));
            assertThat(names(more)).containsExactly("2026-04");
            assertThat(reasons(more, "2026-05"))
                    .containsExactly(
                            "It is not sealed; 'flowtally seal 2026-05' closes it for ever.");
            assertThat(more.plan().overSize())
                    .isEqualTo(more.plan().detail().octets() - 64_000_000);
            assertThat(verify(company).findings()).isEmpty();
        }
    }

    private static void limit(SmallCompany company, long octets) {
        set(company, "retention.size", octets / 1_000_000 + "MB");
    }

    @Test
    void whoAsksForWhatIsGoneIsToldSoInASentence() {
        try (SmallCompany company = sealed("asked")) {
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
        try (SmallCompany company = sealed("unbilled")) {
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
        try (SmallCompany company = sealed("kept")) {
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
        try (SmallCompany company = company("served")) {
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
        try (SmallCompany company = sealed("bare")) {
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
        try (SmallCompany company = sealed("trail")) {
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
        try (SmallCompany company = sealed("journal")) {
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
        try (SmallCompany company = company("template")) {
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

    private SmallCompany company(String name) {
        return new SmallCompany(directory.resolve(name), System.nanoTime());
    }

    /// Three sealed months.
    private SmallCompany sealed(String name) {
        SmallCompany company = company(name);
        company.draw(60, MARCH, MARCH.plus(Duration.ofHours(20)));
        company.draw(60, APRIL, APRIL.plus(Duration.ofHours(20)));
        company.draw(60, MAY, MAY.plus(Duration.ofHours(20)));
        for (String month : List.of("2026-03", "2026-04", "2026-05")) {
            assertThat(company.seal(month, "")).isInstanceOf(SealOutcome.Sealed.class);
        }
        return company;
    }

    /// Calls of March to June, in files that reach over the borders of months.
    private static void drawMonths(SmallCompany company) {
        for (String border :
                List.of("2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z", "2026-05-31T22:00:00Z")) {
            Instant at = Instant.parse(border);
            company.draw(
                    company.random().nextInt(30, 60),
                    at.minus(Duration.ofHours(20)),
                    at.plus(Duration.ofHours(10)));
        }
        company.draw(
                20, Instant.parse("2026-03-31T21:10:00Z"), Instant.parse("2026-03-31T22:50:00Z"));
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    private static void set(SmallCompany company, String key, String value) {
        new Settings(company.store()).set(key, value, "test");
    }

    private static void execute(SmallCompany company, String sql) {
        company.store()
                .write(connection -> {
                    try (var update = connection.createStatement()) {
                        return update.executeUpdate(sql);
                    }
                });
    }

    private static String text(SmallCompany company, String sql) {
        return company.store()
                .read(connection -> {
                    try (var query = connection.createStatement();
                            var row = query.executeQuery(sql)) {
                        row.next();
                        return row.getString(1);
                    }
                });
    }

    private static Retention retention(SmallCompany company, Clock clock) {
        return new Retention(company.home(), company.store(), company.archive(), clock);
    }

    private static RetentionRun run(SmallCompany company, Clock clock) {
        return retention(company, clock).run("keeper", Cancellation.none(), Progress.NONE);
    }

    private static List<String> names(RetentionRun run) {
        return run.removed().stream().map(RemovedDetail::name).toList();
    }

    private static List<String> reasons(RetentionRun run, String period) {
        PeriodDetail detail =
                run.plan().periods().stream()
                        .filter(each -> each.period().name().equals(period))
                        .findFirst()
                        .orElseThrow();
        assertThat(detail.fate()).isEqualTo(Fate.BLOCKED);
        return detail.reasons();
    }

    private static Corrections corrections(SmallCompany company) {
        return new Corrections(
                company.home(), company.store(), company.archive(), SmallCompany.CLOCK);
    }

    private static void correct(SmallCompany company, String period) {
        assertThat(
                        corrections(company)
                                .correct(period, "", "test", Cancellation.none(), Progress.NONE))
                .isInstanceOf(CorrectionOutcome.Booked.class);
    }

    /// Seals in July.
    private static SealOutcome sealLater(SmallCompany company, String period) {
        return new Seal(
                        company.home(),
                        company.store(),
                        company.archive(),
                        at("2026-07-31T00:00:00Z"),
                        "test")
                .seal(period, "", "test", Cancellation.none(), Progress.NONE);
    }

    private static void compact(SmallCompany company) {
        new Compaction(company.home(), company.store(), SmallCompany.CLOCK)
                .run(Cancellation.none(), Progress.NONE);
    }

    private static VerificationReport verify(SmallCompany company) {
        return new Verification(company.home(), company.store(), company.archive())
                .run(Cancellation.none(), Progress.NONE);
    }

    private static CollectionStatus status(SmallCompany company) {
        return new CollectionStatuses(company.store(), company.archive()).read(Cancellation.none());
    }

    private static List<List<Statement>> statements(SmallCompany company) {
        List<List<Statement>> all = new ArrayList<>();
        for (String month : List.of("2026-03", "2026-04", "2026-05", "2026-06")) {
            all.add(company.statements().of(company.period(month), Cancellation.none()));
        }
        return all;
    }

    private static String usage(SmallCompany company) {
        StringBuilder rows = new StringBuilder();
        company.usage()
                .rows(
                        Instant.parse("2026-02-28T23:00:00Z"),
                        Instant.parse("2026-06-30T22:00:00Z"),
                        row -> rows.append(row).append('\n'),
                        Cancellation.none());
        return rows.toString();
    }

    /// Every call from an instant on, with its figures.
    private static String calls(SmallCompany company, Instant from) {
        TreeMap<String, String> calls = new TreeMap<>();
        try (CallReader reader = company.archive().reader()) {
            reader.<LedgerException>electedCalls(
                    Micros.of(from),
                    Micros.of(Instant.parse("2030-01-01T00:00:00Z")),
                    Long.MAX_VALUE,
                    call ->
                            calls.put(
                                    call.quarter + " " + call.callHi,
                                    call.bytesSent
                                            + " "
                                            + call.bytesReceived
                                            + " "
                                            + call.packetsSent
                                            + " "
                                            + call.records));
        }
        return calls.toString();
    }

    private static long octets(SmallCompany company) {
        long octets = 0;
        try {
            for (Path file : files(company.home().calls())) {
                octets += Files.size(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return octets;
    }

    /// Files of calls and usage that no row names.
    private static List<String> uncataloged(SmallCompany company) {
        List<String> loose = new ArrayList<>();
        try {
            for (Path file : files(company.home().calls())) {
                if (text(
                                company,
                                "SELECT count(*) FROM slice_file WHERE path = '"
                                        + file.getFileName()
                                        + "'")
                        .equals("0")) {
                    loose.add(file.getFileName().toString());
                }
            }
            for (Path file : files(company.home().usage())) {
                if (text(
                                company,
                                "SELECT count(*) FROM usage_file WHERE path = '"
                                        + company.home().usage().relativize(file)
                                        + "'")
                        .equals("0")) {
                    loose.add(file.getFileName().toString());
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return loose;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(
                        Files.isDirectory(path) ? target : target.resolveSibling("."));
                if (Files.isRegularFile(path)) {
                    Files.copy(path, target);
                }
            }
        }
    }
}
