package net.flowtally.collector.listen;

import java.util.Arrays;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.CollectorSettings;

/// Answers for each datagram whether its source is approved. Answers are remembered, so that
/// addresses seen before cost a look into a table. One thread.
final class Approvals {
    private static final int SLOTS = 8192;
    private static final byte UNKNOWN = 0;
    private static final byte APPROVED = 1;
    private static final byte NOT_APPROVED = 2;

    private final long[] highs = new long[SLOTS];
    private final long[] lows = new long[SLOTS];
    private final byte[] answers = new byte[SLOTS];
    private CollectorSettings settings;

    Approvals(CollectorSettings settings) {
        this.settings = settings;
    }

    void settings(CollectorSettings changed) {
        settings = changed;
        Arrays.fill(answers, UNKNOWN);
    }

    boolean approves(long hi, long lo) {
        long mixed = ((hi * 0x9e3779b97f4a7c15L) ^ lo) * 0xbf58476d1ce4e5b9L;
        int slot = (int) (mixed >>> 51);
        if (answers[slot] == UNKNOWN || highs[slot] != hi || lows[slot] != lo) {
            answers[slot] = settings.approves(new Address(hi, lo)) ? APPROVED : NOT_APPROVED;
            highs[slot] = hi;
            lows[slot] = lo;
        }
        return answers[slot] == APPROVED;
    }
}
