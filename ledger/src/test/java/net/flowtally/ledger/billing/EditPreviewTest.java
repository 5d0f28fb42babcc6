package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.EveryLine;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.directory.Assignment;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectoryDraft;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.directory.Lease;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffDraft;
import net.flowtally.ledger.tariff.TariffFile;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.time.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditPreviewTest {
    private static final Instant FEBRUARY = Instant.parse("2026-02-10T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-10T00:00:00Z");
    private static final Instant MID = Instant.parse("2026-03-10T17:07:00Z");

    @TempDir private Path folder;
    private SmallCompany company;
    private Directory directory;

    @BeforeEach
    void open() {
        company = new SmallCompany(folder, System.nanoTime());
        directory = new Directory(company.store());
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void itTellsWhatTheStatementsThenAre() {
        company.draw(400, MARCH, MARCH.plus(Duration.ofDays(2)));
        company.account();
        foretells(draft -> draft.moveUser("Anna", "Research", MID));
        foretells(draft -> draft.endUser("Emil", MID));
        foretells(draft -> draft.mergeDepartments("Research/Lab", "Sales", Instant.MIN));
    }

    @Test
    void aMacAndAnInterfaceMoveWhatIsBehindThem() {
        company.draw(400, MARCH, MARCH.plus(Duration.ofDays(2)));
        company.account();
        // what nobody owns was seen to come in by interface 1
        foretells(draft -> assign(draft, "192.0.2.1#1", "Research"));
        foretells(draft -> {
            draft.endUser("Bert", Instant.MIN);
            assign(draft, "00:11:22:33:44:55", "Research");
            draft.lease(
                    new Lease(
                            0,
                            Address.parse("10.1.1.2"),
                            Mac.parse("00:11:22:33:44:55"),
                            "pc-bert",
                            Span.since(MID),
                            "dhcp"));
        });
    }

    @Test
    void whatWaitsToBeAccountedCountsAsItWillBe() {
        company.draw(200, MARCH, MARCH.plus(Duration.ofDays(1)));
        company.account();
        company.draw(200, MARCH.plus(Duration.ofDays(1)), MARCH.plus(Duration.ofDays(2)));
        foretells(draft -> draft.moveUser("Anna", "Research", MID));
    }

    @Test
    void aSealedPeriodStaysAsItIs() {
        company.draw(200, FEBRUARY, FEBRUARY.plus(Duration.ofDays(1)));
        company.draw(200, MARCH, MARCH.plus(Duration.ofDays(1)));
        company.account();
        company.seal("2026-02", "for the test");
        assertThat(preview(draft -> draft.moveUser("Anna", "Research", FEBRUARY)))
                .isNotEmpty()
                .allSatisfy(moved -> assertThat(moved.period()).isEqualTo("2026-03"));
    }

    @Test
    void anEditThatMovesNothingSaysSo() {
        company.draw(100, MARCH, MARCH.plus(Duration.ofDays(1)));
        company.account();
        assertThat(preview(draft -> draft.renameUser("Anna", "Anne"))).isEmpty();
        assertThat(preview(draft -> draft.moveUser("Anna", "Sales", MID))).isEmpty();
    }

    @Test
    void feesSharedCostsMarkUpAndTaxMoveWithThePeople() {
        EveryLine.tariff(company, "always", 2);
        company.draw(300, MARCH, MARCH.plus(Duration.ofDays(2)));
        company.account();
        new Credits(company.store())
                .add("2026-03", "Sales", "Goodwill", new BigDecimal("0.35"), "", "test");
        foretells(draft -> draft.moveUser("Anna", "Research", MID));
        // nobody's usage moves: one head fewer, and their part of what goes by heads
        foretells(draft -> draft.moveUser("Cara", "Research", Instant.MIN));
        foretells(draft -> draft.mergeDepartments("Research/Lab", "Sales", Instant.MIN));
    }

    @Test
    void aNewTariffIsToldToTheCentBeforeItIsInForce() {
        EveryLine.tariff(company, "always", 2);
        company.draw(300, MARCH, MARCH.plus(Duration.ofDays(3)));
        company.account();
        for (String from : List.of("2026-03-11", "always", "2026-03-12T10:15")) {
            TariffDraft draft =
                    ((TariffFile.Outcome.Read)
                                    TariffFile.read(
                                            List.of(
                                                    "tariff other " + from,
                                                    "from " + from,
                                                    "peak Mon-Fri 09:00-12:00",
                                                    "rule peak -> Day = 0.05 per MB",
                                                    "rule any -> Night = 0.01 per MB; minimum 1",
                                                    "fee Desk = 3 per user",
                                                    "tax VAT = 7 %"),
                                            SiteNames.current(company.store())))
                            .draft();
            foretells(
                    new EditPreview(company.store(), company.archive(), company.usage())
                            .of(draft, Cancellation.none(), Progress.NONE),
                    () -> new Tariffs(company.store()).replace(draft, "test"));
        }
    }

    private List<MovedStatement> preview(Consumer<DirectoryDraft> edit) {
        return new EditPreview(company.store(), company.archive(), company.usage())
                .of(directory.preview(edit), Cancellation.none(), Progress.NONE);
    }

    /// Previews an edit, makes it, and compares the statements before and after with the preview.
    private void foretells(Consumer<DirectoryDraft> edit) {
        foretells(preview(edit), () -> directory.edit("anna", "test", edit));
    }

    private void foretells(List<MovedStatement> moved, Runnable edit) {
        company.account();
        Map<String, String> before = statements();
        edit.run();
        company.account();
        Map<String, String> after = statements();

        List<String> expected = new ArrayList<>();
        TreeMap<String, String> all = new TreeMap<>(before);
        all.putAll(after);
        for (String department : all.keySet()) {
            String was = before.getOrDefault(department, "0 bytes 0.00 EUR");
            String is = after.getOrDefault(department, "0 bytes 0.00 EUR");
            if (!was.equals(is)) {
                expected.add(department + ": " + was + " -> " + is);
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(moved)
                .extracting(each ->
                        each.department()
                                + ": "
                                + each.bytesBefore()
                                + " bytes "
                                + each.before()
                                + " -> "
                                + each.bytesAfter()
                                + " bytes "
                                + each.after())
                .containsExactlyElementsOf(expected);
    }

    private Map<String, String> statements() {
        Map<String, String> totals = new TreeMap<>();
        for (Statement each :
                company.statements().of(company.period("2026-03"), Cancellation.none())) {
            long bytes = each.lines().stream().mapToLong(line -> line.bytes()).sum();
            totals.put(each.departmentPath(), bytes + " bytes " + each.total());
        }
        return totals;
    }

    private static void assign(DirectoryDraft draft, String key, String path) {
        draft.assign(
                new Assignment(
                        0,
                        AssignmentKey.parse(key),
                        0,
                        0,
                        draft.ensureDepartment(path).id(),
                        Span.ALWAYS,
                        0,
                        Evidence.STATIC,
                        ""));
    }
}
