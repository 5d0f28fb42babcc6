package net.flowtally.ledger.explain;

import java.math.BigDecimal;
import java.util.List;
import net.flowtally.ledger.money.Amount;

/// A step in working out what a statement line comes to. The last step of a line has its amount.
public sealed interface Step {
    /// What it says, in words.
    String what();

    Amount amount();

    /// Parts that add up, to the smallest unit of money.
    record Sum(String what, List<Part> parts, Amount amount) implements Step {
        public Sum {
            parts = List.copyOf(parts);
        }

        static Sum of(String what, List<Part> parts, Amount none) {
            return new Sum(
                    what, parts, parts.stream().map(Part::amount).reduce(none, Amount::plus));
        }
    }

    /// A price times what it is for, rounded once: half up, or where it is one of the parts of a
    /// whole, by largest remainder.
    ///
    /// @param exact in whole units of the currency, with all decimals that matter
    record Product(String what, BigDecimal exact, Amount amount) implements Step {}

    /// One of the parts of a sum.
    record Part(String what, Amount amount) {}
}
