package net.flowtally.app.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.SeenRate;
import net.flowtally.ledger.linter.Behaviour;
import net.flowtally.ledger.linter.Finding;
import net.flowtally.ledger.linter.SurveyedExporter;

/// The figures and words for what is known of an exporter, the same wherever they are written.
final class ExporterWords {
    private static final long MICROS = 1_000_000;

    private ExporterWords() {}

    static String name(SurveyedExporter exporter) {
        String name = exporter.status().name();
        return name.isEmpty() || exporter.address().equals(Address.NONE)
                ? address(exporter)
                : name + " (" + exporter.address() + ")";
    }

    /// `other` for all those that are not kept one by one.
    static String address(SurveyedExporter exporter) {
        return exporter.address().equals(Address.NONE) ? "other" : exporter.address().toString();
    }

    static String state(SurveyedExporter exporter) {
        return exporter.isReplayed()
                ? "replayed"
                : exporter.standing().name().toLowerCase(Locale.ROOT);
    }

    /// In a word: the rate, `no`, or `several`.
    static String sampled(SurveyedExporter exporter) {
        Set<String> rates = new TreeSet<>();
        for (SeenRate rate : exporter.rates()) {
            rates.add(
                    rate.numerator() == rate.denominator() && rate.source() == Slice.RATE_NONE
                            ? "no"
                            : fraction(rate));
        }
        return rates.size() > 1 ? "several" : String.join("", rates);
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

    /// A number with what it counts.
    static String count(long number, String one, String several) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : several);
    }

    /// Seconds, with a tenth where these are few.
    static String time(long micros) {
        return micros < 60 * MICROS ? seconds(micros).toPlainString() + " s" : Finding.time(micros);
    }
}
