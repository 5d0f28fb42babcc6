package net.flowtally.ledger.explain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.billing.CorrectionHistory;
import net.flowtally.ledger.billing.CorrectionHistory.Standpoint;
import net.flowtally.ledger.billing.CorrectionLine;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.store.Store;

/// What stands behind the lines of a correction that one rule charges: the calls as they counted
/// when the period was charged before, and as they counted when it was rated again. What differs is
/// the usage, and are the slices, of the lines. Thread-safe.
final class CorrectedUsage {
    private final CallsOfLine before;
    private final CallsOfLine after;
    private final List<UsageShare> rowsBefore;
    private final List<UsageShare> rowsAfter;

    CorrectedUsage(
            Store store,
            CallArchive archive,
            CorrectionHistory history,
            ExplainedLine line,
            Cancellation cancellation,
            Progress progress) {
        before = calls(store, archive, line, history.before());
        after = calls(store, archive, line, history.after());
        long calls = 0;
        long bytes = 0;
        Amount amount = Amount.zero(line.statement().currency());
        for (CorrectionLine charged : history.charged(each -> isOfUsageOf(line, each))) {
            calls += charged.calls();
            bytes += charged.bytes();
            amount = amount.plus(charged.amount());
        }
        rowsBefore = rows(history, before, calls, bytes, amount, cancellation, progress);
        rowsAfter =
                rows(
                        history,
                        after,
                        calls + line.calls(),
                        bytes + line.bytes(),
                        amount.plus(line.amount()),
                        cancellation,
                        progress);
    }

    private static CallsOfLine calls(
            Store store, CallArchive archive, ExplainedLine line, Standpoint at) {
        return new CallsOfLine(archive, line, Snapshots.at(store, at.revision()), at.lastCommit());
    }

    private static boolean isOfUsageOf(ExplainedLine line, CorrectionLine other) {
        return other.kind().isOfUsage()
                && other.departmentId() == line.statement().departmentId()
                && other.rule() == line.line().rule()
                && other.category().equals(line.line().category())
                && other.band() == line.line().band();
    }

    private static List<UsageShare> rows(
            CorrectionHistory history,
            CallsOfLine ofLine,
            long calls,
            long bytes,
            Amount amount,
            Cancellation cancellation,
            Progress progress) {
        List<UsageShare> rows = ofLine.rows(history.period(), cancellation, progress);
        long foundCalls = rows.stream().mapToLong(UsageShare::calls).sum();
        long foundBytes = rows.stream().mapToLong(UsageShare::bytes).sum();
        if (foundCalls != calls || foundBytes != bytes || (rows.isEmpty() && !amount.isZero())) {
            throw new Disagreement(
                    "The line "
                            + ofLine.line().line().id()
                            + " rests on "
                            + DrillDown.words(calls, bytes)
                            + " of "
                            + history.period().name()
                            + " and its calls have "
                            + DrillDown.words(foundCalls, foundBytes)
                            + "; 'flowtally verify' says what is wrong.");
        }
        return CallsOfLine.spread(amount, rows);
    }

    /// What each usage row has more than before, those without any difference left out.
    List<UsageShare> rows() {
        Map<UsageShare.Key, UsageShare> differences = byKey(rowsAfter);
        for (UsageShare row : rowsBefore) {
            differences.merge(row.key(), row.emptied().minus(row), (now, _) -> now.minus(row));
        }
        List<UsageShare> rows = new ArrayList<>(differences.values());
        rows.removeIf(UsageShare::isNothing);
        rows.sort(UsageShare.ORDER);
        return rows;
    }

    private static Map<UsageShare.Key, UsageShare> byKey(List<UsageShare> rows) {
        Map<UsageShare.Key, UsageShare> byKey = new HashMap<>();
        rows.forEach(row -> byKey.put(row.key(), row));
        return byKey;
    }

    /// Hands over what each slice has more than before, a day at a time.
    ///
    /// @param rows of `rows`
    void slices(
            List<UsageShare> rows,
            Consumer<SliceShare> sink,
            Cancellation cancellation,
            Progress progress) {
        Map<UsageShare.Key, UsageShare> known = byKey(rows);
        Set<Instant> wanted = new HashSet<>();
        Set<Instant> days = new TreeSet<>();
        for (UsageShare row : rows) {
            wanted.add(row.quarter());
            days.add(row.quarter().truncatedTo(ChronoUnit.DAYS));
        }
        for (Instant day : days) {
            Map<SliceKey, SliceShare> differences = new TreeMap<>(SliceKey.ORDER);
            after.slices(
                    of(day, rowsAfter, wanted),
                    slice -> differences.merge(SliceKey.of(slice), slice, CorrectedUsage::sum),
                    cancellation,
                    progress);
            before.slices(
                    of(day, rowsBefore, wanted),
                    slice ->
                            differences.merge(
                                    SliceKey.of(slice), negated(slice), CorrectedUsage::sum),
                    cancellation,
                    progress);
            for (SliceShare slice : differences.values()) {
                if (!slice.isNothing()) {
                    UsageShare row = slice.usage();
                    sink.accept(
                            slice.with(
                                    known.getOrDefault(row.key(), row.emptied()),
                                    slice.counts(),
                                    slice.amount()));
                }
            }
        }
    }

    private static SliceShare sum(SliceShare one, SliceShare other) {
        return one.with(
                one.usage(), one.counts().plus(other.counts()), one.amount().plus(other.amount()));
    }

    private static SliceShare negated(SliceShare slice) {
        return slice.with(
                slice.usage(), CallCounts.NOTHING.minus(slice.counts()), slice.amount().negate());
    }

    private static List<UsageShare> of(Instant day, List<UsageShare> rows, Set<Instant> wanted) {
        return rows.stream()
                .filter(row ->
                        row.quarter().truncatedTo(ChronoUnit.DAYS).equals(day)
                                && wanted.contains(row.quarter()))
                .toList();
    }

    /// What tells slices of a line apart.
    private record SliceKey(UsageShare row, String call) {
        private static final Comparator<SliceKey> ORDER =
                Comparator.comparing(SliceKey::row, UsageShare.ORDER).thenComparing(SliceKey::call);

        static SliceKey of(SliceShare slice) {
            return new SliceKey(slice.usage(), slice.call().id());
        }
    }
}
