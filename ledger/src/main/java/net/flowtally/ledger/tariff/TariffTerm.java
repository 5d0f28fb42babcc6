package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.util.Locale;

/// What a tariff version charges beside the usage that its rules price.
///
/// @param name of the fee or tax, as it stands on statements
/// @param value a fee's price in whole units of the currency, or per cent
public record TariffTerm(Kind kind, String name, BigDecimal value) {
    /// What a term is counted by, or taken of.
    public enum Kind {
        /// A flat fee for each department that is there when the period begins.
        DEPARTMENT,

        /// A flat fee for each member of a department.
        USER,

        /// A flat fee for each workstation that a department answers for.
        WORKSTATION,

        /// A percentage of the sum of all lines before it.
        MARKUP,

        /// A percentage of that sum and the mark-ups.
        TAX;

        public boolean isFee() {
            return this == DEPARTMENT || this == USER || this == WORKSTATION;
        }

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofColumn(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
