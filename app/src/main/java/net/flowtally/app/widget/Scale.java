package net.flowtally.app.widget;

/// Round numbers for an axis.
final class Scale {

    private Scale() {}

    /// The distance of grid lines: 1, 2, 2.5 or 5 times a power of ten (binary: a power of two), so
    /// that at most `lines` of them reach the highest value.
    static double step(double highest, int lines, boolean binary) {
        if (highest <= 0) {
            return 1;
        }
        double least = highest / lines;
        if (binary) {
            return Math.max(1, Math.pow(2, Math.ceil(Math.log(least) / Math.log(2) - 1e-9)));
        }
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
