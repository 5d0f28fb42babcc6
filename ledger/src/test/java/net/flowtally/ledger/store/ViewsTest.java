package net.flowtally.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.EveryLine;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.billing.Budget;
import net.flowtally.ledger.billing.BudgetStatus;
import net.flowtally.ledger.billing.Budgets;
import net.flowtally.ledger.billing.Credits;
import net.flowtally.ledger.billing.GivenCredit;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewsTest {
    private static final Pattern HEADING = Pattern.compile("### (v_\\w+)");
    private static final Pattern COLUMN = Pattern.compile("\\| (\\w+) \\| [\\w, ]+ \\|.*");

    @TempDir Path directory;
    private SmallCompany company;

    @BeforeEach
    void seal() {
        company = new SmallCompany(directory, System.nanoTime());
        Instant from = Instant.parse("2026-03-10T00:00:00Z");
        company.draw(120, from, Instant.parse("2026-03-12T00:00:00Z"));
        company.lose(from.toEpochMilli() * 1000, 200, 3);
        company.commit(List.of(), from.toEpochMilli() * 1000);
        assertThat(company.seal("2026-03", "")).isInstanceOf(SealOutcome.Sealed.class);
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void everyViewAndColumnIsDescribedInTheirOrder() throws Exception {
        Map<String, List<String>> described = new TreeMap<>();
        List<String> columns = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/sql.md"))) {
            Matcher heading = HEADING.matcher(line);
            Matcher column = COLUMN.matcher(line);
            if (heading.matches()) {
                columns = new ArrayList<>();
                described.put(heading.group(1), columns);
            } else if (column.matches() && !column.group(1).equals("column")) {
                columns.add(column.group(1));
            }
        }
        Map<String, List<String>> views = new TreeMap<>();
        try (Connection connection = connect()) {
            for (String view :
                    texts(connection, "SELECT name FROM sqlite_master WHERE type = 'view'")) {
                views.put(
                        view,
                        texts(connection, "SELECT name FROM pragma_table_info('" + view + "')"));
            }
        }
        assertThat(described).isEqualTo(views);
    }

    @Test
    void everyViewCanBeReadThroughPlainJdbc() throws Exception {
        try (Connection connection = connect()) {
            for (String view :
                    texts(connection, "SELECT name FROM sqlite_master WHERE type = 'view'")) {
                texts(connection, "SELECT count(*) FROM " + view);
            }
        }
    }

    @Test
    void statementsReadAsTheyAreShown() throws Exception {
        Map<String, String> shown = new LinkedHashMap<>();
        for (Statement statement :
                company.statements().of(company.period("2026-03"), Cancellation.none())) {
            shown.put(
                    statement.number(),
                    statement.departmentPath()
                            + " "
                            + statement.calls()
                            + " "
                            + statement.bytes()
                            + " "
                            + BigDecimal.valueOf(statement.total().minor(), 2));
        }
        try (Connection connection = connect()) {
            assertThat(
                            pairs(
                                    connection,
                                    "SELECT statement, department || ' ' || calls || ' ' || bytes"
                                            + " || ' ' || total FROM v_statement"
                                            + " ORDER BY statement"))
                    .isEqualTo(shown);
            assertThat(
                            texts(
                                    connection,
                                    "SELECT s.statement FROM v_statement s WHERE total_minor <>"
                                            + " (SELECT sum(amount_minor) FROM v_statement_line l"
                                            + " WHERE l.statement = s.statement)"))
                    .isEmpty();
        }
    }

    @Test
    void amountsHaveTheDecimalsOfTheirCurrency() throws Exception {
        Map<String, String> digits = new TreeMap<>();
        for (Currency currency : Currency.getAvailableCurrencies()) {
            if (currency.getDefaultFractionDigits() >= 0) {
                digits.put(
                        currency.getCurrencyCode(),
                        BigDecimal.valueOf(-705, currency.getDefaultFractionDigits())
                                .toPlainString());
            }
        }
        Map<String, String> read = new TreeMap<>();
        for (String currency : digits.keySet()) {
            company.store()
                    .write(connection -> {
                        try (var update =
                                connection.prepareStatement(
                                        "UPDATE statement SET currency = ?, total_minor = -705")) {
                            update.setString(1, currency);
                            return update.executeUpdate();
                        }
                    });
            company.store()
                    .read(connection ->
                            read.put(
                                    currency,
                                    texts(connection, "SELECT DISTINCT total FROM v_statement")
                                            .getFirst()));
        }
        assertThat(read).isEqualTo(digits);
    }

    @Test
    void addressesReadAsTheyAreWritten() throws Exception {
        try (Connection connection = connect()) {
            assertThat(texts(connection, "SELECT assigned FROM v_assignment"))
                    .contains("10.1.1.9/32", "10.1.2.0/24");
            assertThat(texts(connection, "SELECT DISTINCT exporter FROM v_traffic_day"))
                    .containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2");
            assertThat(texts(connection, "SELECT prefix FROM v_zone_prefix"))
                    .contains("fe80:0000:0000:0000:0000:0000:0000:0000/10", "10.0.0.0/8");
            assertThat(
                            texts(
                                    connection,
                                    "SELECT exporter || ' ' || day || ' ' || lost || ' ' ||"
                                            + " lost_percent FROM v_exporter_loss_day"))
                    .containsExactly("192.0.2.1 2026-03-10 3 1.5");
        }
    }

    @Test
    void departmentsHaveTheirPathsAndOnlyTheRowsThatHoldNow() throws Exception {
        try (Connection connection = connect()) {
            assertThat(texts(connection, "SELECT path FROM v_department"))
                    .contains("Sales", "Research", "Research/Lab")
                    .doesNotHaveDuplicates();
            assertThat(
                            texts(
                                    connection,
                                    "SELECT value FROM v_setting WHERE key = 'accounting.zone'"))
                    .containsExactly("Europe/Berlin");
        }
    }

    @Test
    void poolsPromisesCreditsAndBudgetsReadAsTheyAreShown() throws Exception {
        EveryLine.tariff(company, "2026-03-20", 2);
        company.draw(
                80, Instant.parse("2026-04-02T00:00:00Z"), Instant.parse("2026-04-03T00:00:00Z"));
        company.account();
        Credits credits = new Credits(company.store());
        credits.book(
                "2026-04",
                credits.proposed(company.period("2026-04"), company.usage(), Cancellation.none()),
                "anna");
        Budgets budgets = new Budgets(company.store(), SmallCompany.CLOCK);
        budgets.set("Research", Budget.Kind.MONEY, new BigDecimal("12.50"), "test");
        budgets.set("Research", Budget.Kind.VOLUME, new BigDecimal("700"), "test");
        List<String> open;
        try (Connection connection = connect()) {
            open = texts(connection, "SELECT period || measured FROM v_service_measured");
        }
        assertThat(company.seal("2026-04", "")).isInstanceOf(SealOutcome.Sealed.class);
        List<String> given = new ArrayList<>();
        for (GivenCredit each : credits.given("2026-04")) {
            given.add(
                    each.credit().departmentPath()
                            + " "
                            + each.credit().amount().decimal()
                            + " anna "
                            + each.credit().reason());
        }
        List<String> used = new ArrayList<>();
        for (String period : List.of("2026-03", "2026-04")) {
            for (BudgetStatus each :
                    budgets.status(company.period(period), company.usage(), Cancellation.none())) {
                used.add(
                        period
                                + " "
                                + each.departmentPath()
                                + " "
                                + each.budget().most()
                                + " "
                                + each.used().toPlainString());
            }
        }
        try (Connection connection = connect()) {
            assertThat(
                            texts(
                                    connection,
                                    "SELECT department || ' ' || amount || ' ' || given_by || ' '"
                                            + " || reason FROM v_credit ORDER BY id"))
                    .isNotEmpty()
                    .isEqualTo(given);
            assertThat(
                            texts(
                                    connection,
                                    "SELECT period || ' ' || department || ' ' || most || ' ' ||"
                                            + " used FROM v_budget_used ORDER BY period, budget"))
                    .isEqualTo(used);
            assertThat(
                            texts(
                                    connection,
                                    "SELECT name || ' ' || amount || ' ' || sharing FROM v_cost_pool"
                                            + " ORDER BY ordinal"))
                    .containsExactly(
                            "Line 1000.02 usage",
                            "Support 99.99 even",
                            "Rent 50 heads",
                            "Roof 10.01 fixed");
            // 24 hours and what calls last beyond them
            int heard =
                    company.statements()
                            .of(company.period("2026-04"), Cancellation.none())
                            .getFirst()
                            .integrity()
                            .quarterHoursWithData();
            BigDecimal measured =
                    BigDecimal.valueOf(heard * 100L)
                            .divide(BigDecimal.valueOf(2880), 4, RoundingMode.HALF_UP);
            assertThat(
                            texts(
                                    connection,
                                    "SELECT period || ' ' || level || ' ' || measured || ' ' ||"
                                            + " missed || ' ' || shortfall FROM v_service_measured"))
                    .containsExactly(
                            "2026-04 Coverage "
                                    + measured
                                    + " 1 "
                                    + new BigDecimal("99.5").subtract(measured));
            assertThat(open).containsExactly("2026-04" + measured);
        }
    }

    @Test
    void anOdbcClientReadsTheViewsAndCannotWrite() throws Exception {
        assumeTrue(hasOdbc(), "no isql with a driver for SQLite is installed");
        List<String> lines =
                isql("SELECT department, calls, bytes, total FROM v_statement ORDER BY statement");
        List<String> expected = new ArrayList<>();
        for (Statement statement :
                company.statements().of(company.period("2026-03"), Cancellation.none())) {
            expected.add(
                    statement.departmentPath()
                            + ","
                            + statement.calls()
                            + ","
                            + statement.bytes()
                            + ","
                            + BigDecimal.valueOf(statement.total().minor(), 2));
        }
        assertThat(lines).containsExactlyElementsOf(expected);
        long revision = company.store().revision();
        isql("INSERT INTO revision (made_at, actor, what) VALUES (0, 'x', 'y')");
        assertThat(company.store().revision()).isEqualTo(revision);
    }

    @Test
    void anOdbcClientReadsEveryView() throws Exception {
        assumeTrue(hasOdbc(), "no isql with a driver for SQLite is installed");
        try (Connection connection = connect()) {
            for (String view :
                    texts(connection, "SELECT name FROM sqlite_master WHERE type = 'view'")) {
                assertThat(isql("SELECT count(*) FROM " + view))
                        .as(view)
                        .containsExactly(
                                texts(connection, "SELECT count(*) FROM " + view).getFirst());
            }
        }
    }

    @Test
    void theViewsAreMadeAnewWhenTheTablesAreBroughtUpToDate() throws Exception {
        // as a later version does it: the tables are older than the program
        company.store()
                .write(connection -> {
                    try (var statement = connection.createStatement()) {
                        statement.execute("PRAGMA user_version = 1");
                        return statement.executeUpdate("DROP VIEW v_period");
                    }
                });
        try (Store again = Store.open(company.home())) {
            assertThat(
                            again.<List<String>>read(
                                    connection -> texts(connection, "SELECT period FROM v_period")))
                    .containsExactly("2026-03");
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlite:file:" + company.home().database() + "?mode=ro");
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (var query = connection.createStatement();
                ResultSet rows = query.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static Map<String, String> pairs(Connection connection, String sql)
            throws SQLException {
        Map<String, String> pairs = new LinkedHashMap<>();
        try (var query = connection.createStatement();
                ResultSet rows = query.executeQuery(sql)) {
            while (rows.next()) {
                pairs.put(rows.getString(1), rows.getString(2));
            }
        }
        return pairs;
    }

    private static boolean hasOdbc() throws Exception {
        try {
            Process process =
                    new ProcessBuilder("odbcinst", "-q", "-d").redirectErrorStream(true).start();
            String drivers =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0
                    && drivers.contains("[SQLite3]")
                    && new ProcessBuilder("isql", "--version").start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private List<String> isql(String sql) throws Exception {
        Process process =
                new ProcessBuilder(
                                "isql",
                                "-b",
                                "-d,",
                                "-k",
                                "Driver=SQLite3;Database=file:"
                                        + company.home().database()
                                        + "?mode=ro")
                        .redirectErrorStream(true)
                        .start();
        try (var in = process.getOutputStream()) {
            in.write((sql + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return answer.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }
}
