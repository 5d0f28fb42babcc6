package net.flowtally.app.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.SeenRate;
import net.flowtally.ledger.linter.Behaviour;
import net.flowtally.ledger.linter.SurveyedExporter;

/// The figures and words for what is known of an exporter, the same wherever they are written.
final class ExporterWords {
    private static final long MICROS = 1_000_000;

    private ExporterWords() {}

    static String name(SurveyedExporter exporter) {
        String name = exporter.status().name();
        return name.isEmpty() || exporter.address().equals(Address.NONE)
                ? exporter.address().equals(Address.NONE) ? "other" : exporter.address().toString()
                : name + " (" + exporter.address() + ")";
    }

    static String state(SurveyedExporter exporter) {
        return exporter.standing().name().toLowerCase(Locale.ROOT);
    }

    static String sampling(SurveyedExporter exporter) {
        List<String> rates = new ArrayList<>();
        for (SeenRate rate : exporter.rates()) {
            String text =
                    rate.source() == Slice.RATE_NONE
                            ? "none"
                            : fraction(rate) + " " + source(rate.source());
            if (!rates.contains(text)) {
                rates.add(text);
            }
        }
        return rates.size() > 2
                ? String.join(", ", rates.subList(0, 2)) + ", ..."
                : String.join(", ", rates);
    }

    static String fraction(SeenRate rate) {
        return rate.denominator() == 1
                ? "1:" + rate.numerator()
                : rate.denominator() + ":" + rate.numerator();
    }

    static String source(int source) {
        return switch (source) {
            case Slice.RATE_RECORD -> "the record";
            case Slice.RATE_OPTIONS -> "options data";
            case Slice.RATE_HEADER -> "the header";
            case Slice.RATE_ADMINISTRATOR -> "the administrator";
            default -> "nobody";
        };
    }

    static BigDecimal rate(Behaviour behaviour) {
        long micros = Math.max(MICROS, behaviour.lastSeen() - behaviour.firstSeen());
        return BigDecimal.valueOf(behaviour.records())
                .multiply(BigDecimal.valueOf(MICROS))
                .divide(BigDecimal.valueOf(micros), 1, RoundingMode.HALF_UP);
    }

    static BigDecimal percent(long part, long whole) {
        return whole == 0
                ? new BigDecimal("0.00")
                : BigDecimal.valueOf(part)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }

    static BigDecimal seconds(long micros) {
        return BigDecimal.valueOf(micros)
                .divide(BigDecimal.valueOf(MICROS), 1, RoundingMode.HALF_UP);
    }

    static String lastSeen(ExporterStatus status) {
        return status.lastSeen().equals(Instant.EPOCH) ? "" : status.lastSeen().toString();
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
