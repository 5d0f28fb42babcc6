package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
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
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.Band;

/// Rates a whole period again from its calls, beside its usage files and without a change to
/// anything: what its lines would be at another revision or commit, or under another tariff.
public final class PeriodRating {
    private static final Comparator<Group> ORDER =
            Comparator.comparingLong(Group::department)
                    .thenComparingLong(Group::rule)
                    .thenComparing(Group::category)
                    .thenComparing(group -> group.band().column());

    private final BillingPeriod period;
    private final Snapshots snapshots;
    private final BitSet present = new BitSet();
    private final Map<Long, Boolean> byWindows = new HashMap<>();
    private final Map<Group, Sums> groups = new TreeMap<>(ORDER);
    private final UsageTable table = new UsageTable();
    private final Labels labels = new Labels();
    private final long[] key = new long[UsageTable.KEYS];
    private final long[] sums = new long[UsageTable.SUMS];

    private PeriodRating(BillingPeriod period, Snapshots snapshots) {
        this.period = period;
        this.snapshots = snapshots;
    }

    /// The lines of a period, in the order of department, rule, category and band.
    public static List<UsageLine> rate(
            CallArchive archive,
            BillingPeriod period,
            Snapshots snapshots,
            long lastCommit,
            Cancellation cancellation,
            Progress progress) {
        return of(archive, period, snapshots, lastCommit, cancellation, progress).lines(snapshots);
    }

    /// Sorts the calls of a period to their rules.
    ///
    /// @param snapshots what it is rated by
    /// @param lastCommit the highest commit number of slice files that count
    public static PeriodRating of(
            CallArchive archive,
            BillingPeriod period,
            Snapshots snapshots,
            long lastCommit,
            Cancellation cancellation,
            Progress progress) {
        PeriodRating rating = new PeriodRating(period, snapshots);
        try (CallReader reader = archive.reader(snapshots.revision())) {
            new ArchiveCalls(reader, lastCommit, cancellation)
                    .associate(
                            period.fromMicros(),
                            period.toMicros(),
                            CallSelection.ALL,
                            new Association(snapshots),
                            rating::add,
                            progress);
        } catch (SQLException e) {
            throw new AccountingException(period.name() + " cannot be rated: " + e.getMessage(), e);
        }
        rating.sumUp();
        return rating;
    }

    private void add(AssociatedCall part) {
        int window =
                Math.toIntExact((part.call.quarter - period.fromMicros()) / QuarterHour.MICROS);
        present.set(window);
        boolean byWindow =
                part.rating.rule() != 0
                        && byWindows.computeIfAbsent(
                                part.rating.rule(),
                                rule -> PricedGroup.needsWindows(snapshots, rule));
        key[UsageTable.QUARTER] = byWindow ? window : 0;
        key[UsageTable.DEPARTMENT] = part.owner.department();
        key[UsageTable.CATEGORY] = labels.code(part.rating.category());
        key[UsageTable.RULE] = part.rating.rule();
        key[UsageTable.BAND] = labels.code(part.rating.band().column());
        sums[UsageTable.CALLS] = part.calls;
        sums[UsageTable.BYTES_SENT] = part.bytesSent();
        sums[UsageTable.BYTES_RECEIVED] = part.bytesReceived();
        table.add(key, sums);
    }

    private record Group(long department, long rule, String category, Band band) {}

    /// Of one group, as it grows.
    private static final class Sums {
        private long calls;
        private long bytes;
        private Windows windows = Windows.NONE;
    }

    private void sumUp() {
        for (int row = 0; row < table.size(); row++) {
            Group group =
                    new Group(
                            table.key(row, UsageTable.DEPARTMENT),
                            table.key(row, UsageTable.RULE),
                            labels.text((int) table.key(row, UsageTable.CATEGORY)),
                            Band.ofColumn(labels.text((int) table.key(row, UsageTable.BAND))));
            Sums own = groups.computeIfAbsent(group, _ -> new Sums());
            long sent = table.sum(row, UsageTable.BYTES_SENT);
            long received = table.sum(row, UsageTable.BYTES_RECEIVED);
            own.calls += table.sum(row, UsageTable.CALLS);
            own.bytes = Math.addExact(own.bytes, sent + received);
            if (byWindows.getOrDefault(group.rule, false)) {
                if (own.windows.size() == 0) {
                    own.windows = Windows.of(period, present);
                }
                int window = (int) table.key(row, UsageTable.QUARTER);
                own.windows.add(window, received, sent);
            }
        }
    }

    /// What the calls come to.
    ///
    /// @param prices the snapshots that they were sorted by, or the same with other prices
    public List<UsageLine> lines(Snapshots prices) {
        List<UsageLine> lines = new ArrayList<>();
        groups.forEach((group, own) ->
                lines.addAll(
                        new PricedGroup(
                                        prices,
                                        group.department,
                                        group.rule,
                                        group.category,
                                        group.band,
                                        own.calls,
                                        own.bytes)
                                .lines(own.windows)));
        return lines;
    }
}
