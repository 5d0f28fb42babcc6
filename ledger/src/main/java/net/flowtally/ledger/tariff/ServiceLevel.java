package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.util.Locale;

/// What is promised of the measurement, and what is paid back where it is not kept.
///
/// @param bound per cent: coverage below it, or loss above it, is a shortfall
/// @param credit per cent of what usage costs a department in the period
public record ServiceLevel(String name, Measure measure, BigDecimal bound, BigDecimal credit) {
    /// What is measured.
    public enum Measure {
        /// Quarter hours of the period with data.
        COVERAGE,

        /// Flow records or datagrams that were sent and never came.
        LOSS;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Measure ofWord(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// Whether a measured percentage falls short of what is promised.
    public boolean isMissedBy(BigDecimal measured) {
        return switch (measure) {
            case COVERAGE -> measured.compareTo(bound) < 0;
            case LOSS -> measured.compareTo(bound) > 0;
        };
    }
}
