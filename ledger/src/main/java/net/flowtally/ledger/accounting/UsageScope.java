package net.flowtally.ledger.accounting;

import java.util.ArrayList;
import java.util.List;

/// A part of the usage: values of one dimension are alternatives, dimensions restrict each other.
/// Without values it is everything.
public record UsageScope(List<UsageValue> values) {
    public static final UsageScope ALL = new UsageScope(List.of());

    public UsageScope {
        values = List.copyOf(values);
    }

    public static UsageScope of(UsageValue... values) {
        return new UsageScope(List.of(values));
    }

    /// This scope with one more value.
    public UsageScope and(UsageValue value) {
        List<UsageValue> more = new ArrayList<>(values);
        more.add(value);
        return new UsageScope(more);
    }

    /// This scope with all values of another.
    public UsageScope and(UsageScope other) {
        List<UsageValue> more = new ArrayList<>(values);
        more.addAll(other.values);
        return new UsageScope(more);
    }

    /// The part of this scope that another names: in the other's dimensions its values count alone,
    /// else those of this scope.
    public UsageScope narrowedTo(UsageScope part) {
        List<UsageValue> left = new ArrayList<>();
        for (UsageValue value : values) {
            if (part.of(value.dimension()).isEmpty()) {
                left.add(value);
            }
        }
        left.addAll(part.values);
        return new UsageScope(left);
    }

    public boolean isAll() {
        return values.isEmpty();
    }

    /// The alternatives of one dimension; empty if it is not restricted.
    public List<UsageValue> of(UsageDimension dimension) {
        List<UsageValue> found = new ArrayList<>();
        for (UsageValue value : values) {
            if (value.dimension() == dimension) {
                found.add(value);
            }
        }
        return found;
    }
}
