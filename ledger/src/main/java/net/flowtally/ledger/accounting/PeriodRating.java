package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CallSelection;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.Band;

/// Rates a whole period again from its calls, beside its usage files and without a change to
/// anything: what its lines would be at another revision or commit.
public final class PeriodRating {
    private static final Comparator<UsageLine> ORDER =
            Comparator.comparingLong(UsageLine::department)
                    .thenComparingLong(UsageLine::rule)
                    .thenComparing(UsageLine::category)
                    .thenComparing(line -> line.band().column());

    private final Snapshots snapshots;
    private final UsageTable table = new UsageTable();
    private final long[] key = new long[UsageTable.KEYS];
    private final long[] sums = new long[UsageTable.SUMS];

    private PeriodRating(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    /// The lines of a period, in the order of department, rule, category and band.
    ///
    /// @param snapshots what it is rated by
    /// @param lastCommit the highest commit number of slice files that count
    public static List<UsageLine> rate(
            CallArchive archive,
            BillingPeriod period,
            Snapshots snapshots,
            long lastCommit,
            Cancellation cancellation,
            Progress progress) {
        PeriodRating rating = new PeriodRating(snapshots);
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
        return rating.lines();
    }

    private void add(AssociatedCall part) {
        Labels labels = table.labels();
        key[UsageTable.DEPARTMENT] = part.owner.department();
        key[UsageTable.CATEGORY] = labels.code(part.rating.category());
        key[UsageTable.RULE] = part.rating.rule();
        key[UsageTable.BAND] = labels.code(part.rating.band().column());
        sums[UsageTable.CALLS] = part.calls;
        sums[UsageTable.BYTES_SENT] = part.bytes();
        table.add(key, sums);
    }

    private List<UsageLine> lines() {
        Labels labels = table.labels();
        List<UsageLine> lines = new ArrayList<>(table.size());
        for (int row = 0; row < table.size(); row++) {
            lines.add(
                    UsageLines.price(
                            snapshots,
                            table.key(row, UsageTable.DEPARTMENT),
                            table.key(row, UsageTable.RULE),
                            labels.text((int) table.key(row, UsageTable.CATEGORY)),
                            Band.ofColumn(labels.text((int) table.key(row, UsageTable.BAND))),
                            table.sum(row, UsageTable.CALLS),
                            table.sum(row, UsageTable.BYTES_SENT)));
        }
        lines.sort(ORDER);
        return lines;
    }
}
