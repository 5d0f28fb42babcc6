package net.flowtally.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.flowtally.app.acceptance.Program;
import net.flowtally.app.acceptance.Program.Outcome;
import net.flowtally.collector.simulate.Company;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.billing.Integrity;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.ExporterQuarter;
import net.flowtally.ledger.explore.CallAnswer;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.explore.CallQuestion;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.reports.catalogue.Catalogue;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportEngine;
import net.flowtally.reports.catalogue.ReportParameters;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The whole demonstration, and the sums that have to be the same on every level of it.
@TestInstance(Lifecycle.PER_CLASS)
class DemoTest {
    private Path directory;
    private Path home;
    private Path out;
    private Outcome outcome;

    @BeforeAll
    void demonstrate(@TempDir Path temporary) {
        directory = temporary;
        home = directory.resolve("home");
        out = directory.resolve("statements");
        outcome =
                Program.here(
                        "demo", "--headless", "--home", home.toString(), "--out", out.toString());
    }

    @Test
    void endsWellAndSaysThatAllTotalsAgree() {
        assertThat(outcome.orFail()).contains("All totals agree, to the byte.");
    }

    @Test
    void hearsAnLfapAgentWhoseFiguresAddUpWithTheRest() {
        assertThat(outcome.orFail()).containsPattern("simulated, LFAP v5 +[1-9][0-9,]* records");
        String status = Program.here("status", "--home", home.toString(), "--json").orFail();
        assertThat(status).contains("LFAP v5").contains("\"admissions\" : 200");
    }

    @Test
    void leavesAWorkbookAndAPageForEachDepartment() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder(
                            "directory.csv",
                            "2026-03 Administration.html",
                            "2026-03 Administration.xlsx",
                            "2026-03 Engineering.html",
                            "2026-03 Engineering.xlsx",
                            "2026-03 Sales.html",
                            "2026-03 Sales.xlsx",
                            "2026-03 Unassigned.html",
                            "2026-03 Unassigned.xlsx");
        }
    }

    @Test
    void linesUsageAndCallsAreTheSameBytes() {
        try (Store store = Store.open(Home.open(home));
                UsageReader usage = new UsageReader(Home.open(home), store)) {
            BillingPeriod period = new Periods(store).ensure("2026-03");
            long lines = 0;
            for (Statement statement : statements(store, usage)) {
                for (StatementLine line : statement.lines()) {
                    lines += line.bytes();
                }
            }
            long used =
                    usage.total(period.from(), period.to(), UsageScope.ALL, Cancellation.none())
                            .bytes();
            assertThat(used).isEqualTo(lines).isPositive();
            CallArchive archive = new CallArchive(Home.open(home), store, Clock.systemUTC());
            CallExplorer explorer = new CallExplorer(Home.open(home), store, archive);
            try (CallAnswer answer =
                    explorer.find(
                            CallQuestion.of(period.from(), period.to()),
                            Cancellation.none(),
                            (what, done, of) -> {})) {
                assertThat(answer.total().bytes()).isEqualTo(lines);
            }
        }
    }

    @Test
    void whatIsNoDuplicateInTheArchiveIsOnTheStatements() {
        try (Store store = Store.open(Home.open(home));
                UsageReader usage = new UsageReader(Home.open(home), store)) {
            BillingPeriod period = new Periods(store).ensure("2026-03");
            CallArchive archive = new CallArchive(Home.open(home), store, Clock.systemUTC());
            long elected = 0;
            long suppressed = 0;
            try (CallReader reader = archive.reader()) {
                for (ExporterQuarter sum :
                        reader.sums(
                                period.fromMicros(),
                                period.toMicros(),
                                Long.MAX_VALUE,
                                Cancellation.none())) {
                    elected += sum.electedBytes();
                    suppressed += sum.suppressedBytes();
                }
            }
            long stated = 0;
            for (Statement statement : statements(store, usage)) {
                stated += statement.bytes();
            }
            assertThat(elected).isEqualTo(stated);
            assertThat(suppressed).isPositive();
        }
    }

    /// Bytes by zone and by the clock on the wall of Berlin, times the price, rounded once.
    @Test
    void theMoneyOfEachLineIsWhatAFewLinesOfArithmeticGive() {
        Map<String, String> prices =
                Map.of(
                        "Internet peak", "0.0020",
                        "Internet off-peak", "0.0008",
                        "WAN peak", "0.0035",
                        "WAN off-peak", "0.0015",
                        "Intranet", "0");
        Map<String, Long> bytes = new HashMap<>();
        String csv =
                Program.here(
                                "usage",
                                "--home",
                                home.toString(),
                                "--format",
                                "csv",
                                "--from",
                                "2026-03-01",
                                "--to",
                                "2026-04-01")
                        .orFail();
        List<String> lines = csv.lines().toList();
        List<String> header = List.of(lines.getFirst().split(",", -1));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            ZonedDateTime local =
                    Instant.parse(cells[header.indexOf("quarter")]).atZone(Company.ZONE);
            boolean peak =
                    local.getDayOfWeek().getValue() <= 5
                            && local.getHour() >= 8
                            && local.getHour() < 18;
            String zone = cells[header.indexOf("zone")];
            String category = zone + (zone.equals("Intranet") ? "" : peak ? " peak" : " off-peak");
            bytes.merge(
                    cells[header.indexOf("department")] + "|" + category,
                    Long.parseLong(cells[header.indexOf("bytesSent")])
                            + Long.parseLong(cells[header.indexOf("bytesReceived")]),
                    Long::sum);
        }
        Map<String, String> expected = new TreeMap<>();
        bytes.forEach((key, sum) -> {
            String price = prices.get(key.substring(key.indexOf('|') + 1));
            assertThat(price).as(key).isNotNull();
            BigDecimal amount =
                    new BigDecimal(price)
                            .multiply(BigDecimal.valueOf(sum))
                            .movePointLeft(6)
                            .setScale(2, RoundingMode.HALF_UP);
            expected.put(key, sum + " bytes, " + amount);
        });
        Map<String, String> stated = new TreeMap<>();
        try (Store store = Store.open(Home.open(home));
                UsageReader usage = new UsageReader(Home.open(home), store)) {
            for (Statement statement : statements(store, usage)) {
                BigDecimal total = BigDecimal.ZERO;
                for (StatementLine line : statement.lines()) {
                    BigDecimal amount = line.amount().decimal();
                    stated.put(
                            statement.departmentPath() + "|" + line.category(),
                            line.bytes() + " bytes, " + amount);
                    total = total.add(amount);
                }
                assertThat(statement.total().decimal()).isEqualByComparingTo(total);
            }
        }
        assertThat(stated).isEqualTo(expected);
    }

    @Test
    void everyReportOfTheMonthEndsWithTheTotalOfTheStatements() {
        try (Store store = Store.open(Home.open(home));
                UsageReader usage = new UsageReader(Home.open(home), store)) {
            BillingPeriod period = new Periods(store).ensure("2026-03");
            long bytes = 0;
            long minor = 0;
            for (Statement statement : statements(store, usage)) {
                bytes += statement.bytes();
                minor += statement.total().minor();
            }
            CallArchive archive = new CallArchive(Home.open(home), store, Clock.systemUTC());
            ReportEngine engine =
                    new ReportEngine(
                            usage,
                            new CallExplorer(Home.open(home), store, archive),
                            new Periods(store),
                            new Integrity(store, usage),
                            new Settings(store),
                            Clock.systemUTC());
            ReportParameters asked =
                    ReportParameters.of(period.from(), period.to(), Locale.ROOT).top(3);
            for (ReportDeclaration declaration :
                    List.of(
                            Catalogue.DIRECTORY_NAME_SUMMARY,
                            Catalogue.TOP_TALKERS,
                            Catalogue.DAILY_VOLUME)) {
                Table table =
                        engine.run(declaration, asked, Cancellation.none(), Progress.NONE)
                                .tables()
                                .getFirst();
                long summed = 0;
                for (Row row : table.summed()) {
                    summed += bytes(table, row);
                }
                assertThat(summed).as(declaration.id()).isEqualTo(bytes);
                assertThat(bytes(table, table.rows().getLast()))
                        .as(declaration.id())
                        .isEqualTo(bytes);
                assertThat(charge(table, table.rows().getLast()))
                        .as(declaration.id())
                        .isEqualTo(minor);
            }
        }
    }

    private static long bytes(Table table, Row row) {
        return row.cells().get(column(table, "bytes")) instanceof Cell.Bytes(long bytes)
                ? bytes
                : -1;
    }

    private static long charge(Table table, Row row) {
        return row.cells().get(column(table, "charge")) instanceof Cell.Money money
                ? money.amount().minor()
                : -1;
    }

    private static int column(Table table, String id) {
        for (int i = 0; i < table.columns().size(); i++) {
            if (table.columns().get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException(table.title() + " has no column " + id);
    }

    @Test
    void canBeVerifiedAndIsSealedForEver() {
        assertThat(Program.here("verify", "--home", home.toString()).orFail())
                .contains("1 sealed period", "Everything agrees.");
        assertThat(Program.here("seal", "2026-03", "--home", home.toString()).orFail())
                .contains("sealed before");
    }

    @Test
    void givesTheSameMonthEachTime() {
        assertThat(outcome.out())
                .contains("582,084 records      885,331,010,603 bytes")
                .contains("on its statements                             727,191,148,973 bytes")
                .contains("1228.08 EUR");
    }

    @Test
    void leavesAloneWhatItDidNotMake() throws IOException {
        Path foreign = Files.createDirectory(directory.resolve("foreign"));
        Files.writeString(foreign.resolve("thesis.txt"), "chapter 1");
        Outcome refused = Program.here("demo", "--headless", "--home", foreign.toString());
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("was not made by the demonstration").hasLineCount(1);
        assertThat(foreign.resolve("thesis.txt")).hasContent("chapter 1");
    }

    private static List<Statement> statements(Store store, UsageReader usage) {
        return new Statements(store, usage)
                .of(new Periods(store).ensure("2026-03"), Cancellation.none());
    }

    @Test
    void itsMonthIsStatedAndProvenThoughItsCallsHaveGone() throws IOException {
        Path copy = directory.resolve("copy");
        try (Stream<Path> tree = Files.walk(home)) {
            for (Path path : tree.toList()) {
                Path target = copy.resolve(home.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        Program.here("set", "retention.months", "1", "--home", copy.toString()).orFail();
        assertThat(Program.here("retention", "--dry-run", "--home", copy.toString()).orFail())
                .contains("2026-03  blocked", "It may be disputed until");
        Program.here("set", "retention.dispute-days", "0", "--home", copy.toString()).orFail();
        String before = usage(copy);

        assertThat(Program.here("account", "--home", copy.toString()).orFail())
                .contains("The call detail of 2026-03 went: ", "2026-03.sqlite");

        assertThat(usage(copy)).isEqualTo(before);
        assertThat(Program.here("verify", "--home", copy.toString()).orFail())
                .contains(
                        "2026-03: its call detail was removed by retention", "Everything agrees.");
        assertThat(Program.here("period", "list", "--home", copy.toString()).orFail())
                .contains("sealed, calls removed ");
        assertThat(Program.here("retention", "--json", "--home", copy.toString()).orFail())
                .contains("\"detail\" : \"gone\"", "\"octetsFreed\" : 0");
        assertThat(Program.here("explain", "2026-03-0001-01", "--home", copy.toString()).orFail())
                .contains("usage rows: they sum to it", "were removed by retention");
        Outcome calls =
                Program.here(
                        "calls",
                        "--from",
                        "2026-03-02",
                        "--to",
                        "2026-03-03",
                        "--home",
                        copy.toString());
        assertThat(calls.exit()).isEqualTo(2);
        assertThat(calls.out()).isEmpty();
        assertThat(calls.err()).contains("The calls of 2026-03 were removed by retention on ");
    }

    private static String usage(Path home) {
        return Program.here(
                        "usage",
                        "--from",
                        "2026-03-01",
                        "--to",
                        "2026-04-01",
                        "--home",
                        home.toString())
                .orFail();
    }
}
