package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The 95th percentile of the samples of a period, by the four methods that contracts name. On the
/// same traffic they differ by half, so the method is a part of the price. Samples are whole
/// numbers of any unit; all arithmetic is exact.
public final class Percentile {
    private static final int PERCENT = 95;

    private Percentile() {}

    /// What is sorted, and which sample counts.
    public enum Method {
        /// Both directions apart, of each the highest 5 % discarded; the higher result wins.
        SEPARATE("separate directions, the higher wins"),

        /// Both directions in one list, the highest 5 % discarded.
        MERGED("both directions in one list"),

        /// In and out added for each window, the highest 5 % discarded.
        SUMMED("in and out added for each window"),

        /// Both directions apart, at the rank 0.95 × (n − 1) + 1 between its two neighbours; the
        /// higher result wins.
        INTERPOLATED("interpolated between samples, the higher direction wins");

        private final String words;

        Method(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        /// As in tariff files: `separate`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a window counts as in which the site heard nothing at all.
    public enum Missing {
        ZERO("counted as zero"),

        SKIP("left out"),

        /// On the line between its neighbours; at an end like the nearest.
        INTERPOLATE("interpolated between their neighbours");

        private final String words;

        Missing(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Of which direction a sample is.
    public enum Direction {
        IN,
        OUT,
        BOTH
    }

    /// @param window its place in the period
    /// @param isDiscarded whether it is above the percentile and does not count
    public record Sample(int window, Direction direction, long value, boolean isDiscarded) {}

    /// @param value exact, in the unit of the samples
    /// @param samples all that were sorted, the highest first; where directions are sorted apart,
    ///   all of the one that wins come before those of the other
    public record Result(BigDecimal value, List<Sample> samples) {
        public Result {
            samples = List.copyOf(samples);
        }
    }

    /// @param in samples by window; what several ports carried is added up before
    /// @param out as many
    /// @param present the windows in which the site heard anything
    public static Result of(Method method, Missing missing, long[] in, long[] out, BitSet present) {
        if (in.length != out.length) {
            throw new IllegalArgumentException(in.length + " windows in, " + out.length + " out");
        }
        List<Sample> ins = samples(Direction.IN, in, missing, present);
        List<Sample> outs = samples(Direction.OUT, out, missing, present);
        return switch (method) {
            case SEPARATE -> higher(discarding(ins), discarding(outs));
            case INTERPOLATED -> higher(interpolated(ins), interpolated(outs));
            case MERGED -> {
                List<Sample> all = new ArrayList<>(ins);
                all.addAll(outs);
                yield discarding(all);
            }
            case SUMMED -> {
                List<Sample> sums = new ArrayList<>();
                for (int i = 0; i < ins.size(); i++) {
                    sums.add(
                            new Sample(
                                    ins.get(i).window,
                                    Direction.BOTH,
                                    Math.addExact(ins.get(i).value, outs.get(i).value),
                                    false));
                }
                yield discarding(sums);
            }
        };
    }

    private static Result higher(Result in, Result out) {
        return out.value.compareTo(in.value) > 0 ? first(out, in) : first(in, out);
    }

    private static Result first(Result winner, Result other) {
        List<Sample> samples = new ArrayList<>(winner.samples);
        samples.addAll(other.samples);
        return new Result(winner.value, samples);
    }

    private static List<Sample> samples(
            Direction direction, long[] values, Missing missing, BitSet present) {
        long[] filled =
                missing == Missing.INTERPOLATE && !present.isEmpty()
                        ? interpolate(values, present)
                        : values;
        List<Sample> samples = new ArrayList<>();
        for (int window = 0; window < filled.length; window++) {
            if (missing != Missing.SKIP || present.get(window)) {
                samples.add(new Sample(window, direction, filled[window], false));
            }
        }
        return samples;
    }

    private static long[] interpolate(long[] values, BitSet present) {
        long[] filled = Arrays.copyOf(values, values.length);
        for (int window = present.nextClearBit(0);
                window < values.length;
                window = present.nextClearBit(window + 1)) {
            int before = present.previousSetBit(window);
            int after = present.nextSetBit(window);
            if (before < 0 || after < 0 || after >= values.length) {
                filled[window] = values[before < 0 ? after : before];
            } else {
                BigDecimal rise = BigDecimal.valueOf(values[after] - values[before]);
                filled[window] =
                        values[before]
                                + rise.multiply(BigDecimal.valueOf(window - before))
                                        .divide(
                                                BigDecimal.valueOf(after - before),
                                                0,
                                                RoundingMode.HALF_UP)
                                        .longValueExact();
            }
        }
        return filled;
    }

    private static Result discarding(List<Sample> samples) {
        List<Sample> sorted = highestFirst(samples);
        int discarded = sorted.size() * (100 - PERCENT) / 100;
        return sorted.isEmpty()
                ? new Result(BigDecimal.ZERO, List.of())
                : new Result(
                        BigDecimal.valueOf(sorted.get(discarded).value), marked(sorted, discarded));
    }

    private static Result interpolated(List<Sample> samples) {
        List<Sample> sorted = highestFirst(samples);
        if (sorted.isEmpty()) {
            return new Result(BigDecimal.ZERO, List.of());
        }
        int hundredths = PERCENT * (sorted.size() - 1);
        int lower = sorted.size() - 1 - hundredths / 100;
        int upper = Math.max(0, lower - 1);
        BigDecimal rise =
                BigDecimal.valueOf(
                        Math.subtractExact(sorted.get(upper).value, sorted.get(lower).value));
        BigDecimal value =
                BigDecimal.valueOf(sorted.get(lower).value)
                        .add(rise.multiply(BigDecimal.valueOf(hundredths % 100)).movePointLeft(2));
        return new Result(value, marked(sorted, hundredths % 100 == 0 ? lower : upper));
    }

    private static List<Sample> highestFirst(List<Sample> samples) {
        List<Sample> sorted = new ArrayList<>(samples);
        sorted.sort(Comparator.comparingLong(Sample::value).reversed());
        return sorted;
    }

    private static List<Sample> marked(List<Sample> sorted, int discarded) {
        List<Sample> marked = new ArrayList<>(sorted);
        for (int i = 0; i < discarded; i++) {
            Sample sample = sorted.get(i);
            marked.set(i, new Sample(sample.window, sample.direction, sample.value, true));
        }
        return marked;
    }
}
