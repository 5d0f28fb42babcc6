package net.flowtally.collector.listen;

/// Keeps one source from taking the place of all others: so many datagrams of each are taken a
/// second, as long as others send as well. A source that sends alone may send as fast as it can.
/// Bounded whatever comes: sources that fall on one place of the table begin anew in turn. One
/// thread.
final class FairShare {
    private static final int SLOTS = 8192;
    private static final long SECOND = 1_000_000;

    private final long[] highs = new long[SLOTS];
    private final long[] lows = new long[SLOTS];
    private final long[] seconds = new long[SLOTS];
    private final int[] counts = new int[SLOTS];
    private int limit;
    private long lastHigh;
    private long lastLow;
    private long mixedAt = Long.MIN_VALUE;

    /// @param limit datagrams a second
    FairShare(int limit) {
        this.limit = limit;
    }

    void limit(int changed) {
        limit = changed;
    }

    /// Whether a datagram is within its source's share.
    ///
    /// @param now microseconds UTC
    boolean takes(long high, long low, long now) {
        if (low != lastLow || high != lastHigh) {
            lastHigh = high;
            lastLow = low;
            mixedAt = now;
        }
        long mixed = ((high * 0x9e3779b97f4a7c15L) ^ low) * 0xbf58476d1ce4e5b9L;
        int slot = (int) (mixed >>> 51);
        long second = Math.floorDiv(now, SECOND);
        if (seconds[slot] != second || lows[slot] != low || highs[slot] != high) {
            highs[slot] = high;
            lows[slot] = low;
            seconds[slot] = second;
            counts[slot] = 0;
        }
        return ++counts[slot] <= limit || now - mixedAt > 2 * SECOND;
    }
}
