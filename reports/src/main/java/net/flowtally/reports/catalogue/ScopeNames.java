package net.flowtally.reports.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageQuestion;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;

/// Finds parts of the usage by the names that reports print. What has no usage in an interval has
/// no name there. Thread-safe.
public final class ScopeNames {
    private final UsageReader usage;

    public ScopeNames(UsageReader usage) {
        this.usage = usage;
    }

    /// The values of a dimension that have usage in an interval, in the order of their names.
    public List<UsageValue> of(
            UsageDimension dimension, Instant from, Instant to, Cancellation cancellation) {
        List<UsageValue> values = new ArrayList<>();
        UsageQuestion question = new UsageQuestion(from, to, List.of(dimension), UsageScope.ALL);
        for (UsageSum sum : usage.sums(question, cancellation)) {
            UsageValue value = sum.key().getFirst();
            if (!value.label().isEmpty()) {
                values.add(value);
            }
        }
        values.sort(Comparator.comparing(UsageValue::label));
        return values;
    }

    /// All values of a dimension that bear a name; of departments, those below it as well if that
    /// is asked for.
    ///
    /// @throws UnknownName if there is none
    public UsageScope find(
            UsageDimension dimension,
            String name,
            boolean withBelow,
            Instant from,
            Instant to,
            Cancellation cancellation) {
        List<UsageValue> known = of(dimension, from, to, cancellation);
        List<UsageValue> found = new ArrayList<>();
        for (UsageValue value : known) {
            if (value.label().equals(name) || (withBelow && value.label().startsWith(name + "/"))) {
                found.add(value);
            }
        }
        if (found.isEmpty()) {
            throw new UnknownName(
                    Wording.title(dimension), name, known.stream().map(UsageValue::label).toList());
        }
        return new UsageScope(found);
    }
}
