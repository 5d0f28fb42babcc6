package net.flowtally.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.flowtally.app.acceptance.Program.Outcome;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.EveryLine;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of money on a home whose open month has lines of every kind: their figures are
/// those of the statements, and what cannot be is refused in a sentence.
class MoneyTest {
    private static final String MONTH = "2026-04";

    @TempDir Path directory;

    @Test
    void itsCommandsTellTheFiguresOfTheStatements() throws IOException {
        List<Statement> statements;
        try (SmallCompany company = EveryLine.of(directory, System.nanoTime())) {
            statements = company.statements().of(company.period(MONTH), Cancellation.none());
        }
        Statement sales = of(statements, "Sales");
        percentileIsThatOfTheLine(sales);
        everyKindOfLineIsExplained(statements);
        creditsMoveTheTotal(sales);
        budgetsTellWhatIsUsed();
        previewAndWhatIfChangeNothing(statements);
        wrongInputIsToldInASentence();
    }

    private void percentileIsThatOfTheLine(Statement sales) {
        String line =
                sales.lines().stream()
                        .filter(each -> each.kind() == LineKind.COMMIT)
                        .findFirst()
                        .orElseThrow()
                        .title();
        String told = atHome("percentile", MONTH, "--department", "Sales").orFail();
        String value = told.substring("Sales, Night: ".length(), told.indexOf(" Mbit/s"));
        assertThat(line).contains("95th percentile " + value + " Mbit/s");
        List<String> samples =
                atHome("percentile", MONTH, "--department", "Sales", "--format", "csv")
                        .orFail()
                        .lines()
                        .toList();
        assertThat(told).contains("%,d samples".formatted(samples.size() - 1));
        assertThat(samples.stream().filter(row -> row.endsWith("true,false")).count())
                .isEqualTo((samples.size() - 1) / 20);
    }

    private void everyKindOfLineIsExplained(List<Statement> statements) {
        for (LineKind kind : LineKind.values()) {
            StatementLine line =
                    statements.stream()
                            .flatMap(each -> each.lines().stream())
                            .filter(each -> each.kind() == kind)
                            .findFirst()
                            .orElseThrow();
            String told = atHome("explain", line.id()).orFail();
            assertThat(told).contains("How " + line.id() + " comes to " + line.amount() + ":");
            List<String> figures =
                    atHome("explain", line.id(), "--figures").orFail().lines().toList();
            assertThat(figures.getFirst()).isEqualTo("step,what,exact,amount");
            assertThat(figures.getLast()).endsWith("," + line.amount().decimal());
            if (kind == LineKind.CORRECTION) {
                assertThat(atHome("explain", line.reference()).orFail()).isEqualTo(told);
                assertThat(told).contains("what came in since, and what it moves");
            }
        }
    }

    private void creditsMoveTheTotal(Statement sales) {
        String given =
                atHome("credit", "add", MONTH, "Sales", "10.00", "--reason", "a bad day").orFail();
        assertThat(given).contains("Sales", "10.00 EUR", "Goodwill: a bad day");
        String number = given.substring(0, given.indexOf(' '));
        assertThat(atHome("credit", "list", MONTH).orFail()).contains(given);
        // 3 % mark-up and 19.6 % tax go down with it
        BigDecimal now = total("Sales");
        assertThat(sales.total().decimal().subtract(now).subtract(new BigDecimal("12.32")).abs())
                .isLessThanOrEqualTo(new BigDecimal("0.01"));
        atHome("credit", "remove", number).orFail();
        assertThat(total("Sales")).isEqualByComparingTo(sales.total().decimal());
        assertThat(atHome("credit", "propose", MONTH).orFail())
                .isEqualTo("There is nothing to give back.\n");
    }

    private BigDecimal total(String department) {
        Path out = directory.resolve("out");
        atHome(
                        "statement",
                        MONTH,
                        "--department",
                        department,
                        "--format",
                        "csv",
                        "--out",
                        out.toString())
                .orFail();
        try (Stream<String> lines = Files.lines(out.resolve(MONTH + " " + department + ".csv"))) {
            String total =
                    lines.filter(line -> line.startsWith("Total,")).findFirst().orElseThrow();
            return new BigDecimal(total.substring(total.lastIndexOf(',') + 1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void budgetsTellWhatIsUsed() {
        atHome("budget", "set", "Sales", "--money", "1").orFail();
        atHome("budget", "set", "Sales", "--volume", "900000").orFail();
        String used = total("Sales").toPlainString();
        assertThat(atHome("budget", "status", MONTH).orFail()).contains(used, "passed", "within");
        assertThat(atHome("budget", "status", MONTH, "--format", "json").orFail())
                .contains(
                        "{\"department\":\"Sales\",\"kind\":\"money\",\"most\":1,\"used\":" + used,
                        "\"unit\":\"EUR\",\"state\":\"exceeded\"}",
                        "\"unit\":\"MB\",\"state\":\"within\"}");
        atHome("budget", "remove", "Sales", "money").orFail();
        assertThat(atHome("budget", "status", MONTH).orFail()).doesNotContain("passed");
    }

    private void previewAndWhatIfChangeNothing(List<Statement> statements) throws IOException {
        Path tariff =
                Files.write(
                        directory.resolve("tariff.txt"),
                        List.of(
                                "tariff New",
                                "from 2026-04-01",
                                "rule any -> All = 0.01 per MB",
                                "fee Desk = 3 per user"));
        String sales = of(statements, "Sales").total().toString();
        assertThat(atHome("tariff", "import", tariff.toString(), "--preview").orFail())
                .contains("2026-04 Sales: ", ", " + sales + " -> ");
        assertThat(atHome("tariff", "what-if", tariff.toString(), MONTH).orFail())
                .contains(sales, "Nothing is booked.");
        assertThat(atHome("tariff", "list").orFail()).doesNotContain("New");
        assertThat(
                        atHome(
                                        "directory",
                                        "move",
                                        "user",
                                        "Anna",
                                        "Research",
                                        "--at",
                                        "2026-04-01",
                                        "--preview")
                                .orFail())
                .contains("2026-04 Sales: ", ", " + sales + " -> ");
        assertThat(atHome("verify").orFail()).contains("Everything agrees.");
    }

    private void wrongInputIsToldInASentence() {
        assertRefused("There is no department Saales.", "credit", "add", MONTH, "Saales", "1");
        assertRefused("'five' is no number, as in 12.50", "credit", "add", MONTH, "Sales", "five");
        assertRefused("is no credit", "credit", "add", MONTH, "Sales", "0.005");
        assertRefused("2026-03 is sealed", "credit", "add", "2026-03", "Sales", "1");
        assertRefused("There is no usage in 2031-01 yet", "credit", "add", "2031-01", "Sales", "1");
        assertRefused("There is no credit 99.", "credit", "remove", "99");
        assertRefused("A budget is not below zero.", "budget", "set", "Sales", "--money", "-1");
        assertRefused("Say --money AMOUNT or --volume N", "budget", "set", "Sales");
        assertRefused("Sales has no budget of money.", "budget", "remove", "Sales", "money");
        assertRefused("expected one of", "budget", "remove", "Sales", "cash");
        assertRefused("no statement of 2026-04 has it", "explain", "2026-04-0099-01");
        assertRefused("There is no line 2026-03-C9-01", "explain", "2026-03-C9-01");
        assertRefused("is charged by a percentile", "percentile", MONTH, "--department", "Mars");
    }

    private void assertRefused(String sentence, String... arguments) {
        Outcome outcome = atHome(arguments);
        assertThat(outcome.exit()).as(outcome.err()).isNotZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("flowtally: ")
                .contains(sentence)
                .doesNotContain("Exception", "\tat ");
    }

    private static Statement of(List<Statement> statements, String department) {
        return statements.stream()
                .filter(each -> each.departmentPath().equals(department))
                .findFirst()
                .orElseThrow();
    }

    private Outcome atHome(String... arguments) {
        return Program.here(
                SmallCompany.CLOCK,
                Stream.concat(
                                Stream.of(arguments),
                                Stream.of("--home", directory.resolve("home").toString()))
                        .toArray(String[]::new));
    }
}
