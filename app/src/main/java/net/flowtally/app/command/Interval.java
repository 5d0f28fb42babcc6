package net.flowtally.app.command;

import java.time.Instant;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Span;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// The options `--from` and `--to`: a half-open interval between quarter hours, unbounded where
/// nothing is said.
final class Interval {
    private static final Instant BEGINNING = Instant.EPOCH;
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

    @Option(
            names = "--from",
            paramLabel = "T",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "From this time on: a date, a local time or an instant, as in 2026-03-31,"
                            + " 2026-03-31T14:30 or 2026-03-31T12:30:00Z.")
    private String from;

    @Option(
            names = "--to",
            paramLabel = "T",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Before this time.")
    private String to;

    /// @param zone in which dates and local times are meant
    Span in(AccountingZone zone) {
        Instant first = read(from, zone, BEGINNING);
        Instant last = read(to, zone, END);
        if (last.isBefore(first)) {
            throw new Refused("--to " + to + " is before --from " + from + ".");
        }
        return new Span(first, last);
    }

    private static Instant read(String text, AccountingZone zone, Instant otherwise) {
        if (text.isEmpty()) {
            return otherwise;
        }
        Instant instant = zone.parse(text);
        zone.checkBorder(instant);
        return instant;
    }
}
