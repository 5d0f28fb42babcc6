package net.flowtally.ledger.retention;

import static net.flowtally.ledger.retention.SealedMonths.APRIL;
import static net.flowtally.ledger.retention.SealedMonths.MARCH;
import static net.flowtally.ledger.retention.SealedMonths.MAY;
import static net.flowtally.ledger.retention.SealedMonths.at;
import static net.flowtally.ledger.retention.SealedMonths.calls;
import static net.flowtally.ledger.retention.SealedMonths.compact;
import static net.flowtally.ledger.retention.SealedMonths.company;
import static net.flowtally.ledger.retention.SealedMonths.correct;
import static net.flowtally.ledger.retention.SealedMonths.drawMonths;
import static net.flowtally.ledger.retention.SealedMonths.execute;
import static net.flowtally.ledger.retention.SealedMonths.files;
import static net.flowtally.ledger.retention.SealedMonths.names;
import static net.flowtally.ledger.retention.SealedMonths.octets;
import static net.flowtally.ledger.retention.SealedMonths.reasons;
import static net.flowtally.ledger.retention.SealedMonths.retention;
import static net.flowtally.ledger.retention.SealedMonths.run;
import static net.flowtally.ledger.retention.SealedMonths.sealLater;
import static net.flowtally.ledger.retention.SealedMonths.sealed;
import static net.flowtally.ledger.retention.SealedMonths.set;
import static net.flowtally.ledger.retention.SealedMonths.statements;
import static net.flowtally.ledger.retention.SealedMonths.status;
import static net.flowtally.ledger.retention.SealedMonths.text;
import static net.flowtally.ledger.retention.SealedMonths.uncataloged;
import static net.flowtally.ledger.retention.SealedMonths.usage;
import static net.flowtally.ledger.retention.SealedMonths.verify;
import static org.assertj.core.api.Assertions.assertThat;

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
import net.flowtally.ledger.backup.Backup;
import net.flowtally.ledger.backup.Restore;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.VerificationReport;
import net.flowtally.ledger.calls.Compaction;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.retention.PeriodDetail.Fate;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {

    @TempDir Path directory;

    /// Of random months with calls over their borders, late calls and corrections: some go, and
    /// nothing else changes, to the byte and the cent.
    @Test
    void whateverGoesWhatIsKeptAndAllStatementsStayTheSame() {
        try (SmallCompany company = company(directory, "months")) {
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
        try (SmallCompany company = sealed(directory, "all")) {
            RetentionRun run = run(company, at("2046-01-01T00:00:00Z"));
            assertThat(run.removed()).isEmpty();
            assertThat(run.plan().periods()).extracting(PeriodDetail::fate).containsOnly(Fate.KEPT);
        }
    }

    @Test
    void aPlanChangesNothing() {
        try (SmallCompany company = sealed(directory, "plan")) {
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
        try (SmallCompany company = sealed(directory, "dispute")) {
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
        try (SmallCompany company = company(directory, "open")) {
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
        try (SmallCompany company = sealed(directory, "late")) {
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
        try (SmallCompany company = sealed(directory, "edits")) {
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
        try (SmallCompany company = company(directory, "held")) {
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
        try (SmallCompany company = sealed(directory, "flipped")) {
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
        try (SmallCompany company = company(directory, "size")) {
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
}
