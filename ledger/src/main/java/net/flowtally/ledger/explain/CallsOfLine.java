package net.flowtally.ledger.explain;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.AccountingException;
import net.flowtally.ledger.accounting.ArchiveCalls;
import net.flowtally.ledger.accounting.AssociatedCall;
import net.flowtally.ledger.accounting.Association;
import net.flowtally.ledger.accounting.PartSink;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CallSelection;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.money.LargestRemainder;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.time.Micros;

/// The calls that stand behind a statement line, as they are seen at a revision and commit. For one
/// thread.
///
/// @param lastCommit the highest commit number of slice files that count
record CallsOfLine(CallArchive archive, ExplainedLine line, Snapshots at, long lastCommit) {
    private static final long QUARTER_SECONDS = 900;

    private boolean has(AssociatedCall part) {
        return part.owner.department() == line.statement().departmentId()
                && part.rating.rule() == line.line().rule()
                && part.rating.band() == line.line().band()
                && part.rating.category().equals(line.line().category());
    }

    private static UsageShare.Key key(AssociatedCall part) {
        return new UsageShare.Key(
                Micros.instant(part.call.quarter),
                part.owner.user(),
                part.owner.workstation(),
                part.service,
                part.zone.id());
    }

    /// What accounting makes of them: rows in the order of usage files, without money.
    List<UsageShare> rows(BillingPeriod period, Cancellation cancellation, Progress progress) {
        Map<UsageShare.Key, UsageShare> rows = new HashMap<>();
        Amount none = Amount.zero(line.statement().currency());
        try (CallReader reader = archive.reader(at.revision())) {
            associate(
                    reader,
                    period.from(),
                    period.to(),
                    part -> {
                        if (!has(part)) {
                            return;
                        }
                        UsageShare row =
                                new UsageShare(
                                        Micros.instant(part.call.quarter),
                                        part.owner.user(),
                                        at.directory().userName(part.owner.user()),
                                        part.owner.workstation(),
                                        at.directory().workstationName(part.owner.workstation()),
                                        part.service,
                                        part.zone.id(),
                                        part.zone.name(),
                                        part.calls,
                                        part.bytes(),
                                        part.packetsFromCaller + part.packetsToCaller,
                                        none);
                        rows.merge(
                                row.key(),
                                row,
                                (one, more) ->
                                        one.with(
                                                one.calls() + more.calls(),
                                                one.bytes() + more.bytes(),
                                                one.packets() + more.packets(),
                                                none));
                    },
                    cancellation,
                    progress);
        }
        List<UsageShare> ordered = new ArrayList<>(rows.values());
        ordered.sort(UsageShare.ORDER);
        return ordered;
    }

    /// Hands over the slices of usage rows, row by row.
    ///
    /// @param rows of whole quarter hours, in the order of usage files
    /// @throws Disagreement if those of a row do not sum to it
    void slices(
            List<UsageShare> rows,
            Consumer<SliceShare> sink,
            Cancellation cancellation,
            Progress progress) {
        if (rows.isEmpty()) {
            return;
        }
        Map<Instant, List<UsageShare>> byQuarter = new LinkedHashMap<>();
        for (UsageShare row : rows) {
            byQuarter.computeIfAbsent(row.quarter(), _ -> new ArrayList<>()).add(row);
        }
        Quarters quarters = new Quarters(this, byQuarter, sink);
        try (CallReader reader = archive.tracingReader(at.revision())) {
            associate(
                    reader,
                    rows.getFirst().quarter(),
                    rows.getLast().quarter().plusSeconds(QUARTER_SECONDS),
                    quarters,
                    cancellation,
                    progress);
        }
        quarters.finish();
    }

    private void associate(
            CallReader reader,
            Instant from,
            Instant to,
            PartSink sink,
            Cancellation cancellation,
            Progress progress) {
        try {
            new ArchiveCalls(reader, lastCommit, cancellation)
                    .associate(
                            Micros.of(from),
                            Micros.of(to),
                            CallSelection.ALL,
                            new Association(at),
                            sink,
                            progress);
        } catch (SQLException e) {
            throw new AccountingException("The calls cannot be read: " + e.getMessage(), e);
        }
    }

    /// Spreads an amount over rows by their bytes.
    static List<UsageShare> spread(Amount amount, List<UsageShare> rows) {
        long[] shares =
                LargestRemainder.spread(
                        amount.minor(), rows.stream().mapToLong(UsageShare::bytes).toArray());
        List<UsageShare> spread = new ArrayList<>(rows.size());
        for (int i = 0; i < shares.length; i++) {
            spread.add(rows.get(i).with(new Amount(shares[i], amount.currency())));
        }
        return spread;
    }

    /// Takes the parts of calls quarter hour by quarter hour, and spreads each usage row over its
    /// own.
    private static final class Quarters implements PartSink {
        private final CallsOfLine calls;
        private final Map<Instant, List<UsageShare>> rows;
        private final Consumer<SliceShare> sink;
        private final Map<UsageShare.Key, List<SliceShare>> parts = new HashMap<>();
        private final Map<UsageShare.Key, UsageShare> open = new HashMap<>();
        private long quarter = Long.MIN_VALUE;

        Quarters(
                CallsOfLine calls, Map<Instant, List<UsageShare>> rows, Consumer<SliceShare> sink) {
            this.calls = calls;
            this.rows = new TreeMap<>(rows);
            this.sink = sink;
        }

        @Override
        public void accept(AssociatedCall part) {
            if (!calls.has(part)) {
                return;
            }
            if (part.call.quarter != quarter) {
                endQuarter();
                quarter = part.call.quarter;
                rowsOfQuarter().forEach(row -> open.put(row.key(), row));
            }
            UsageShare.Key key = key(part);
            Optional<UsageShare> row = Optional.ofNullable(open.get(key));
            if (row.isEmpty()) {
                if (rows.containsKey(key.quarter())) {
                    throw disagreement("there is a call that no usage row has");
                }
                return;
            }
            parts.computeIfAbsent(key, _ -> new ArrayList<>()).add(slice(part, row.get()));
        }

        private List<UsageShare> rowsOfQuarter() {
            return rows.getOrDefault(Micros.instant(quarter), List.of());
        }

        private static SliceShare slice(AssociatedCall part, UsageShare row) {
            CallQuarter call = part.call;
            return new SliceShare(
                    row,
                    new CallIdentity(
                            String.format("%016x%016x", call.callHi, call.callLo),
                            new Address(call.callerHi, call.callerLo),
                            call.callerPort,
                            new Address(call.calleeHi, call.calleeLo),
                            call.calleePort,
                            call.protocol),
                    Micros.instant(call.start),
                    Micros.instant(call.end),
                    new Address(call.exporterHi, call.exporterLo),
                    new CallCounts(
                            part.calls,
                            part.bytesFromCaller,
                            part.bytesToCaller,
                            part.packetsFromCaller,
                            part.packetsToCaller),
                    row.amount(),
                    call.stream,
                    call.firstPosition,
                    call.lastPosition);
        }

        /// Hands over what the quarter hour has, in the order of its usage rows.
        private void endQuarter() {
            if (quarter == Long.MIN_VALUE) {
                return;
            }
            for (UsageShare row : rowsOfQuarter()) {
                hand(row, parts.getOrDefault(row.key(), List.of()));
            }
            rows.remove(Micros.instant(quarter));
            parts.clear();
            open.clear();
        }

        private void hand(UsageShare row, List<SliceShare> slices) {
            CallCounts sum =
                    slices.stream()
                            .map(SliceShare::counts)
                            .reduce(CallCounts.NOTHING, CallCounts::plus);
            if (sum.begun() != row.calls()
                    || sum.bytes() != row.bytes()
                    || sum.packets() != row.packets()) {
                throw disagreement(
                        "a usage row has "
                                + DrillDown.words(row.calls(), row.bytes())
                                + " and its slices "
                                + DrillDown.words(sum.begun(), sum.bytes()));
            }
            long[] shares =
                    LargestRemainder.spread(
                            row.amount().minor(),
                            slices.stream().mapToLong(SliceShare::bytes).toArray());
            for (int i = 0; i < shares.length; i++) {
                SliceShare slice = slices.get(i);
                sink.accept(
                        slice.with(
                                row,
                                slice.counts(),
                                new Amount(shares[i], row.amount().currency())));
            }
        }

        /// Every usage row must have had its slices.
        void finish() {
            endQuarter();
            if (!rows.isEmpty()) {
                quarter = Micros.of(rows.keySet().iterator().next());
                throw disagreement("there is usage and no call");
            }
        }

        private Disagreement disagreement(String what) {
            ExplainedLine line = calls.line;
            boolean mayMove = line.statement().isDraft() && !line.isCorrection();
            return new Disagreement(
                    "The line "
                            + line.line().id()
                            + " does not agree with its calls in the quarter hour "
                            + Micros.instant(quarter)
                            + ": "
                            + what
                            + ". "
                            + (mayMove
                                    ? "Calls or edits have come in since; run 'flowtally account'."
                                    : "'flowtally verify' says what is wrong."));
        }
    }
}
