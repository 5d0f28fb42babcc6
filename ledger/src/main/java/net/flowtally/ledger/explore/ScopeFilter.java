package net.flowtally.ledger.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.accounting.AssociatedCall;
import net.flowtally.ledger.accounting.UsageCalendar;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;

/// Asks whether associated calls belong to a usage scope; the counterpart, call by call, of what
/// usage sums are limited by. For one thread.
final class ScopeFilter {
    private record Restriction(UsageDimension dimension, List<UsageValue> alternatives) {}

    private final List<Restriction> restrictions = new ArrayList<>();
    private final UsageCalendar calendar;
    private final Map<Long, Boolean> days = new HashMap<>();
    private final Map<Long, Boolean> hours = new HashMap<>();

    ScopeFilter(UsageScope scope, UsageCalendar calendar) {
        this.calendar = calendar;
        for (UsageDimension dimension : UsageDimension.values()) {
            List<UsageValue> alternatives = scope.of(dimension);
            if (!alternatives.isEmpty()) {
                restrictions.add(new Restriction(dimension, alternatives));
            }
        }
    }

    boolean contains(AssociatedCall part) {
        for (Restriction restriction : restrictions) {
            if (!meets(restriction, part)) {
                return false;
            }
        }
        return true;
    }

    private boolean meets(Restriction restriction, AssociatedCall part) {
        List<UsageValue> any = restriction.alternatives;
        return switch (restriction.dimension) {
            case DEPARTMENT -> hasId(any, part.owner.department());
            case USER -> hasId(any, part.owner.user());
            case WORKSTATION -> hasId(any, part.owner.workstation());
            case ZONE -> hasId(any, part.zone.id());
            case RULE -> hasId(any, part.rating.rule());
            case SERVICE -> hasLabel(any, part.service);
            case CATEGORY -> hasLabel(any, part.rating.category());
            case BAND -> hasLabel(any, part.rating.band().column());
            case QUARTER -> hasId(any, part.call.quarter);
            case HOUR ->
                    hours.computeIfAbsent(
                            part.call.quarter, quarter -> hasId(any, calendar.hourOf(quarter)));
            case DAY ->
                    days.computeIfAbsent(
                            part.call.quarter, quarter -> hasId(any, calendar.dayOf(quarter)));
        };
    }

    private static boolean hasId(List<UsageValue> any, long id) {
        for (UsageValue value : any) {
            if (value.id() == id) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLabel(List<UsageValue> any, String label) {
        for (UsageValue value : any) {
            if (value.label().equals(label)) {
                return true;
            }
        }
        return false;
    }
}
