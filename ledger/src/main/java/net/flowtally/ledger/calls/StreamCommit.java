package net.flowtally.ledger.calls;

import java.util.List;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.ExporterFact;
import net.flowtally.ledger.exporter.ExporterProfile;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.exporter.QuarterLoss;
import net.flowtally.ledger.exporter.ShedSource;

/// Everything that one commit of a stream makes part of the ledger, all or nothing.
///
/// @param position journal position up to which everything is in this or an earlier commit
/// @param emission number of slices that have left the flow table with it
/// @param clock journal time at that position, microseconds UTC
/// @param files in the order of their emissions, following on the last commit; may be empty
/// @param counters totals since the stream began, of the exporters that changed at least
/// @param losses totals of their quarter hours, of those that changed at least
/// @param pending totals since the stream began, of those that changed at least
/// @param shed totals since the stream began, of those that changed at least
/// @param profile how exporters behave
/// @param facts what exporters told about themselves since the last commit
public record StreamCommit(
        String stream,
        StreamKind kind,
        long position,
        long emission,
        long clock,
        List<WrittenFile> files,
        List<ExporterCounters> counters,
        List<QuarterLoss> losses,
        List<PendingSource> pending,
        List<ShedSource> shed,
        ExporterProfile profile,
        List<ExporterFact> facts) {
    public StreamCommit {
        files = List.copyOf(files);
        counters = List.copyOf(counters);
        losses = List.copyOf(losses);
        pending = List.copyOf(pending);
        shed = List.copyOf(shed);
        facts = List.copyOf(facts);
    }

    /// Without anything shed, and without news of exporters.
    public StreamCommit(
            String stream,
            StreamKind kind,
            long position,
            long emission,
            long clock,
            List<WrittenFile> files,
            List<ExporterCounters> counters,
            List<QuarterLoss> losses,
            List<PendingSource> pending) {
        this(
                stream,
                kind,
                position,
                emission,
                clock,
                files,
                counters,
                losses,
                pending,
                List.of(),
                ExporterProfile.NOTHING,
                List.of());
    }
}
