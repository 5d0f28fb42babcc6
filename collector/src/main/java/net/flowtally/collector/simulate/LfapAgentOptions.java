package net.flowtally.collector.simulate;

import net.flowtally.collector.lfap.Lfap;

/// How a simulated LFAP agent behaves.
///
/// @param version 1 or 5
/// @param asksForVersion the version it asks for first (version 5 only)
/// @param batch flows in one update
/// @param deltas report what was counted since the last report, instead of running counters
/// @param firstTicks its uptime when it begins, in hundredths of a second
/// @param unknownElements adds an element to admissions that nobody knows (version 5)
/// @param patienceSeconds how long it looks for a server when one is lost
public record LfapAgentOptions(
        int version,
        int asksForVersion,
        int batch,
        boolean deltas,
        long firstTicks,
        boolean unknownElements,
        int patienceSeconds) {
    private static final int MOST_BATCH = 1000;

    public LfapAgentOptions {
        if (version != Lfap.VERSION_1 && version != Lfap.VERSION_5) {
            throw new IllegalArgumentException("an LFAP agent of version " + version);
        }
        if (batch < 1 || batch > MOST_BATCH) {
            throw new IllegalArgumentException("batches of " + batch + " flows");
        }
    }

    /// A well-behaved agent with running counters.
    public static LfapAgentOptions of(int version) {
        return new LfapAgentOptions(version, Lfap.VERSION_5, 32, false, 360_000, false, 60);
    }

    public LfapAgentOptions withBatch(int flows) {
        return new LfapAgentOptions(
                version,
                asksForVersion,
                flows,
                deltas,
                firstTicks,
                unknownElements,
                patienceSeconds);
    }

    public LfapAgentOptions withDeltas() {
        return new LfapAgentOptions(
                version, asksForVersion, batch, true, firstTicks, unknownElements, patienceSeconds);
    }

    public LfapAgentOptions withFirstTicks(long ticks) {
        return new LfapAgentOptions(
                version, asksForVersion, batch, deltas, ticks, unknownElements, patienceSeconds);
    }

    /// Asks for another version first, and sends elements that nobody knows.
    public LfapAgentOptions withOddities(int firstVersion) {
        return new LfapAgentOptions(
                version, firstVersion, batch, deltas, firstTicks, true, patienceSeconds);
    }
}
