package net.flowtally.ledger.period;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;

/// The billing periods of the ledger. A period's borders are derived from the accounting time zone
/// when it is first needed and never again; where its neighbours are kept already it begins and
/// ends at theirs, so that a change of the zone leaves no gap. Thread-safe.
public final class Periods {
    private static final String COLUMNS =
            "SELECT id, name, from_instant, to_instant, time_zone, state FROM billing_period ";

    private final Store store;

    public Periods(Store store) {
        this.store = store;
    }

    /// The period with this name, kept from now on.
    ///
    /// @param name `YYYY-MM`
    /// @throws net.flowtally.ledger.time.MalformedTime if the name is no month
    public BillingPeriod ensure(String name) {
        Optional<BillingPeriod> known = find(name);
        return known.orElseGet(() -> create(name));
    }

    /// The period in which an instant lies, kept from now on.
    public BillingPeriod ensure(Instant instant) {
        long micros = Micros.of(instant);
        for (BillingPeriod period : list()) {
            if (period.contains(micros)) {
                return period;
            }
        }
        AccountingZone zone = zone();
        BillingPeriod period = ensure(zone.periodOf(instant));
        if (period.contains(micros)) {
            return period;
        }
        // the neighbours' borders moved this one's: the instant is next door
        YearMonth month = YearMonth.parse(period.name());
        return ensure(
                (micros < period.fromMicros() ? month.minusMonths(1) : month.plusMonths(1))
                        .toString());
    }

    /// The period with this name as it is kept, or as it would be: then its id is 0.
    ///
    /// @param name `YYYY-MM`
    /// @throws net.flowtally.ledger.time.MalformedTime if the name is no month
    public BillingPeriod derive(String name) {
        Optional<BillingPeriod> known = find(name);
        return known.orElseGet(() -> {
            AccountingZone zone = zone();
            Span borders = store.read(connection -> borders(connection, name, zone));
            return new BillingPeriod(
                    0, name, borders.from(), borders.to(), zone.id(), PeriodState.OPEN);
        });
    }

    public Optional<BillingPeriod> find(String name) {
        return list().stream().filter(period -> period.name().equals(name)).findFirst();
    }

    /// All that are kept, in the order of time.
    public List<BillingPeriod> list() {
        return store.read(Periods::list);
    }

    /// Those that have a part in `[from, to)`, in the order of time.
    public List<BillingPeriod> overlapping(Instant from, Instant to) {
        return list().stream()
                .filter(period -> period.from().isBefore(to) && from.isBefore(period.to()))
                .toList();
    }

    /// All periods, as of a transaction.
    public static List<BillingPeriod> list(Connection connection) throws SQLException {
        List<BillingPeriod> periods = new ArrayList<>();
        try (PreparedStatement query =
                        connection.prepareStatement(COLUMNS + "ORDER BY from_instant");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                periods.add(
                        new BillingPeriod(
                                rows.getLong(1),
                                rows.getString(2),
                                Micros.instant(rows.getLong(3)),
                                Micros.instant(rows.getLong(4)),
                                ZoneId.of(rows.getString(5)),
                                PeriodState.valueOf(rows.getString(6).toUpperCase(Locale.ROOT))));
            }
        }
        return periods;
    }

    /// Puts a period into another state, in a transaction.
    public static void setState(Connection connection, BillingPeriod period, PeriodState state)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE billing_period SET state = ? WHERE id = ?")) {
            update.setString(1, state.name().toLowerCase(Locale.ROOT));
            update.setLong(2, period.id());
            update.executeUpdate();
        }
    }

    private BillingPeriod create(String name) {
        AccountingZone zone = zone();
        return store.write(connection -> {
            for (BillingPeriod other : list(connection)) {
                if (other.name().equals(name)) {
                    return other;
                }
            }
            Span borders = borders(connection, name, zone);
            return insert(connection, name, borders.from(), borders.to(), zone.id());
        });
    }

    /// From where to where a period goes: between its neighbours, as far as they are kept.
    private static Span borders(Connection connection, String name, AccountingZone zone)
            throws SQLException {
        Span derived = zone.period(name);
        YearMonth month = YearMonth.parse(name);
        Instant from = derived.from();
        Instant to = derived.to();
        for (BillingPeriod other : list(connection)) {
            if (other.name().equals(month.minusMonths(1).toString())) {
                from = other.to();
            } else if (other.name().equals(month.plusMonths(1).toString())) {
                to = other.from();
            }
        }
        return new Span(from, to);
    }

    private static BillingPeriod insert(
            Connection connection, String name, Instant from, Instant to, ZoneId zone)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO billing_period"
                                + " (name, from_instant, to_instant, time_zone, state)"
                                + " VALUES (?, ?, ?, ?, 'open') RETURNING id")) {
            insert.setString(1, name);
            insert.setLong(2, Micros.of(from));
            insert.setLong(3, Micros.of(to));
            insert.setString(4, zone.getId());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return new BillingPeriod(row.getLong(1), name, from, to, zone, PeriodState.OPEN);
            }
        }
    }

    private AccountingZone zone() {
        return new Settings(store).current().zone();
    }
}
