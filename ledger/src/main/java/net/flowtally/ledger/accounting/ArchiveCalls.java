package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CallSelection;
import net.flowtally.ledger.calls.ExporterQuarter;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.SuppressedCall;

/// The elected calls of the archive, associated. For one thread.
public final class ArchiveCalls {
    private final CallReader reader;
    private final long lastCommit;
    private final Cancellation cancellation;

    /// @param lastCommit the highest commit number of slice files that count
    public ArchiveCalls(CallReader reader, long lastCommit, Cancellation cancellation) {
        this.reader = reader;
        this.lastCommit = lastCommit;
        this.cancellation = cancellation;
    }

    /// Hands over the parts of all calls in `[from, to)` that a selection takes.
    public void associate(
            long from,
            long to,
            CallSelection selection,
            Association association,
            PartSink sink,
            Progress progress)
            throws SQLException {
        long[] told = {Long.MIN_VALUE};
        reader.<SQLException>electedCalls(
                from,
                to,
                lastCommit,
                selection,
                cancellation,
                call -> {
                    if (call.quarter != told[0]) {
                        told[0] = call.quarter;
                        cancellation.check();
                        progress.at(
                                "reading calls",
                                (call.quarter - from) / QuarterHour.MICROS,
                                (to - from) / QuarterHour.MICROS);
                    }
                    association.associate(call, sink);
                });
    }

    /// Hands over the parts of all calls in some quarter hours, which ascend, and what was not
    /// elected.
    ///
    /// @return the sums, in the order of quarter hours and exporters
    List<QuarterSums> read(
            List<Long> quarters,
            Association association,
            UsageBuild build,
            CallReader.SuppressedSink<SQLException> duplicates)
            throws SQLException {
        Set<Long> wanted = new HashSet<>(quarters);
        List<QuarterSums> sums = new ArrayList<>();
        CallReader.QuarterSink<SQLException> sink =
                new CallReader.QuarterSink<>() {
                    private long quarter = Long.MIN_VALUE;
                    private boolean isWanted;

                    @Override
                    public void call(CallQuarter call) throws SQLException {
                        if (call.quarter != quarter) {
                            quarter = call.quarter;
                            isWanted = wanted.contains(quarter);
                        }
                        if (isWanted) {
                            association.associate(call, build);
                        }
                    }

                    @Override
                    public void suppressed(SuppressedCall call) throws SQLException {
                        if (wanted.contains(call.quarter())) {
                            duplicates.accept(call);
                        }
                    }

                    @Override
                    public void sum(ExporterQuarter sum) {
                        if (wanted.contains(sum.quarter())) {
                            sums.add(QuarterSums.of(sum));
                        }
                    }

                    @Override
                    public void endOfStretch() throws SQLException {
                        build.endOfStretch();
                    }
                };
        for (Run run : Run.of(quarters)) {
            reader.quarters(run.from, run.to, lastCommit, cancellation, sink);
        }
        return sums;
    }

    /// Quarter hours that lie close enough together to be read at once: an election costs more than
    /// a few quarter hours that are read in vain.
    private record Run(long from, long to) {
        private static final long MOST_IN_VAIN = 16 * QuarterHour.MICROS;

        static List<Run> of(List<Long> quarters) {
            List<Run> runs = new ArrayList<>();
            for (long quarter : quarters) {
                long end = quarter + QuarterHour.MICROS;
                if (!runs.isEmpty() && quarter - runs.getLast().to <= MOST_IN_VAIN) {
                    runs.add(new Run(runs.removeLast().from, end));
                } else {
                    runs.add(new Run(quarter, end));
                }
            }
            return runs;
        }
    }
}
