package net.flowtally.ledger.accounting;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CallSelection;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.directory.DirectoryChanges;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.time.Span;
import net.flowtally.ledger.time.Spans;

/// Works out what an edit of the directory would move on open statements: the calls of the quarter
/// hours concerned are associated as they are and as they would be. Of the money it tells what
/// usage costs, without fees, mark-up and tax. Writes nothing; sealed periods stay as they are and
/// are left out. For one thread.
public final class EditPreview {
    /// Quarter hours that lie no farther apart are read at once.
    private static final long MOST_IN_VAIN = 16 * QuarterHour.MICROS;

    private final Store store;
    private final CallArchive archive;
    private final UsageReader usage;

    /// @param usage what the statements are now
    public EditPreview(Store store, CallArchive archive, UsageReader usage) {
        this.store = store;
        this.archive = archive;
        this.usage = usage;
    }

    /// The statements that would change, in the order of periods and departments.
    public List<MovedStatement> of(
            DirectoryChanges changes, Cancellation cancellation, Progress progress) {
        Snapshots now = Snapshots.newest(store);
        Snapshots then = now.with(changes.after());
        List<MovedStatement> moved = new ArrayList<>();
        try (CallReader reader = archive.reader(now.revision())) {
            for (BillingPeriod period : new Periods(store).list()) {
                if (period.isSealed()) {
                    continue;
                }
                Map<Group, Moved> moves = new HashMap<>();
                for (Span run : runs(period, changes.affected())) {
                    progress.at("looking at " + period.name(), 0, 0);
                    compare(reader, run, now, then, moves, cancellation);
                }
                moves.values().removeIf(Moved::isNothing);
                if (!moves.isEmpty()) {
                    List<UsageLine> before = lines(period, now, cancellation, progress);
                    moved.addAll(
                            statements(
                                    period,
                                    before,
                                    after(period, before, moves, then, cancellation, progress),
                                    now,
                                    then));
                }
            }
        } catch (SQLException e) {
            throw new AccountingException("The preview failed: " + e.getMessage(), e);
        }
        return moved;
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

    private static void compare(
            CallReader reader,
            Span run,
            Snapshots now,
            Snapshots then,
            Map<Group, Moved> moves,
            Cancellation cancellation)
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

    /// What the statements of a period charge now: as its usage has it, or worked out from the
    /// calls while any of that is out of date.
    private List<UsageLine> lines(
            BillingPeriod period, Snapshots now, Cancellation cancellation, Progress progress) {
        return hasBacklog(period)
                ? PeriodRating.rate(archive, period, now, Long.MAX_VALUE, cancellation, progress)
                : usage.lines(period, cancellation);
    }

    /// What they would charge: the groups that move are priced again. Where a price goes by quarter
    /// hours, the sums of a group do not tell, and the whole period is rated.
    private List<UsageLine> after(
            BillingPeriod period,
            List<UsageLine> before,
            Map<Group, Moved> moves,
            Snapshots then,
            Cancellation cancellation,
            Progress progress) {
        if (moves.keySet().stream().anyMatch(group -> PricedGroup.needsWindows(then, group.rule))) {
            return PeriodRating.rate(archive, period, then, Long.MAX_VALUE, cancellation, progress);
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

    private boolean hasBacklog(BillingPeriod period) {
        return store.read(
                connection -> Rework.isMarked(connection, period.fromMicros(), period.toMicros()));
    }

    private static List<MovedStatement> statements(
            BillingPeriod period,
            List<UsageLine> before,
            List<UsageLine> after,
            Snapshots now,
            Snapshots then) {
        Map<Long, Total> totals = new TreeMap<>();
        before.forEach(line ->
                totals.computeIfAbsent(line.department(), _ -> new Total(then)).before(line));
        after.forEach(line ->
                totals.computeIfAbsent(line.department(), _ -> new Total(then)).after(line));
        totals.values().removeIf(Total::isUnmoved);
        List<MovedStatement> statements = new ArrayList<>();
        totals.forEach((department, total) ->
                statements.add(
                        new MovedStatement(
                                period.name(),
                                path(department, now.directory(), then.directory()),
                                total.bytesBefore,
                                total.bytesAfter,
                                total.before,
                                total.after)));
        statements.sort(Comparator.comparing(MovedStatement::department));
        return statements;
    }

    /// One that the edit takes away is called as it was.
    private static String path(long department, DirectorySnapshot before, DirectorySnapshot after) {
        boolean gone = department != 0 && after.department(department).isEmpty();
        return (gone ? before : after).pathOf(department);
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

    private static final class Total {
        private long bytesBefore;
        private long bytesAfter;
        private Amount before;
        private Amount after;

        Total(Snapshots snapshots) {
            before = Amount.zero(snapshots.currency());
            after = before;
        }

        boolean isUnmoved() {
            return bytesBefore == bytesAfter && before.equals(after);
        }

        void before(UsageLine line) {
            bytesBefore += line.bytes();
            before = before.plus(line.amount());
        }

        void after(UsageLine line) {
            bytesAfter += line.bytes();
            after = after.plus(line.amount());
        }
    }
}
