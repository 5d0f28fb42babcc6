package net.flowtally.ledger.accounting;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CallSelection;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.time.Span;
import net.flowtally.ledger.time.Spans;

/// What the usage of an open period charges before and after an edit. Writes nothing. For one
/// thread.
public final class MovedUsage {
    /// Quarter hours that lie no farther apart are read at once.
    private static final long MOST_IN_VAIN = 16 * QuarterHour.MICROS;

    private final Store store;
    private final CallArchive archive;
    private final UsageReader usage;
    private final Snapshots now;
    private final Snapshots then;

    /// @param usage what is charged now
    /// @param then as the edit would make it
    public MovedUsage(
            Store store, CallArchive archive, UsageReader usage, Snapshots now, Snapshots then) {
        this.store = store;
        this.archive = archive;
        this.usage = usage;
        this.now = now;
        this.then = then;
    }

    /// What is charged now: as usage has it, or worked out from the calls while any of that is out
    /// of date.
    public List<UsageLine> before(
            BillingPeriod period, Cancellation cancellation, Progress progress) {
        return hasBacklog(period)
                ? PeriodRating.rate(archive, period, now, Long.MAX_VALUE, cancellation, progress)
                : usage.lines(period, cancellation);
    }

    /// What would be charged after an edit that bears on some times alone: their calls are
    /// associated as they are and as they would be, and the groups that move are priced again.
    /// Where a price goes by quarter hours, the sums of a group do not tell, and the whole period
    /// is rated.
    ///
    /// @param before what is charged now
    public List<UsageLine> after(
            BillingPeriod period,
            List<UsageLine> before,
            List<Span> affected,
            Cancellation cancellation,
            Progress progress) {
        Map<Group, Moved> moves = new HashMap<>();
        try (CallReader reader = archive.reader(now.revision())) {
            for (Span run : runs(period, affected)) {
                progress.at("looking at " + period.name(), 0, 0);
                compare(reader, run, moves, cancellation);
            }
        } catch (SQLException e) {
            throw new AccountingException("The preview failed: " + e.getMessage(), e);
        }
        moves.values().removeIf(Moved::isNothing);
        if (moves.keySet().stream().anyMatch(group -> PricedGroup.needsWindows(then, group.rule))) {
            return after(period, cancellation, progress);
        }
        List<UsageLine> after = new ArrayList<>();
        for (UsageLine line : before) {
            Moved moved = moves.get(Group.of(line));
            if (moved == null) {
                after.add(line);
            } else {
                moved.calls += line.calls();
                moved.bytes += line.bytes();
            }
        }
        moves.forEach((group, moved) -> {
            if (!moved.isNothing()) {
                after.addAll(group.priced(then, moved.calls, moved.bytes));
            }
        });
        return after;
    }

    /// What would be charged after an edit of any kind: the whole period is rated.
    public List<UsageLine> after(
            BillingPeriod period, Cancellation cancellation, Progress progress) {
        return PeriodRating.rate(archive, period, then, Long.MAX_VALUE, cancellation, progress);
    }

    /// The quarter hours with calls of a period that are affected, as few stretches.
    private List<Span> runs(BillingPeriod period, List<Span> affected) {
        Span ofPeriod = new Span(period.from(), period.to());
        List<Span> within = new ArrayList<>();
        for (Span span : affected) {
            if (span.overlaps(ofPeriod)) {
                within.add(span.overlap(ofPeriod));
            }
        }
        List<Span> spans = Spans.union(within);
        return store.read(connection -> {
            List<Span> runs = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT DISTINCT quarter FROM slice_file_quarter"
                                    + " WHERE quarter > ? AND quarter < ? ORDER BY quarter")) {
                for (Span span : spans) {
                    query.setLong(1, span.fromMicros() - QuarterHour.MICROS);
                    query.setLong(2, span.toMicros());
                    try (ResultSet row = query.executeQuery()) {
                        while (row.next()) {
                            add(runs, row.getLong(1));
                        }
                    }
                }
            }
            return runs;
        });
    }

    private static void add(List<Span> runs, long quarter) {
        long end = quarter + QuarterHour.MICROS;
        if (!runs.isEmpty() && quarter - runs.getLast().toMicros() <= MOST_IN_VAIN) {
            long from = runs.removeLast().fromMicros();
            runs.add(Span.ofMicros(from, end));
        } else {
            runs.add(Span.ofMicros(quarter, end));
        }
    }

    private void compare(
            CallReader reader, Span run, Map<Group, Moved> moves, Cancellation cancellation)
            throws SQLException {
        Association present = new Association(now);
        Association wouldBe = new Association(then);
        reader.<SQLException>electedCalls(
                run.fromMicros(),
                run.toMicros(),
                Long.MAX_VALUE,
                CallSelection.ALL,
                cancellation,
                call -> {
                    present.associate(call, part -> add(moves, part, -1));
                    wouldBe.associate(call, part -> add(moves, part, 1));
                });
    }

    private static void add(Map<Group, Moved> moves, AssociatedCall part, int sign) {
        Moved moved =
                moves.computeIfAbsent(
                        new Group(
                                part.owner.department(),
                                part.rating.rule(),
                                part.rating.category(),
                                part.rating.band()),
                        _ -> new Moved());
        moved.bytes += sign * part.bytes();
        moved.calls += (long) sign * part.calls;
    }

    private boolean hasBacklog(BillingPeriod period) {
        return store.read(
                connection -> Rework.isMarked(connection, period.fromMicros(), period.toMicros()));
    }

    private record Group(long department, long rule, String category, Band band) {
        static Group of(UsageLine line) {
            return new Group(line.department(), line.rule(), line.category(), line.band());
        }

        List<UsageLine> priced(Snapshots by, long calls, long bytes) {
            return new PricedGroup(by, department, rule, category, band, calls, bytes)
                    .lines(Windows.NONE);
        }
    }

    private static final class Moved {
        private long bytes;
        private long calls;

        boolean isNothing() {
            return bytes == 0 && calls == 0;
        }
    }
}
