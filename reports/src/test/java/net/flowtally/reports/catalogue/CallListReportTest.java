package net.flowtally.reports.catalogue;

import static net.flowtally.reports.catalogue.ReportsOfACompany.cell;
import static net.flowtally.reports.catalogue.ReportsOfACompany.figure;
import static net.flowtally.reports.catalogue.ReportsOfACompany.rows;
import static net.flowtally.reports.catalogue.ReportsOfACompany.total;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.flowtally.ledger.SmallCompany.Part;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.explore.CallColumn;
import net.flowtally.ledger.explore.CallSort;
import net.flowtally.ledger.explore.Filter;
import net.flowtally.ledger.time.Micros;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.Drill;
import net.flowtally.reports.table.Report;
import net.flowtally.reports.table.Row;
import net.flowtally.reports.table.Section;
import net.flowtally.reports.table.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CR-01, figure by figure against sums over the drawn slices.
class CallListReportTest {
    private static final Instant FROM = Instant.parse("2026-03-14T23:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-16T23:00:00Z");
    private static final Map<String, BigDecimal> PRICES =
            Map.of(
                    "Internet peak", new BigDecimal("0.0020"),
                    "Internet off-peak", new BigDecimal("0.0008"),
                    "Intranet", BigDecimal.ZERO);

    @TempDir Path directory;
    private ReportsOfACompany reports;

    @BeforeEach
    void open() {
        reports = new ReportsOfACompany(directory);
        // across both ends, and across the night in which an address changes hands
        reports.company().draw(400, FROM.minus(Duration.ofHours(3)), TO.plus(Duration.ofHours(3)));
        reports.company().account();
    }

    @AfterEach
    void close() {
        reports.close();
    }

    @Test
    void everyCallIsALineWithTheExactFiguresOfItsSlices() {
        Table table = table(asked());
        List<String> found = new ArrayList<>();
        for (Row row : rows(table, Row.Kind.DETAIL)) {
            found.add(
                    String.join(
                            " ",
                            text(table, row, "department"),
                            text(table, row, "category"),
                            figure(table, row, "sent").toPlainString(),
                            figure(table, row, "received").toPlainString(),
                            figure(table, row, "bytes").toPlainString(),
                            figure(table, row, "packets").toPlainString(),
                            figure(table, row, "charge").stripTrailingZeros().toPlainString()));
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(oracle());
    }

    @Test
    void callsFollowEachOtherInTheOrderOfTheirStart() {
        Table table = table(asked());
        List<Instant> starts = new ArrayList<>();
        for (Row row : rows(table, Row.Kind.DETAIL)) {
            starts.add(
                    cell(table, row, "start") instanceof Cell.Time(Instant start)
                            ? start
                            : Instant.MAX);
        }
        assertThat(starts).isSorted().hasSizeGreaterThan(300);
    }

    @Test
    void whatIsNotListedIsOneLineAndTheSumStaysTheSame() {
        Table all = table(asked());
        Table few = table(asked().top(10).by(new CallSort(CallColumn.BYTES, true)));
        int calls = rows(all, Row.Kind.DETAIL).size();
        assertThat(rows(few, Row.Kind.DETAIL)).hasSize(10);
        assertThat(text(few, rows(few, Row.Kind.OTHERS).getFirst(), "start"))
                .isEqualTo("Others (" + (calls - 10) + ")");
        assertThat(total(few).cells()).isEqualTo(total(all).cells());
        for (String column : List.of("calls", "sent", "received", "bytes", "packets", "charge")) {
            BigDecimal sum = BigDecimal.ZERO;
            for (Row row : few.summed()) {
                sum = sum.add(figure(few, row, column));
            }
            assertThat(figure(few, total(few), column)).as(column).isEqualByComparingTo(sum);
        }
        BigDecimal biggest = figure(few, few.rows().getFirst(), "bytes");
        for (Row row : rows(all, Row.Kind.DETAIL)) {
            assertThat(figure(all, row, "bytes")).isLessThanOrEqualTo(biggest);
        }
    }

    @Test
    void whatNobodyOwnsIsSummedBelowAndNotCountedTwice() {
        Table table = table(asked().top(5));
        Row unassigned = rows(table, Row.Kind.SUBTOTAL).getFirst();
        long bytes = 0;
        Set<Long> begun = new HashSet<>();
        for (Part part : inside()) {
            if (part.department().equals("Unassigned")) {
                bytes += part.bytes();
                if (part.quarter() == firstQuarter(part.call())) {
                    begun.add(part.call());
                }
            }
        }
        assertThat(text(table, unassigned, "start")).isEqualTo("of it Unassigned");
        assertThat(figure(table, unassigned, "bytes"))
                .isEqualByComparingTo(BigDecimal.valueOf(bytes));
        assertThat(figure(table, unassigned, "calls"))
                .isEqualByComparingTo(BigDecimal.valueOf(begun.size()));
        assertThat(unassigned.drill())
                .isEqualTo(new Drill.Calls(FROM, TO, UsageScope.of(UsageValue.UNASSIGNED), ""));
    }

    @Test
    void aCallThatBeganEarlierCountsWhereItBegan() {
        Table table = table(asked());
        Set<Long> calls = new HashSet<>();
        Set<Long> begun = new HashSet<>();
        for (Part part : inside()) {
            calls.add(part.call());
            if (firstQuarter(part.call()) >= Micros.of(FROM)) {
                begun.add(part.call());
            }
        }
        assertThat(begun.size()).isLessThan(calls.size());
        assertThat(rows(table, Row.Kind.DETAIL)).hasSameSizeAs(calls);
        assertThat(figure(table, total(table), "calls"))
                .isEqualByComparingTo(BigDecimal.valueOf(begun.size()));
        assertThat(notes(asked()))
                .anyMatch(note ->
                        note.startsWith(
                                (calls.size() - begun.size())
                                        + " of the "
                                        + calls.size()
                                        + " calls began earlier"));
    }

    @Test
    void aFilterChoosesCallsAndTheirChargesStayExact() {
        ReportParameters asked = asked().with(Filter.parse("department = Research"));
        Table table = table(asked);
        BigDecimal charge = BigDecimal.ZERO;
        long bytes = 0;
        for (Part part : inside()) {
            if (part.department().startsWith("Research")) {
                bytes += part.bytes();
                charge = charge.add(charge(part));
            }
        }
        assertThat(figure(table, total(table), "bytes"))
                .isEqualByComparingTo(BigDecimal.valueOf(bytes));
        assertThat(figure(table, total(table), "charge")).isEqualByComparingTo(charge);
        assertThat(rows(table, Row.Kind.SUBTOTAL)).isEmpty();
        assertThat(notes(asked)).anyMatch(note -> note.contains("charges are exact"));
    }

    @Test
    void aLineLeadsToItsCall() {
        Table table = table(asked());
        for (Row row : rows(table, Row.Kind.DETAIL).subList(0, 20)) {
            Drill.Calls drill = (Drill.Calls) row.drill();
            Table behind =
                    table(
                            ReportParameters.of(drill.from(), drill.to(), Locale.ROOT)
                                    .with(drill.scope())
                                    .with(Filter.parse(drill.filter())));
            assertThat(rows(behind, Row.Kind.DETAIL)).extracting(Row::cells).contains(row.cells());
        }
    }

    @Test
    void callsThatAreNotAccountedYetAreListedAndSaidToBe() {
        reports.company().draw(20, FROM, FROM.plus(Duration.ofHours(1)));
        assertThat(notes(asked())).anyMatch(note -> note.startsWith("Not all of these calls"));
        assertThat(rows(table(asked()), Row.Kind.DETAIL)).hasSameSizeAs(oracle());
    }

    @Test
    void aScopeOfOneDepartmentHasNoLineForWhatNobodyOwns() {
        UsageValue lab =
                new ScopeNames(reports.company().usage())
                        .find(
                                UsageDimension.DEPARTMENT,
                                "Research/Lab",
                                false,
                                FROM,
                                TO,
                                net.flowtally.ledger.Cancellation.none())
                        .values()
                        .getFirst();
        Table table = table(asked().with(UsageScope.of(lab)));
        assertThat(rows(table, Row.Kind.SUBTOTAL)).isEmpty();
        assertThat(rows(table, Row.Kind.DETAIL))
                .isNotEmpty()
                .allMatch(row -> text(table, row, "department").contains("Research/Lab"));
    }

    private static ReportParameters asked() {
        return ReportParameters.of(FROM, TO, Locale.ROOT);
    }

    private Table table(ReportParameters asked) {
        return reports.run(Catalogue.CALL_RECORD_DETAIL, asked).tables().getFirst();
    }

    private List<String> notes(ReportParameters asked) {
        Report report = reports.run(Catalogue.CALL_RECORD_DETAIL, asked);
        List<String> notes = new ArrayList<>();
        for (Section section : report.sections()) {
            if (section instanceof Section.Note(List<String> sentences)) {
                notes.addAll(sentences);
            }
        }
        return notes;
    }

    private static String text(Table table, Row row, String column) {
        return cell(table, row, column) instanceof Cell.Text(String text) ? text : "";
    }

    private List<Part> inside() {
        return reports.company().parts().stream()
                .filter(part -> part.quarter() >= Micros.of(FROM))
                .filter(part -> part.quarter() < Micros.of(TO))
                .toList();
    }

    private long firstQuarter(long call) {
        return reports.company().parts().stream()
                .filter(part -> part.call() == call)
                .mapToLong(Part::quarter)
                .min()
                .orElseThrow();
    }

    private static BigDecimal charge(Part part) {
        return PRICES.getOrDefault(part.category(), BigDecimal.TEN)
                .multiply(BigDecimal.valueOf(part.bytes()))
                .movePointLeft(6);
    }

    /// Sums over the slices of each call, the simple way.
    private List<String> oracle() {
        Map<Long, List<Part>> calls = new TreeMap<>();
        for (Part part : inside()) {
            calls.computeIfAbsent(part.call(), _ -> new ArrayList<>()).add(part);
        }
        List<String> lines = new ArrayList<>();
        for (List<Part> parts : calls.values()) {
            Set<String> departments = new TreeSet<>(Comparator.naturalOrder());
            Set<String> categories = new TreeSet<>();
            long sent = 0;
            long received = 0;
            long packets = 0;
            BigDecimal charge = BigDecimal.ZERO;
            for (Part part : parts) {
                departments.add(part.department());
                categories.add(part.category());
                sent += part.fromCaller() ? part.bytes() : 0;
                received += part.fromCaller() ? 0 : part.bytes();
                packets += part.packets();
                charge = charge.add(charge(part));
            }
            lines.add(
                    String.join(
                            " ",
                            String.join(", ", departments),
                            String.join(", ", categories),
                            Long.toString(sent),
                            Long.toString(received),
                            Long.toString(sent + received),
                            Long.toString(packets),
                            charge.stripTrailingZeros().toPlainString()));
        }
        return lines;
    }
}
