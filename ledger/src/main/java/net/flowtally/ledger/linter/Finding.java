package net.flowtally.ledger.linter;

import java.time.Duration;
import java.util.List;

/// Something about an exporter that ought to be changed.
///
/// @param what is wrong, with figures, as sentences
/// @param change what to do about it, as a sentence
/// @param hints how, on common devices
public record Finding(Subject subject, String what, String change, List<Hint> hints) {
    public Finding {
        hints = List.copyOf(hints);
    }

    /// An interval as findings tell it: its two largest units, to the next second.
    ///
    /// @param micros not below 0
    public static String time(long micros) {
        Duration time = Duration.ofSeconds((micros + 500_000) / 1_000_000);
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        if (time.toMinutes() > 0) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        return time.toSeconds() + " s";
    }

    /// What a finding is about.
    public enum Subject {
        PENDING,
        ACTIVE_TIMEOUT,
        BOTH_DIRECTIONS,
        SAMPLING_RATE,
        CLOCK,
        TEMPLATES,
        SEQUENCE,
        EQUAL_COUNTERS,
        LOSS
    }

    /// How something is changed on a kind of device.
    public record Hint(String device, String words) {}
}
