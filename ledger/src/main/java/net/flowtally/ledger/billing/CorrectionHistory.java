package net.flowtally.ledger.billing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.billing.LateChanges.LateCalls;
import net.flowtally.ledger.billing.LateChanges.LateEdit;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Store;

/// How a correction came about: what the sealed period had been charged until then, what came in
/// after that, and what the new rating charges. Nothing in it changes any more. Thread-safe.
public final class CorrectionHistory {
    /// Each edit is rated apart up to so many; a rating reads the whole period.
    private static final int MOST_EDITS = 8;

    private final Store store;
    private final Correction correction;
    private final BillingPeriod period;
    private final Standpoint before;
    private final List<CorrectionLine> charged;

    /// What whole ratings on the way from one to the other came to.
    private final Map<Standpoint, List<CorrectionLine>> ratings = new ConcurrentHashMap<>();

    /// Up to where edits and calls count.
    ///
    /// @param lastCommit the highest commit number of slice files
    public record Standpoint(long revision, long lastCommit) {}

    /// What came in, and what it moves on a line.
    public record Cause(String what, Amount amount) {}

    private CorrectionHistory(
            Store store,
            Correction correction,
            BillingPeriod period,
            Standpoint before,
            List<CorrectionLine> charged) {
        this.store = store;
        this.correction = correction;
        this.period = period;
        this.before = before;
        this.charged = charged;
    }

    /// That of the correction that has a line.
    ///
    /// @param line its id, as in `2026-03-C1-01`
    /// @throws BillingException if there is none
    public static CorrectionHistory of(Store store, String line) {
        BillingPeriod period =
                Optional.of(line.indexOf("-C"))
                        .filter(place -> place > 0)
                        .flatMap(place -> new Periods(store).find(line.substring(0, place)))
                        .filter(BillingPeriod::isSealed)
                        .orElseThrow(() -> unknown(line));
        return store.read(connection -> {
            SealRecord seal = SealRecord.of(connection, period);
            Standpoint before = new Standpoint(seal.revision(), seal.lastCommit());
            List<CorrectionLine> charged = new ArrayList<>();
            for (Statement statement : Statements.stored(connection, period)) {
                charged.addAll(CorrectionLine.rated(statement));
            }
            for (Correction each : CorrectionTables.of(connection, period)) {
                if (each.lines().stream().anyMatch(own -> own.id().equals(line))) {
                    return new CorrectionHistory(store, each, period, before, charged);
                }
                charged.addAll(each.lines());
                before = new Standpoint(each.revision(), each.lastCommit());
            }
            throw unknown(line);
        });
    }

    private static BillingException unknown(String line) {
        return new BillingException("There is no line " + line + " of a correction.");
    }

    public Correction correction() {
        return correction;
    }

    /// The sealed period.
    public BillingPeriod period() {
        return period;
    }

    /// What counted when the period was charged before.
    public Standpoint before() {
        return before;
    }

    /// What counted when it was rated again.
    public Standpoint after() {
        return new Standpoint(correction.revision(), correction.lastCommit());
    }

    public CorrectionLine line(String id) {
        return correction.lines().stream()
                .filter(line -> line.id().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(id));
    }

    /// What had been charged before that a line takes the place of: lines of the sealed statement
    /// and of earlier corrections.
    public List<CorrectionLine> charged(CorrectionLine line) {
        return charged(line::isSameAs);
    }

    /// What had been charged before: lines of the sealed statements and of earlier corrections.
    public List<CorrectionLine> charged(Predicate<CorrectionLine> wanted) {
        return charged.stream().filter(wanted).toList();
    }

    /// What moves a line from what was charged before to what it is charged now, in the order of
    /// late calls, together, and edits, one by one where there are few. They sum to the line.
    ///
    /// @throws net.flowtally.ledger.calls.DetailRemoved if retention has removed the period's calls
    public List<Cause> causes(
            CorrectionLine line,
            CallArchive archive,
            Cancellation cancellation,
            Progress progress) {
        archive.requireDetail(period.fromMicros(), period.toMicros());
        Standpoint after = after();
        LateChanges late =
                store.read(connection -> LateChanges.between(connection, period, before, after));
        List<Stage> stages = new ArrayList<>();
        if (!late.calls().isEmpty()) {
            stages.add(
                    new Stage(
                            words(late.calls()),
                            new Standpoint(before.revision(), after.lastCommit())));
        }
        if (late.edits().size() > MOST_EDITS) {
            stages.add(new Stage(late.edits().size() + " edits", after));
        } else {
            late.edits()
                    .forEach(edit ->
                            stages.add(
                                    new Stage(
                                            words(edit),
                                            new Standpoint(edit.revision(), after.lastCommit()))));
        }
        Amount now = sum(charged(line), Amount.zero(line.amount().currency()));
        Amount target = now.plus(line.amount());
        List<Cause> causes = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            // the last one leads to what was booked
            Amount then =
                    i == stages.size() - 1
                            ? target
                            : sum(
                                    rated(line, stage.at, archive, cancellation, progress),
                                    Amount.zero(target.currency()));
            causes.add(new Cause(stage.what, then.minus(now)));
            now = then;
        }
        if (causes.isEmpty()) {
            causes.add(new Cause("changed settings", line.amount()));
        }
        return causes;
    }

    private record Stage(String what, Standpoint at) {}

    private List<CorrectionLine> rated(
            CorrectionLine line,
            Standpoint at,
            CallArchive archive,
            Cancellation cancellation,
            Progress progress) {
        return ratings
                .computeIfAbsent(
                        at,
                        _ -> {
                            Snapshots snapshots = Snapshots.at(store, at.revision());
                            Names names = new Names(snapshots.directory());
                            return Corrections.rated(
                                            archive,
                                            period,
                                            snapshots,
                                            at.lastCommit(),
                                            cancellation,
                                            progress)
                                    .stream()
                                    .map(each -> CorrectionLine.of(each, names))
                                    .toList();
                        })
                .stream()
                .filter(line::isSameAs)
                .toList();
    }

    private static Amount sum(List<CorrectionLine> lines, Amount none) {
        return lines.stream().map(CorrectionLine::amount).reduce(none, Amount::plus);
    }

    private static String words(List<LateCalls> calls) {
        long slices = calls.stream().mapToLong(LateCalls::slices).sum();
        long bytes = calls.stream().mapToLong(LateCalls::bytes).sum();
        return "%,d late slices with %,d bytes, committed from %s to %s"
                .formatted(
                        slices,
                        bytes,
                        calls.getFirst().committedAt(),
                        calls.getLast().committedAt());
    }

    private static String words(LateEdit edit) {
        return "edit %d of %s by %s: %s"
                .formatted(edit.revision(), edit.madeAt(), edit.actor(), edit.what());
    }
}
