package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;

/// A cost that is shared out among departments, whole, each period.
///
/// @param amount in whole units of the currency
/// @param shares of a fixed sharing; else empty
public record CostPool(String name, BigDecimal amount, Sharing sharing, List<Share> shares) {
    public CostPool {
        shares = List.copyOf(shares);
    }

    /// What a department's part goes by.
    public enum Sharing {
        /// Bytes that the department answers for in the period.
        USAGE,

        /// Users that are its members when the period begins.
        HEADS,

        /// The same for each department with usage in the period.
        EVEN,

        /// Percentages that are written down.
        FIXED;

        /// As in tariff files: `usage`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Sharing ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// @param percent of the pool
    public record Share(long department, BigDecimal percent) {}
}
