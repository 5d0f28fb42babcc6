package net.flowtally.reports.catalogue;

import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageQuestion;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Drill;

/// Where reports on usage get their figures: the ledger's usage, in the accounting zone and
/// currency.
final class Figures {
    private final UsageReader usage;
    private final ZoneId zone;
    private final Currency currency;
    private final Cancellation cancellation;

    Figures(UsageReader usage, ZoneId zone, Currency currency, Cancellation cancellation) {
        this.usage = usage;
        this.zone = zone;
        this.currency = currency;
        this.cancellation = cancellation;
    }

    /// What was asked for, by more dimensions.
    List<UsageSum> sums(ReportParameters asked, List<UsageDimension> by) {
        return usage.sums(
                new UsageQuestion(asked.from(), asked.to(), by, asked.scope()), cancellation);
    }

    /// The way down from a part of what was asked for.
    Drill drill(ReportParameters asked, UsageScope part) {
        return new Drill.Calls(asked.from(), asked.to(), asked.scope().narrowedTo(part), "");
    }

    /// The sum of a part of what was asked for.
    UsageSum total(ReportParameters asked, UsageScope part) {
        return usage.total(asked.from(), asked.to(), asked.scope().narrowedTo(part), cancellation);
    }

    /// What nobody owns of what was asked for; empty if that is none of it or all of it.
    Optional<Measures> unassigned(ReportParameters asked) {
        if (!asked.scope().of(UsageDimension.DEPARTMENT).isEmpty()) {
            return Optional.empty();
        }
        Measures sum = Measures.of(total(asked, UsageScope.of(UsageValue.UNASSIGNED)));
        return sum.bytes() == 0 && sum.calls() == 0 ? Optional.empty() : Optional.of(sum);
    }

    CellText text(ReportParameters asked) {
        return new CellText(asked.locale(), zone);
    }

    ZoneId zone() {
        return zone;
    }

    Currency currency() {
        return currency;
    }
}
