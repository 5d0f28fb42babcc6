package net.flowtally.ledger.billing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.ChecklistItem.Severity;
import net.flowtally.ledger.billing.ChecklistItem.Subject;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.Settling;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.OwnershipConflict;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.Standing;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;

/// What is to be looked at before a period is sealed, from the usage as accounted last.
/// Thread-safe.
public final class Checklist {
    private final Store store;
    private final UsageReader usage;
    private final Clock clock;

    public Checklist(Store store, UsageReader usage, Clock clock) {
        this.store = store;
        this.usage = usage;
        this.clock = clock;
    }

    /// Errors first; empty if there is nothing to say.
    public List<ChecklistItem> check(BillingPeriod period, Cancellation cancellation) {
        IntegrityBox integrity = new Integrity(store, usage).of(period, cancellation);
        List<ChecklistItem> items = new ArrayList<>();
        checkOver(period, items);
        checkBytes(integrity, items);
        checkConflicts(period, items);
        CollectorSettings settings = new Exporters(store).collectorSettings();
        store.read(connection -> {
            checkSettled(connection, period, items);
            checkPending(connection, period, settings, items);
            checkGaps(connection, period, items);
            return items;
        });
        items.sort((one, other) -> one.severity().compareTo(other.severity()));
        return items;
    }

    private void checkOver(BillingPeriod period, List<ChecklistItem> items) {
        Instant now = clock.instant();
        if (now.isBefore(period.to())) {
            add(
                    items,
                    Subject.PERIOD_NOT_OVER,
                    Severity.ERROR,
                    String.format(
                            Locale.ROOT,
                            "The period ends at %s and it is %s now; wait until it is over.",
                            time(period, period.toMicros()),
                            time(period, Micros.of(now))));
        }
    }

    private static void checkBytes(IntegrityBox integrity, List<ChecklistItem> items) {
        if (integrity.heldBytes() > 0) {
            add(
                    items,
                    Subject.HELD,
                    Severity.ERROR,
                    String.format(
                            Locale.ROOT,
                            "%,d bytes are held and in no total: their exporter's sampling rate is not"
                                    + " known or their times lie in the future. Set the rate or mend the"
                                    + " exporter's clock, or accept that they are not charged.",
                            integrity.heldBytes()));
        }
        if (integrity.unratedBytes() > 0) {
            add(
                    items,
                    Subject.UNRATED,
                    Severity.ERROR,
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d bytes match no tariff rule and cost nothing. Add a rule for them.",
                            integrity.unratedBytes(),
                            integrity.bytes()));
        }
        if (integrity.unassignedBytes() > 0) {
            add(
                    items,
                    Subject.UNASSIGNED,
                    Severity.WARNING,
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d bytes belong to nobody and are on the statement of Unassigned."
                                    + " Assign their addresses in the directory.",
                            integrity.unassignedBytes(),
                            integrity.bytes()));
        }
        if (integrity.lostRecords() > 0) {
            add(
                    items,
                    Subject.LOSS,
                    Severity.WARNING,
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d flow records or datagrams that exporters sent never came. Their"
                                    + " bytes are on no statement.",
                            integrity.lostRecords(),
                            integrity.expectedRecords()));
        }
    }

    private void checkConflicts(BillingPeriod period, List<ChecklistItem> items) {
        Span span = new Span(period.from(), period.to());
        List<OwnershipConflict> conflicts = new ArrayList<>();
        for (OwnershipConflict conflict : new Directory(store).current().conflicts()) {
            if (conflict.overlap().overlaps(span)) {
                conflicts.add(conflict);
            }
        }
        if (!conflicts.isEmpty()) {
            String first =
                    switch (conflicts.getFirst()) {
                        case OwnershipConflict.TwoOwners owners ->
                                "two owners are named for " + owners.key();
                        case OwnershipConflict.TwoDepartments departments ->
                                "user "
                                        + new Directory(store)
                                                .current()
                                                .userName(departments.user())
                                        + " is in two departments";
                    };
            add(
                    items,
                    Subject.OWNERSHIP_CONFLICT,
                    Severity.WARNING,
                    String.format(
                            Locale.ROOT,
                            "The directory contradicts itself in %,d places; the first: %s. Correct it and"
                                    + " import it again.",
                            conflicts.size(),
                            first));
        }
    }

    private static void checkSettled(
            Connection connection, BillingPeriod period, List<ChecklistItem> items)
            throws SQLException {
        Settling settling = Settling.read(connection);
        long from = Math.max(period.fromMicros(), settling.firstUnsettled());
        if (from < period.toMicros()) {
            add(
                    items,
                    Subject.UNSETTLED,
                    Severity.ERROR,
                    String.format(
                            Locale.ROOT,
                            "%,d quarter hours can still get calls: collector %s has come to %s and must"
                                    + " pass the end of the period by %d minutes.",
                            (period.toMicros() - from) / QuarterHour.MICROS,
                            settling.stream(),
                            time(period, settling.clock()),
                            Duration.ofNanos(Settling.DELAY * 1000).toMinutes()));
        }
    }

    /// Sources that nobody has decided about.
    private static void checkPending(
            Connection connection,
            BillingPeriod period,
            CollectorSettings settings,
            List<ChecklistItem> items)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT address, sum(datagrams), max(last_seen) FROM pending_source"
                                + " WHERE last_seen >= ? GROUP BY address ORDER BY 2 DESC")) {
            query.setLong(1, period.fromMicros());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Address address = Address.of(rows.getBytes(1));
                    if (settings.standing(address) != Standing.PENDING) {
                        continue;
                    }
                    long lastSeen = rows.getLong(3);
                    boolean within = lastSeen < period.toMicros();
                    String source =
                            address.equals(Address.NONE) ? "Other sources" : "Source " + address;
                    add(
                            items,
                            Subject.PENDING_EXPORTER,
                            within ? Severity.ERROR : Severity.WARNING,
                            String.format(
                                    Locale.ROOT,
                                    "%s sent %,d datagrams, the last at %s, and is not approved; nothing of"
                                            + " them is accounted. Approve it, or refuse it.",
                                    source,
                                    rows.getLong(2),
                                    time(period, lastSeen)));
                }
            }
        }
    }

    /// Quarter hours of the period in which an exporter was silent that had sent before and sent
    /// again later.
    private static void checkGaps(
            Connection connection, BillingPeriod period, List<ChecklistItem> items)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        """
                        WITH active AS (
                            SELECT exporter, max(min(quarter), ?1) AS first,
                                   min(max(quarter), ?2 - ?3) AS last
                            FROM quarter_sum GROUP BY exporter)
                        SELECT active.exporter, (last - first) / ?3 + 1 - count(quarter)
                        FROM active LEFT JOIN quarter_sum
                          ON quarter_sum.exporter = active.exporter
                         AND quarter >= first AND quarter <= last
                        WHERE first <= last
                        GROUP BY active.exporter, first, last
                        HAVING (last - first) / ?3 + 1 > count(quarter)
                        ORDER BY active.exporter
                        """)) {
            query.setLong(1, period.fromMicros());
            query.setLong(2, period.toMicros());
            query.setLong(3, QuarterHour.MICROS);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    add(
                            items,
                            Subject.GAP,
                            Severity.WARNING,
                            String.format(
                                    Locale.ROOT,
                                    "Exporter %s sent nothing for %,d quarter hours between its first and"
                                            + " last data of the period. Find out whether it or the"
                                            + " collector was down.",
                                    Address.of(rows.getBytes(1)),
                                    rows.getLong(2)));
                }
            }
        }
    }

    private static String time(BillingPeriod period, long micros) {
        return Micros.instant(micros)
                .atZone(period.zone())
                .toOffsetDateTime()
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    private static void add(
            List<ChecklistItem> items, Subject subject, Severity severity, String what) {
        items.add(new ChecklistItem(subject, severity, what));
    }
}
