package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.SmallCompany.Part;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.ChecklistItem.Severity;
import net.flowtally.ledger.billing.ChecklistItem.Subject;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.RuleDraft;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillingTest {
    private static final Instant FROM = Instant.parse("2026-02-28T23:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-31T22:00:00Z");

    private static final Instant SOME = Instant.parse("2026-03-13T18:00:00Z");

    @TempDir Path directory;
    private SmallCompany company;

    @BeforeEach
    void open() {
        company = new SmallCompany(directory, System.nanoTime());
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void linesSumToUsageAndToSlicesAndMoneyIsRoundedOncePerLine() {
        company.draw(1_500, SOME, SOME.plus(Duration.ofDays(5)));
        company.account();
        BillingPeriod march = company.period("2026-03");
        List<Statement> statements = company.statements().of(march, Cancellation.none());

        // the oracle: bytes by department and category, times the price, rounded half up
        Map<String, Long> bytes = new TreeMap<>();
        for (Part part : company.parts()) {
            bytes.merge(part.department() + "|" + part.category(), part.bytes(), Long::sum);
        }
        Map<String, BigDecimal> prices =
                Map.of(
                        "Internet peak", new BigDecimal("0.0020"),
                        "Internet off-peak", new BigDecimal("0.0008"),
                        "Intranet", BigDecimal.ZERO);
        Map<String, BigDecimal> money = new TreeMap<>();
        bytes.forEach((key, sum) ->
                money.put(
                        key,
                        prices.getOrDefault(key.substring(key.indexOf('|') + 1), BigDecimal.TEN)
                                .multiply(BigDecimal.valueOf(sum))
                                .movePointLeft(6)
                                .setScale(2, RoundingMode.HALF_UP)));

        Map<String, Long> lineBytes = new TreeMap<>();
        Map<String, BigDecimal> lineMoney = new TreeMap<>();
        for (Statement statement : statements) {
            BigDecimal total = BigDecimal.ZERO.setScale(2);
            for (StatementLine line : statement.lines()) {
                String key = statement.departmentPath() + "|" + line.category();
                lineBytes.put(key, line.bytes());
                lineMoney.put(key, line.amount().decimal());
                total = total.add(line.amount().decimal());
                assertThat(line.id())
                        .isEqualTo("%s-%02d".formatted(statement.number(), line.line()));
            }
            assertThat(statement.total().decimal()).isEqualTo(total);
            assertThat(statement.isDraft()).isTrue();
        }
        assertThat(lineBytes).isEqualTo(bytes);
        assertThat(lineMoney).isEqualTo(money);
        assertThat(statements.stream().mapToLong(Statement::bytes).sum())
                .isEqualTo(company.bytes())
                .isEqualTo(
                        company.usage()
                                .total(FROM, TO, UsageScope.ALL, Cancellation.none())
                                .bytes());
        assertThat(statements.stream().map(Statement::departmentPath))
                .containsExactly("Research", "Research/Lab", "Sales", "Unassigned");
        assertThat(statements.getFirst().number()).isEqualTo("2026-03-0001");
        IntegrityBox integrity = statements.getFirst().integrity();
        assertThat(integrity.bytes()).isEqualTo(company.bytes());
        assertThat(integrity.duplicateBytes()).isEqualTo(company.suppressedBytes());
        assertThat(integrity.unassignedBytes()).isEqualTo(statements.getLast().bytes());
        assertThat(integrity.quarterHours()).isEqualTo(2_972);
    }

    @Test
    void aSealedPeriodNeverChanges() {
        company.draw(400, SOME, SOME.plus(Duration.ofDays(3)));
        assertThat(company.seal("2026-03", "")).isInstanceOf(SealOutcome.Sealed.class);
        BillingPeriod march = company.period("2026-03");
        assertThat(march.isSealed()).isTrue();
        List<Statement> sealed = company.statements().of(march, Cancellation.none());
        String usage = company.usage().hash(FROM, TO, Cancellation.none());

        company.draw(
                20, Instant.parse("2026-03-10T08:00:00Z"), Instant.parse("2026-03-10T09:00:00Z"));
        company.importDirectory(
                """
                department,user,workstation,address,from,to
                Newcomers,Gina,pc-gina,10.9.9.9,,
                """);
        new Tariffs(company.store())
                .replace(
                        "dear",
                        Instant.MIN,
                        List.of(new RuleDraft("", "", Band.ANY, "All", new BigDecimal("9.99"))),
                        "test");
        new Settings(company.store()).set("unit", "MiB", "test");

        assertThat(company.account().sealed()).isPositive();
        assertThat(company.seal("2026-03", "")).isInstanceOf(SealOutcome.AlreadySealed.class);
        assertThat(company.statements().of(march, Cancellation.none())).isEqualTo(sealed);
        assertThat(company.usage().hash(FROM, TO, Cancellation.none())).isEqualTo(usage);
        long charged =
                company.usage()
                        .total(FROM, TO, UsageScope.ALL, Cancellation.none())
                        .charge()
                        .minor();
        assertThat(charged).isEqualTo(sealed.stream().mapToLong(one -> one.total().minor()).sum());
    }

    @Test
    void aSourceThatWasDecidedAboutIsNoLongerOnTheChecklist() {
        company.draw(50, SOME, SOME.plus(Duration.ofDays(2)));
        Address stranger = Address.parse("192.0.2.77");
        company.pending(
                new PendingSource(
                        stranger,
                        "NetFlow v9",
                        1_234,
                        Micros.of(Instant.parse("2026-03-20T10:00:00Z")),
                        new byte[] {0, 9}));
        company.commit(List.of(), Micros.of(TO));
        assertThat(pendingItems()).hasSize(1);
        new Exporters(company.store()).approve(stranger, "branch", "test");
        assertThat(pendingItems()).isEmpty();
        new Exporters(company.store()).refuse(stranger, "test");
        assertThat(pendingItems()).isEmpty();
    }

    private List<ChecklistItem> pendingItems() {
        return company.checklist().check(company.period("2026-03"), Cancellation.none()).stream()
                .filter(item -> item.subject() == Subject.PENDING_EXPORTER)
                .toList();
    }

    @Test
    void errorsOfTheChecklistRefuseTheSealUntilAReasonIsGiven() {
        company.draw(200, SOME, SOME.plus(Duration.ofDays(2)));
        company.pending(
                new PendingSource(
                        Address.parse("192.0.2.77"),
                        "NetFlow v9",
                        1_234,
                        Micros.of(Instant.parse("2026-03-20T10:00:00Z")),
                        new byte[] {0, 9}));
        company.lose(Micros.of(FROM), 1_000, 7);
        List<Slice> held = new ArrayList<>();
        held.add(company.held(Instant.parse("2026-03-05T10:00:00Z"), 4_321));
        company.commit(held, Micros.of(TO));

        SealOutcome refused = company.seal("2026-03", "");

        assertThat(refused).isInstanceOf(SealOutcome.Refused.class);
        List<ChecklistItem> items = ((SealOutcome.Refused) refused).items();
        assertThat(subjects(items, Severity.ERROR))
                .containsExactlyInAnyOrder(Subject.PENDING_EXPORTER, Subject.HELD);
        assertThat(subjects(items, Severity.WARNING)).contains(Subject.UNASSIGNED, Subject.LOSS);
        assertThat(items.stream().map(ChecklistItem::what))
                .anyMatch(what -> what.contains("192.0.2.77 sent 1,234 datagrams"))
                .anyMatch(what -> what.contains("4,321 bytes are held"))
                .anyMatch(what -> what.contains("7 of 1,000 flow records"));
        assertThat(company.period("2026-03").isSealed()).isFalse();

        assertThat(company.seal("2026-03", "the source is a printer"))
                .isInstanceOf(SealOutcome.Sealed.class);
        assertThat(company.statements().of(company.period("2026-03"), Cancellation.none()))
                .allSatisfy(statement ->
                        assertThat(statement.integrity().heldBytes()).isEqualTo(4_321));
    }

    @Test
    void aPeriodThatIsNotOverOrWhoseCallsMatchNoRuleHasErrors() {
        Instant from = Instant.parse("2026-06-01T00:00:00Z");
        company.draw(30, from, from.plusSeconds(7_200));
        new Tariffs(company.store())
                .replace(
                        "empty",
                        Instant.MIN,
                        List.of(new RuleDraft("WAN", "", Band.ANY, "WAN", BigDecimal.ONE)),
                        "test");
        company.account();

        List<ChecklistItem> items =
                company.checklist().check(company.period("2026-06"), Cancellation.none());

        assertThat(subjects(items, Severity.ERROR))
                .containsExactlyInAnyOrder(Subject.PERIOD_NOT_OVER, Subject.UNRATED);
        List<Statement> statements =
                company.statements().of(company.period("2026-06"), Cancellation.none());
        assertThat(statements)
                .allSatisfy(statement -> {
                    assertThat(statement.total().minor()).isZero();
                    assertThat(statement.lines().getFirst().category()).isEqualTo("Unrated");
                });
        assertThat(statements.stream().mapToLong(Statement::bytes).sum())
                .isEqualTo(company.bytes());
        assertThat(company.seal("2026-06", "it is late"))
                .isEqualTo(
                        new SealOutcome.Impossible(
                                "2026-06",
                                "2026-06 ends at 2026-07-01T00:00+02:00 and can be sealed"
                                        + " then, not before."));
        assertThat(company.period("2026-06").isSealed()).isFalse();
    }

    @Test
    void aMonthBesideAllCallsIsNotSealedAndOneBetweenThemIs() {
        Instant april = Instant.parse("2026-04-30T22:00:00Z");
        company.draw(20, SOME, SOME.plus(Duration.ofDays(2)));
        company.draw(20, april.plus(Duration.ofDays(3)), april.plus(Duration.ofDays(4)));
        Periods periods = new Periods(company.store());

        assertThat(company.seal("2026-01", "it was quiet"))
                .isEqualTo(
                        new SealOutcome.Impossible(
                                "2026-01",
                                "There are no calls in 2026-01; the archive has some from 2026-03 to"
                                        + " 2026-05."));
        assertThat(company.seal("2199-12", "it is late"))
                .isInstanceOf(SealOutcome.Impossible.class);
        assertThat(periods.list().stream().map(BillingPeriod::name))
                .containsExactly("2026-03", "2026-05");

        assertThat(company.seal("2026-04", "nobody sent anything"))
                .isInstanceOf(SealOutcome.Sealed.class);
        assertThat(periods.list().stream().map(BillingPeriod::name))
                .containsExactly("2026-03", "2026-04", "2026-05");
    }

    private static List<Subject> subjects(List<ChecklistItem> items, Severity severity) {
        return items.stream()
                .filter(item -> item.severity() == severity)
                .map(ChecklistItem::subject)
                .toList();
    }
}
