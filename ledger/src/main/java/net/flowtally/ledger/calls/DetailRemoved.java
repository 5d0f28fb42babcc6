package net.flowtally.ledger.calls;

import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.time.Micros;

/// Calls were asked for of a time whose call detail retention has removed. Nothing is answered for
/// a part of the time that was asked for: its totals would not be totals.
public final class DetailRemoved extends LedgerException {
    private static final long serialVersionUID = 1L;

    /// @param removed of the time that was asked for, in its order; at least one
    DetailRemoved(List<RemovedDetail> removed, long to) {
        super(sentences(removed, to));
    }

    private static String sentences(List<RemovedDetail> removed, long to) {
        RemovedDetail first = removed.getFirst();
        RemovedDetail last = removed.getLast();
        StringBuilder text =
                new StringBuilder("The calls of ")
                        .append(first.name())
                        .append(removed.size() == 1 ? "" : " to " + last.name())
                        .append(" were removed by retention on ")
                        .append(day(first.removedAt()));
        if (!day(first.removedAt()).equals(day(last.removedAt()))) {
            text.append(" to ").append(day(last.removedAt()));
        }
        text.append(
                removed.size() == 1
                        ? "; its usage and statements are kept."
                        : "; their usage and statements are kept.");
        List<String> archives =
                removed.stream()
                        .map(RemovedDetail::archive)
                        .filter(archive -> !archive.isEmpty())
                        .toList();
        if (!archives.isEmpty()) {
            text.append(archives.size() == 1 ? " The archive " : " The archives ")
                    .append(String.join(", ", archives))
                    .append(archives.size() == 1 ? " has them." : " have them.");
        }
        if (last.to() < to) {
            text.append(" Calls can be asked for from ")
                    .append(Micros.instant(last.to()))
                    .append(" on.");
        }
        return text.toString();
    }

    private static String day(Instant instant) {
        return instant.toString().substring(0, 10);
    }
}
