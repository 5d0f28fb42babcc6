package net.flowtally.collector.simulate;

import java.util.SplittableRandom;

/// Seeded chance that falls the same on every machine: integer arithmetic and `StrictMath` only.
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /// At least 0, below 1.
    double unit() {
        return (random.nextLong() >>> 11) * 0x1.0p-53;
    }

    /// Log-normal around a median.
    double around(double median, double sigma) {
        double normal =
                StrictMath.sqrt(-2 * StrictMath.log(1 - unit()))
                        * StrictMath.cos(2 * StrictMath.PI * unit());
        return median * StrictMath.exp(sigma * normal);
    }

    /// How often something happens whose mean is `mean` (Knuth; for means below some hundreds).
    int poisson(double mean) {
        double limit = StrictMath.exp(-mean);
        int count = -1;
        double product = 1;
        do {
            product *= unit();
            count++;
        } while (product > limit);
        return count;
    }
}
