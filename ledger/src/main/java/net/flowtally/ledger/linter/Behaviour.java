package net.flowtally.ledger.linter;

import java.util.Collection;
import net.flowtally.ledger.exporter.ExporterHour;

/// How an exporter behaved over some hours, all its protocols and streams together. Instants and
/// intervals are microseconds; what the figures mean is said at `ExporterHour`.
///
/// @param firstSeen zero if nothing was heard in those hours
/// @param skewLast of the newest hour
/// @param templates of the newest hour
public record Behaviour(
        long firstSeen,
        long lastSeen,
        long datagrams,
        long records,
        long skewLast,
        long skewLeast,
        long skewMost,
        long longestRecord,
        long longRecords,
        long ingress,
        long egress,
        long unknownRate,
        long restarts,
        long templates,
        long templateAge,
        long bothCounters,
        long equalCounters) {
    static final Behaviour NONE = new Behaviour(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static Behaviour of(Collection<ExporterHour> hours) {
        Behaviour all = NONE;
        for (ExporterHour hour : hours) {
            all = all.with(hour);
        }
        return all;
    }

    public boolean isHeard() {
        return firstSeen != 0;
    }

    private Behaviour with(ExporterHour hour) {
        boolean newer = hour.lastSeen() >= lastSeen;
        return new Behaviour(
                isHeard() ? Math.min(firstSeen, hour.firstSeen()) : hour.firstSeen(),
                Math.max(lastSeen, hour.lastSeen()),
                datagrams + hour.datagrams(),
                records + hour.records(),
                newer ? hour.skewLast() : skewLast,
                isHeard() ? Math.min(skewLeast, hour.skewLeast()) : hour.skewLeast(),
                isHeard() ? Math.max(skewMost, hour.skewMost()) : hour.skewMost(),
                Math.max(longestRecord, hour.longestRecord()),
                longRecords + hour.longRecords(),
                ingress + hour.ingress(),
                egress + hour.egress(),
                unknownRate + hour.unknownRate(),
                restarts + hour.restarts(),
                newer ? hour.templates() : templates,
                Math.max(templateAge, hour.templateAge()),
                bothCounters + hour.bothCounters(),
                equalCounters + hour.equalCounters());
    }
}
