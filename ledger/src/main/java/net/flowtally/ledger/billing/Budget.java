package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import java.util.Locale;

/// What a department, with those below it, is to stay within each period.
///
/// @param most in whole units of the currency, or in MB (or MiB, as the site's unit is)
public record Budget(long id, long department, Kind kind, BigDecimal most) {
    /// What is limited.
    public enum Kind {
        /// A budget.
        MONEY("money"),

        /// A quota.
        VOLUME("volume");

        private final String column;

        Kind(String column) {
            this.column = column;
        }

        /// As it is kept in tables.
        public String column() {
            return column;
        }

        static Kind ofColumn(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
