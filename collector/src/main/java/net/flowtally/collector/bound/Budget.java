package net.flowtally.collector.bound;

/// Octets that all exporters of a stream together may make it remember: templates, data that waits
/// for them, counters that run on, fingerprints, sequences. Each kind has a bound for one exporter
/// as well; this one holds however many exporters there are. Who is refused does with what it has.
/// Taken and given in the order of the journal, so that the outcome is a function of it. Owned by
/// the stream's thread.
public final class Budget {
    private long left;

    public Budget(long octets) {
        left = octets;
    }

    /// One that refuses nobody.
    public static Budget unlimited() {
        return new Budget(Long.MAX_VALUE / 2);
    }

    /// Takes octets, if there are as many.
    ///
    /// @return false if there are not; nothing is taken then
    public boolean take(long octets) {
        if (octets > left) {
            return false;
        }
        left -= octets;
        return true;
    }

    /// Takes octets that were granted before, when what took them is loaded again.
    public void takeAgain(long octets) {
        left -= octets;
    }

    public void give(long octets) {
        left += octets;
    }

    public long left() {
        return left;
    }
}
