package net.flowtally.app.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Span;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// What time a report is about: a billing period or an interval, the newest period where nothing is
/// said.
final class ReportInterval {
    @Option(
            names = "--period",
            paramLabel = "PERIOD",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "A month, as in 2026-03. Otherwise the newest that there is.")
    private String period;

    @Option(
            names = "--from",
            paramLabel = "T",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "From this time on instead: a date, a local time or an instant, as in"
                            + " 2026-03-31, 2026-03-31T14:30 or 2026-03-31T12:30:00Z.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "T",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Before this time.")
    private String to;

    /// @param zone in which dates and local times are meant
    Span in(Periods periods, AccountingZone zone) {
        if (!period.isEmpty()) {
            if (!from.isEmpty() || !to.isEmpty()) {
                throw new Refused("--period and --from or --to exclude each other.");
            }
            Optional<BillingPeriod> known = periods.find(period);
            return known.map(kept -> new Span(kept.from(), kept.to()))
                    .orElseGet(() -> zone.period(period));
        }
        List<BillingPeriod> kept = periods.list();
        if (kept.isEmpty() && (from.isEmpty() || to.isEmpty())) {
            throw new Refused("There is no usage yet; 'flowtally account' makes it.");
        }
        if (from.isEmpty() && to.isEmpty()) {
            return new Span(kept.getLast().from(), kept.getLast().to());
        }
        Instant first = from.isEmpty() ? kept.getFirst().from() : read(from, zone);
        Instant last = to.isEmpty() ? kept.getLast().to() : read(to, zone);
        if (!first.isBefore(last)) {
            throw new Refused(
                    "The interval ends at "
                            + local(last, zone)
                            + ", and that is not after its start at "
                            + local(first, zone)
                            + ".");
        }
        return new Span(first, last);
    }

    private static Instant read(String text, AccountingZone zone) {
        Instant instant = zone.parse(text);
        zone.checkBorder(instant);
        return instant;
    }

    private static String local(Instant instant, AccountingZone zone) {
        return instant.atZone(zone.id()).toLocalDateTime().toString();
    }
}
