package net.flowtally.ledger.accounting;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;

/// Hours and days of the accounting zone, named by their first microsecond. A day has 23, 24 or 25
/// hours, or a half more or less.
public final class UsageCalendar {
    private final ZoneId zone;

    public UsageCalendar(AccountingZone zone) {
        this.zone = zone.id();
    }

    public long hourOf(long quarter) {
        ZonedDateTime time = Micros.instant(quarter).atZone(zone);
        return Micros.of(time.truncatedTo(ChronoUnit.HOURS).toInstant());
    }

    public long dayOf(long quarter) {
        ZonedDateTime time = Micros.instant(quarter).atZone(zone);
        return Micros.of(time.toLocalDate().atStartOfDay(zone).toInstant());
    }

    /// `2026-03-29`.
    String day(long micros) {
        return Micros.instant(micros).atZone(zone).toLocalDate().toString();
    }

    /// `2026-03-29T03:15+02:00`.
    String time(long micros) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mmXXX")
                .format(Micros.instant(micros).atZone(zone));
    }
}
