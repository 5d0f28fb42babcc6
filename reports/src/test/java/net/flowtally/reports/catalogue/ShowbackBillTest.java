package net.flowtally.reports.catalogue;

import static net.flowtally.reports.catalogue.ReportsOfACompany.total;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.directory.Billing;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.reports.table.Fact;
import net.flowtally.reports.table.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The statements of a department that is shown what it uses and not charged for it.
class ShowbackBillTest {
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");

    @TempDir Path directory;

    @Test
    void comesToTheSameAndSaysThatNothingIsCharged() {
        try (ReportsOfACompany reports = new ReportsOfACompany(directory)) {
            SmallCompany company = reports.company();
            company.draw(60, FROM, FROM.plusSeconds(86_400));
            company.account();
            List<Report> charged = reports.bills("2026-03");
            new Directory(company.store())
                    .edit("test", "bill", draft -> draft.billDepartment("Sales", Billing.SHOWBACK));
            company.account();

            List<Statement> statements =
                    company.statements().of(company.period("2026-03"), Cancellation.none());
            List<Report> bills = reports.bills("2026-03");
            for (int i = 0; i < bills.size(); i++) {
                Report bill = bills.get(i);
                boolean isShown = statements.get(i).departmentPath().equals("Sales");
                assertThat(bill.title())
                        .isEqualTo(
                                isShown
                                        ? "Department showback statement"
                                        : "Department chargeback statement");
                assertThat(
                                bill.facts()
                                        .contains(
                                                Fact.of(
                                                        "Showback",
                                                        "for information; nothing of it is"
                                                                + " charged")))
                        .isEqualTo(isShown);
                assertThat(bill.subtitle().endsWith(", for information only")).isEqualTo(isShown);
                assertThat(total(bill.tables().getFirst()))
                        .isEqualTo(total(charged.get(i).tables().getFirst()));
            }
            assertThat(bills).extracting(Report::title).contains("Department showback statement");
        }
    }
}
