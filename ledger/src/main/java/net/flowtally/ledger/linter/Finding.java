package net.flowtally.ledger.linter;

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
