package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.Finding;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.calls.Compaction;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.RuleDraft;
import net.flowtally.ledger.tariff.TariffDraft;
import net.flowtally.ledger.tariff.TariffTerm;
import net.flowtally.ledger.tariff.Tariffs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorrectionsTest {
    private static final String MONTH = "2026-03";
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-13T00:00:00Z");

    @TempDir Path directory;

    @Test
    void chargedSoFarAndCorrectionsAreAFreshRatingToTheCent() {
        for (int round = 0; round < 3; round++) {
            long seed = System.nanoTime();
            try (SmallCompany sealed = company("sealed-" + round, seed);
                    SmallCompany open = company("open-" + round, seed)) {
                both(sealed, open, company -> company.draw(120, FROM, TO));
                assertThat(sealed.seal(MONTH, "")).isInstanceOf(SealOutcome.Sealed.class);
                BillingPeriod march = sealed.period(MONTH);
                List<Statement> before = sealed.statements().of(march, Cancellation.none());
                Map<String, Long> charged = new TreeMap<>();
                before.forEach(statement -> charge(charged, statement));

                SplittableRandom dice = new SplittableRandom(seed);
                for (int step = 0; step < 3; step++) {
                    both(sealed, open, late(dice, round * 10 + step));
                    CorrectionOutcome outcome = correct(sealed);
                    assertThat(outcome).isInstanceOf(CorrectionOutcome.Booked.class);
                    Correction booked = ((CorrectionOutcome.Booked) outcome).correction();
                    assertThat(booked.number()).isEqualTo("2026-03-C" + (step + 1));
                    for (CorrectionLine line : booked.lines()) {
                        charged.merge(key(line), line.amount().minor(), Long::sum);
                    }
                    open.account();
                    Map<String, Long> fresh = new TreeMap<>();
                    open.statements()
                            .of(open.period(MONTH), Cancellation.none())
                            .forEach(statement -> charge(fresh, statement));
                    charged.values().removeIf(minor -> minor == 0);
                    fresh.values().removeIf(minor -> minor == 0);
                    assertThat(charged).isEqualTo(fresh);
                    assertThat(corrections(sealed).late(march).isEmpty()).isTrue();
                    assertThat(correct(sealed)).isInstanceOf(CorrectionOutcome.UpToDate.class);
                }
                assertThat(sealed.statements().of(march, Cancellation.none())).isEqualTo(before);
                new Compaction(sealed.home(), sealed.store(), SmallCompany.CLOCK)
                        .run(Cancellation.none(), Progress.NONE);
                sealed.account();
                assertThat(verify(sealed)).isEmpty();
            }
        }
    }

    @Test
    void lateCallsAndEditsAreListedAndBookedOnStatementsOfTheOldestOpenPeriod() {
        try (SmallCompany company = company("books", System.nanoTime())) {
            company.draw(80, FROM, TO);
            company.draw(
                    20,
                    Instant.parse("2026-04-02T00:00:00Z"),
                    Instant.parse("2026-04-03T00:00:00Z"));
            company.seal(MONTH, "");
            Corrections corrections = corrections(company);
            BillingPeriod march = company.period(MONTH);
            assertThat(corrections.late(march).isEmpty()).isTrue();

            long known = company.bytes();
            company.draw(10, FROM, FROM.plusSeconds(3_600));
            company.importDirectory(
                    """
                    department,user,workstation,address,from,to
                    Newcomers,Gina,pc-gina,10.9.9.9,2026-03-11T00:00:00Z,2026-03-12T00:00:00Z
                    """);
            new Settings(company.store()).set("organisation", "of no matter", "test");

            LateChanges late = corrections.late(march);
            long bytes = company.bytes() - known + company.suppressedBytes();
            assertThat(late.calls()).hasSize(1);
            assertThat(late.calls().getFirst().bytes()).isBetween(company.bytes() - known, bytes);
            assertThat(late.edits()).hasSize(1);
            assertThat(late.edits().getFirst().actor()).isEqualTo("test");

            company.account();
            Correction booked = ((CorrectionOutcome.Booked) correct(company)).correction();
            assertThat(booked.bookedIn()).isEqualTo("2026-04");
            assertThat(booked.lines().stream().mapToLong(CorrectionLine::bytes).sum())
                    .isEqualTo(company.bytes() - known);
            assertThat(booked.lines().getFirst().id()).isEqualTo("2026-03-C1-01");
            assertThat(booked.lines())
                    .anySatisfy(line -> assertThat(line.departmentPath()).isEqualTo("Newcomers"))
                    .anySatisfy(line -> {
                        assertThat(line.departmentPath()).isEqualTo("Unassigned");
                        assertThat(line.bytes()).isNegative();
                    });

            List<Statement> april =
                    company.statements().of(company.period("2026-04"), Cancellation.none());
            assertThat(corrections(april))
                    .containsExactlyInAnyOrderElementsOf(
                            booked.lines().stream().map(CorrectionLine::id).toList());
            assertSums(april);
            // a department that has nothing but the correction has a statement for it
            assertThat(april.stream().map(Statement::departmentPath)).contains("Newcomers");

            assertThat(company.seal("2026-04", "")).isInstanceOf(SealOutcome.Sealed.class);
            List<Statement> kept =
                    company.statements().of(company.period("2026-04"), Cancellation.none());
            assertThat(corrections(kept)).hasSize(booked.lines().size());
            assertThat(kept.stream().map(Statement::total).toList())
                    .isEqualTo(april.stream().map(Statement::total).toList());
            assertThat(verify(company)).isEmpty();
        }
    }

    @Test
    void aCorrectionOfTheMonthThatCarriesAnotherDoesNotTakeItBack() {
        try (SmallCompany company = company("chain", System.nanoTime())) {
            company.draw(60, FROM, TO);
            company.seal(MONTH, "");
            company.draw(10, FROM, TO);
            correct(company);
            assertThat(company.seal("2026-04", "")).isInstanceOf(SealOutcome.Sealed.class);

            assertThat(correct(company, "2026-04")).isInstanceOf(CorrectionOutcome.UpToDate.class);
            company.draw(10, FROM, TO);
            Correction second = ((CorrectionOutcome.Booked) correct(company)).correction();
            assertThat(second.number()).isEqualTo("2026-03-C2");
            assertThat(second.bookedIn()).isEqualTo("2026-05");
        }
    }

    @Test
    void aChangedCorrectionIsFoundByVerification() {
        try (SmallCompany company = company("changed", System.nanoTime())) {
            company.draw(60, FROM, TO);
            company.seal(MONTH, "");
            company.draw(20, FROM, TO);
            correct(company);
            assertThat(verify(company)).isEmpty();
            company.store()
                    .write(connection -> {
                        try (var update = connection.createStatement()) {
                            return update.executeUpdate(
                                    "UPDATE correction_line SET amount_minor = amount_minor - 1"
                                            + " WHERE line = 1");
                        }
                    });
            assertThat(verify(company))
                    .anySatisfy(finding -> {
                        assertThat(finding.subject()).isEqualTo(Finding.Subject.CORRECTION);
                        assertThat(finding.place()).isEqualTo("correction 2026-03-C1");
                    });
        }
    }

    /// A tariff file refuses them now; a ledger may have them from before.
    @Test
    void twoFeesOfOneNameAreNotTakenForEachOther() {
        try (SmallCompany company = company("fees", System.nanoTime())) {
            new Tariffs(company.store())
                    .replace(
                            new TariffDraft(
                                    "fees",
                                    Instant.MIN,
                                    "site",
                                    List.of(),
                                    List.of(),
                                    List.of(
                                            new RuleDraft(
                                                    "", "", Band.ANY, "All", BigDecimal.ZERO)),
                                    List.of(
                                            new TariffTerm(
                                                    TariffTerm.Kind.USER, "Desk", BigDecimal.TWO),
                                            new TariffTerm(
                                                    TariffTerm.Kind.DEPARTMENT,
                                                    "Desk",
                                                    BigDecimal.TEN)),
                                    List.of(),
                                    List.of()),
                            "test");
            company.draw(20, FROM, TO);
            company.seal(MONTH, "");
            company.draw(5, FROM, TO);
            Correction booked = ((CorrectionOutcome.Booked) correct(company)).correction();
            assertThat(booked.lines())
                    .isNotEmpty()
                    .allMatch(line -> line.kind() == LineKind.USAGE && line.amount().isZero());
        }
    }

    @Test
    void whatCannotBeCorrectedIsSaid() {
        try (SmallCompany company = company("refusals", System.nanoTime())) {
            company.draw(20, FROM, TO);
            company.account();
            assertThat(correct(company)).isInstanceOf(CorrectionOutcome.NotSealed.class);
            assertThatThrownBy(() -> correct(company, "2019-01"))
                    .isInstanceOf(BillingException.class)
                    .hasMessage("There is no period 2019-01.");
            company.seal(MONTH, "");
            new Settings(company.store()).set("currency", "USD", "test");
            assertThatThrownBy(() -> correct(company))
                    .isInstanceOf(BillingException.class)
                    .hasMessageContaining("charged in EUR and the currency is USD now");
        }
    }

    private SmallCompany company(String name, long seed) {
        return new SmallCompany(directory.resolve(name), seed);
    }

    private static void both(SmallCompany one, SmallCompany other, Consumer<SmallCompany> change) {
        change.accept(one);
        change.accept(other);
    }

    /// Something that comes too late.
    private static Consumer<SmallCompany> late(SplittableRandom dice, int number) {
        Instant at = FROM.plus(Duration.ofHours(dice.nextInt(72)));
        int kind = dice.nextInt(3);
        int cents = dice.nextInt(500);
        return company -> {
            switch (kind) {
                case 0 -> company.draw(1 + cents / 20, at, at.plusSeconds(7_200));
                case 1 ->
                        company.importDirectory(
                                """
                                department,user,workstation,address,from,to
                                Moved%1$d,User%1$d,pc-%1$d,10.9.9.9,%2$s,%3$s
                                """
                                        .formatted(number, at, at.plusSeconds(3_600L * 24)));
                default ->
                        new Tariffs(company.store())
                                .replace(
                                        "tariff " + number,
                                        at,
                                        List.of(
                                                new RuleDraft(
                                                        "Internet",
                                                        "",
                                                        Band.PEAK,
                                                        "Internet peak",
                                                        BigDecimal.valueOf(cents, 5)),
                                                new RuleDraft(
                                                        "",
                                                        "",
                                                        Band.ANY,
                                                        "The rest",
                                                        BigDecimal.valueOf(cents, 6))),
                                        "test");
            }
        };
    }

    private static CorrectionOutcome correct(SmallCompany company) {
        return correct(company, MONTH);
    }

    private static CorrectionOutcome correct(SmallCompany company, String period) {
        return corrections(company)
                .correct(period, "late data", "test", Cancellation.none(), Progress.NONE);
    }

    private static Corrections corrections(SmallCompany company) {
        return new Corrections(
                company.home(), company.store(), company.archive(), SmallCompany.CLOCK);
    }

    private static List<Finding> verify(SmallCompany company) {
        return new Verification(company.home(), company.store(), company.archive())
                .run(Cancellation.none(), Progress.NONE)
                .findings();
    }

    private static void charge(Map<String, Long> sums, Statement statement) {
        for (StatementLine line : statement.lines()) {
            sums.merge(
                    statement.departmentPath()
                            + "|"
                            + line.rule()
                            + "|"
                            + line.category()
                            + "|"
                            + line.band(),
                    line.amount().minor(),
                    Long::sum);
        }
    }

    private static String key(CorrectionLine line) {
        return line.departmentPath()
                + "|"
                + line.rule()
                + "|"
                + line.category()
                + "|"
                + line.band();
    }

    private static List<String> corrections(List<Statement> statements) {
        List<String> references = new ArrayList<>();
        for (Statement statement : statements) {
            for (StatementLine line : statement.lines()) {
                if (line.kind() == LineKind.CORRECTION) {
                    references.add(line.reference());
                    assertThat(line.title()).startsWith("Correction " + line.reference());
                }
            }
        }
        return references;
    }

    private static void assertSums(List<Statement> statements) {
        for (Statement statement : statements) {
            assertThat(statement.lines().stream().map(StatementLine::amount).reduce(Amount::plus))
                    .hasValue(statement.total());
        }
    }
}
