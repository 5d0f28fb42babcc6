package net.flowtally.app.overview;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.app.overview.OverviewFigures.Day;
import net.flowtally.app.overview.OverviewFigures.Department;
import net.flowtally.app.overview.OverviewFigures.Total;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageQuestion;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;

/// Asks the ledger for what the overview shows. May wait for the disk; thread-safe.
final class OverviewQuestion {
    private final UsageReader usage;
    private final Periods periods;
    private final Clock clock;

    OverviewQuestion(UsageReader usage, Periods periods, Clock clock) {
        this.usage = usage;
        this.periods = periods;
        this.clock = clock;
    }

    OverviewFigures ask(BillingPeriod period, long unaccounted, Cancellation cancellation) {
        List<UsageSum> sums =
                usage.sums(
                        new UsageQuestion(
                                period.from(),
                                period.to(),
                                List.of(UsageDimension.DAY, UsageDimension.DEPARTMENT),
                                UsageScope.ALL),
                        cancellation);
        UsageSum whole = usage.total(period.from(), period.to(), UsageScope.ALL, cancellation);
        Amount none = Amount.zero(whole.charge().currency());
        Map<Long, Tally> byDay = new HashMap<>();
        Map<Long, Tally> unassignedByDay = new HashMap<>();
        Map<Long, Tally> byDepartment = new HashMap<>();
        Map<Long, UsageValue> names = new HashMap<>();
        for (UsageSum sum : sums) {
            UsageValue day = sum.value(UsageDimension.DAY);
            UsageValue department = sum.value(UsageDimension.DEPARTMENT);
            names.put(department.id(), department);
            byDay.computeIfAbsent(day.id(), _ -> new Tally(none)).add(sum);
            byDepartment.computeIfAbsent(department.id(), _ -> new Tally(none)).add(sum);
            if (department.id() == UsageValue.UNASSIGNED.id()) {
                unassignedByDay.computeIfAbsent(day.id(), _ -> new Tally(none)).add(sum);
            }
        }
        List<Department> departments = new ArrayList<>();
        byDepartment.forEach((id, tally) -> {
            UsageValue name = names.getOrDefault(id, UsageValue.UNASSIGNED);
            departments.add(new Department(id, name.label(), tally.total(), UsageScope.of(name)));
        });
        departments.sort(
                Comparator.comparingLong((Department each) -> each.total().bytes())
                        .reversed()
                        .thenComparing(Department::path));
        return new OverviewFigures(
                period,
                total(whole),
                before(period, none, cancellation),
                byDepartment.getOrDefault(UsageValue.UNASSIGNED.id(), new Tally(none)).total(),
                days(period, byDay, unassignedByDay, none),
                departments,
                unaccounted);
    }

    private Total before(BillingPeriod period, Amount none, Cancellation cancellation) {
        for (BillingPeriod other : periods.list()) {
            if (other.to().equals(period.from())) {
                return total(usage.total(other.from(), other.to(), UsageScope.ALL, cancellation));
            }
        }
        return new Total(0, 0, none);
    }

    private List<Day> days(
            BillingPeriod period,
            Map<Long, Tally> byDay,
            Map<Long, Tally> unassigned,
            Amount none) {
        ZoneId zone = period.zone();
        Instant now = clock.instant();
        List<Day> days = new ArrayList<>();
        LocalDate date = period.from().atZone(zone).toLocalDate();
        Instant from = period.from();
        while (from.isBefore(period.to()) && from.isBefore(now)) {
            Instant next = date.plusDays(1).atStartOfDay(zone).toInstant();
            Instant to = next.isAfter(period.to()) ? period.to() : next;
            long key = from.getEpochSecond() * 1_000_000;
            days.add(
                    new Day(
                            date,
                            from,
                            to,
                            byDay.getOrDefault(key, new Tally(none)).total(),
                            unassigned.getOrDefault(key, new Tally(none)).total().bytes()));
            from = to;
            date = date.plusDays(1);
        }
        return days;
    }

    private static Total total(UsageSum sum) {
        return new Total(sum.calls(), sum.bytes(), sum.charge());
    }

    private static final class Tally {
        private long calls;
        private long bytes;
        private Amount charge;

        Tally(Amount none) {
            this.charge = none;
        }

        void add(UsageSum sum) {
            calls += sum.calls();
            bytes += sum.bytes();
            charge = charge.plus(sum.charge());
        }

        Total total() {
            return new Total(calls, bytes, charge);
        }
    }
}
