package net.flowtally.ledger.accounting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Rating;
import net.flowtally.ledger.tariff.TariffRule;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.zone.Zone;

/// Reads values of dimensions from a result and names them. For one thread.
final class UsageValues {
    /// Times by time, everything else by its label, what has none last.
    static final Comparator<UsageSum> ORDER = UsageValues::compare;

    private final Snapshots snapshots;
    private final Names names;
    private final UsageCalendar calendar;
    private final Map<UsageDimension, Map<Long, UsageValue>> known = new HashMap<>();

    UsageValues(Snapshots snapshots) {
        this.snapshots = snapshots;
        this.names = new Names(snapshots.directory());
        this.calendar = new UsageCalendar(snapshots.accountingZone());
    }

    UsageValue read(UsageDimension dimension, ResultSet rows, int column) throws SQLException {
        return switch (dimension) {
            case SERVICE, CATEGORY, BAND -> new UsageValue(dimension, 0, rows.getString(column));
            case QUARTER, HOUR, DAY, DEPARTMENT, USER, WORKSTATION, ZONE, RULE ->
                    value(dimension, rows.getLong(column));
        };
    }

    UsageValue value(UsageDimension dimension, long id) {
        return known.computeIfAbsent(dimension, _ -> new HashMap<>())
                .computeIfAbsent(id, _ -> new UsageValue(dimension, id, label(dimension, id)));
    }

    /// A row of the finest question.
    UsageRow row(ResultSet rows, Currency currency) throws SQLException {
        UsageValue department = value(UsageDimension.DEPARTMENT, rows.getLong(2));
        UsageValue user = value(UsageDimension.USER, rows.getLong(3));
        UsageValue workstation = value(UsageDimension.WORKSTATION, rows.getLong(4));
        UsageValue zone = value(UsageDimension.ZONE, rows.getLong(6));
        return new UsageRow(
                Micros.instant(rows.getLong(1)),
                department.id(),
                department.label(),
                user.id(),
                user.label(),
                workstation.id(),
                workstation.label(),
                rows.getString(5),
                zone.id(),
                zone.label(),
                rows.getString(7),
                rows.getLong(8),
                Band.ofColumn(rows.getString(9)),
                rows.getLong(10),
                rows.getLong(11),
                rows.getLong(12),
                rows.getLong(13),
                rows.getLong(14),
                new Amount(rows.getLong(15), currency));
    }

    private String label(UsageDimension dimension, long id) {
        return switch (dimension) {
            case DAY -> calendar.day(id);
            case QUARTER, HOUR -> calendar.time(id);
            case DEPARTMENT -> names.department(id);
            case USER -> names.user(id);
            case WORKSTATION -> names.workstation(id);
            case ZONE -> snapshots.zones().zone(id).map(Zone::name).orElse("zone " + id);
            case RULE -> ruleLabel(id);
            case SERVICE, CATEGORY, BAND -> throw new AssertionError(dimension + " has no ids");
        };
    }

    private String ruleLabel(long id) {
        return id == 0
                ? Rating.UNRATED.category()
                : snapshots.rule(id).map(TariffRule::category).orElse("rule " + id);
    }

    private static int compare(UsageSum left, UsageSum right) {
        for (int i = 0; i < left.key().size(); i++) {
            UsageValue one = left.key().get(i);
            UsageValue other = right.key().get(i);
            int order =
                    one.dimension().isTime()
                            ? Long.compare(one.id(), other.id())
                            : compareNamed(one, other);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compareNamed(UsageValue one, UsageValue other) {
        boolean oneIsNone = one.isNamedById() && one.id() == 0;
        boolean otherIsNone = other.isNamedById() && other.id() == 0;
        if (oneIsNone != otherIsNone) {
            return oneIsNone ? 1 : -1;
        }
        int label = one.label().compareTo(other.label());
        return label != 0 ? label : Long.compare(one.id(), other.id());
    }
}
