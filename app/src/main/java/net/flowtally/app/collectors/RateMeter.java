package net.flowtally.app.collectors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Turns readings of a counter that moves in steps into a rate. The collector commits every few
/// seconds, so the rate is that between two changes of the counter. Not thread-safe.
final class RateMeter {
    private static final Duration SILENT = Duration.ofSeconds(40);
    private static final int KEPT = 120;

    private final List<Double> rates = new ArrayList<>();
    private Instant changed = Instant.MIN;
    private long counter;
    private double rate;

    /// Takes a reading.
    void read(long value, Instant at) {
        if (changed.equals(Instant.MIN) || value < counter) {
            counter = value;
            changed = at;
        } else if (value > counter) {
            double seconds = Math.max(0.001, Duration.between(changed, at).toNanos() / 1e9);
            rate = (value - counter) / seconds;
            counter = value;
            changed = at;
        } else if (Duration.between(changed, at).compareTo(SILENT) > 0) {
            rate = 0;
        }
        rates.add(rate);
        if (rates.size() > KEPT) {
            rates.removeFirst();
        }
    }

    /// Counts each second as of the last reading.
    double rate() {
        return rate;
    }

    /// The rate at each of the last readings, oldest first.
    double[] rates() {
        return rates.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
