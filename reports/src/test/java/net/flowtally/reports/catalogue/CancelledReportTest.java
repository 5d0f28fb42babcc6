package net.flowtally.reports.catalogue;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.period.BillingPeriod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancelledReportTest {
    @TempDir Path directory;

    @Test
    void stopsInTheMiddleOfItsQueries() {
        try (ReportsOfACompany reports = new ReportsOfACompany(directory)) {
            BillingPeriod march = reports.company().period("2026-03");
            reports.company().draw(200, march.from(), march.from().plus(Duration.ofDays(2)));
            reports.company().account();
            ReportParameters asked = ReportParameters.of(march.from(), march.to(), Locale.ROOT);
            for (ReportDeclaration declaration : Catalogue.all()) {
                if (declaration.shape() instanceof ReportDeclaration.Shape.Bill) {
                    continue;
                }
                Cancellation before = new Cancellation();
                before.cancel();
                assertThatThrownBy(() -> reports.run(declaration, asked, before, Progress.NONE))
                        .as(declaration.id())
                        .isInstanceOf(Cancelled.class);
            }
            Cancellation midway = new Cancellation();
            Progress cancels = (what, done, of) -> midway.cancel();
            assertThatThrownBy(
                            () -> reports.run(Catalogue.CALL_RECORD_DETAIL, asked, midway, cancels))
                    .isInstanceOf(Cancelled.class);
        }
    }
}
