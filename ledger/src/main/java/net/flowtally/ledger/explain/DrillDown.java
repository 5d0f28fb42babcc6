package net.flowtally.ledger.explain;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.AccountingException;
import net.flowtally.ledger.accounting.ArchiveCalls;
import net.flowtally.ledger.accounting.AssociatedCall;
import net.flowtally.ledger.accounting.Association;
import net.flowtally.ledger.accounting.PartSink;
import net.flowtally.ledger.accounting.Stretch;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageQuestion;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CallSelection;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.money.LargestRemainder;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// Follows statement lines down: to the usage rows they are made of, from these to the call slices,
/// and from these to call records and places in the journal. Each level sums to the one above it,
/// in calls, bytes, packets and money, or is refused with a sentence that says where it does not.
/// Sealed periods are seen as they were sealed. Thread-safe.
public final class DrillDown {
    private static final Pattern ID = Pattern.compile("(\\d{4}-\\d{2})-\\d{4,}-\\d{2,}");
    private static final List<UsageDimension> ROW =
            List.of(
                    UsageDimension.QUARTER,
                    UsageDimension.USER,
                    UsageDimension.WORKSTATION,
                    UsageDimension.SERVICE,
                    UsageDimension.ZONE);

    /// The order of usage files.
    private static final Comparator<UsageShare> ORDER =
            Comparator.comparing(UsageShare::quarter)
                    .thenComparingLong(UsageShare::userId)
                    .thenComparingLong(UsageShare::workstationId)
                    .thenComparing(UsageShare::service)
                    .thenComparingLong(UsageShare::zoneId);

    private final Store store;
    private final CallArchive archive;
    private final UsageReader usage;

    public DrillDown(Store store, CallArchive archive, UsageReader usage) {
        this.store = store;
        this.archive = archive;
        this.usage = usage;
    }

    /// Finds a statement line.
    ///
    /// @param id as `2026-03-0001-01`; those of a draft may be another line's after the next edit
    /// @throws UnknownLine if there is none
    public ExplainedLine line(String id, Cancellation cancellation) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw new UnknownLine(id, "the id of a line looks like 2026-03-0001-01.");
        }
        Optional<BillingPeriod> period = new Periods(store).find(parts.group(1));
        if (period.isEmpty()) {
            throw new UnknownLine(id, "there is no period " + parts.group(1) + ".");
        }
        for (Statement statement : new Statements(store, usage).of(period.get(), cancellation)) {
            for (StatementLine line : statement.lines()) {
                if (line.id().equals(id)) {
                    return new ExplainedLine(statement, line, ofSameUsage(statement, line));
                }
            }
        }
        throw new UnknownLine(id, "no statement of " + parts.group(1) + " has it.");
    }

    private static List<StatementLine> ofSameUsage(Statement statement, StatementLine line) {
        if (!line.kind().isOfUsage()) {
            return List.of(line);
        }
        return statement.lines().stream()
                .filter(other ->
                        other.kind().isOfUsage()
                                && other.rule() == line.rule()
                                && other.category().equals(line.category())
                                && other.band() == line.band())
                .toList();
    }

    /// The usage rows that a line is made of, in the order of quarter hours; none where no usage
    /// stands behind it.
    ///
    /// @throws Disagreement if they do not sum to it
    public List<UsageShare> usage(ExplainedLine line, Cancellation cancellation) {
        if (!line.hasUsage()) {
            return List.of();
        }
        BillingPeriod period = line.statement().period();
        List<UsageShare> rows = new ArrayList<>();
        for (UsageSum sum :
                usage.sums(
                        new UsageQuestion(period.from(), period.to(), ROW, scope(line)),
                        cancellation)) {
            UsageValue user = sum.value(UsageDimension.USER);
            UsageValue workstation = sum.value(UsageDimension.WORKSTATION);
            UsageValue zone = sum.value(UsageDimension.ZONE);
            rows.add(
                    new UsageShare(
                            Micros.instant(sum.value(UsageDimension.QUARTER).id()),
                            user.id(),
                            user.label(),
                            workstation.id(),
                            workstation.label(),
                            sum.value(UsageDimension.SERVICE).label(),
                            zone.id(),
                            zone.label(),
                            sum.calls(),
                            sum.bytes(),
                            sum.packets(),
                            Amount.zero(line.statement().currency())));
        }
        rows.sort(ORDER);
        long calls = rows.stream().mapToLong(UsageShare::calls).sum();
        long bytes = rows.stream().mapToLong(UsageShare::bytes).sum();
        if (rows.isEmpty() || calls != line.calls() || bytes != line.bytes()) {
            throw new Disagreement(
                    "The line "
                            + line.line().id()
                            + " has "
                            + words(line.calls(), line.bytes())
                            + " and the usage behind it "
                            + words(calls, bytes)
                            + "; 'flowtally verify' says what is wrong.");
        }
        return spread(line.amount(), rows);
    }

    private static List<UsageShare> spread(Amount amount, List<UsageShare> rows) {
        long[] shares =
                LargestRemainder.spread(
                        amount.minor(), rows.stream().mapToLong(UsageShare::bytes).toArray());
        List<UsageShare> spread = new ArrayList<>(rows.size());
        for (int i = 0; i < shares.length; i++) {
            UsageShare row = rows.get(i);
            spread.add(
                    new UsageShare(
                            row.quarter(),
                            row.userId(),
                            row.user(),
                            row.workstationId(),
                            row.workstation(),
                            row.service(),
                            row.zoneId(),
                            row.zone(),
                            row.calls(),
                            row.bytes(),
                            row.packets(),
                            new Amount(shares[i], amount.currency())));
        }
        return spread;
    }

    private static UsageScope scope(ExplainedLine line) {
        StatementLine priced = line.line();
        return UsageScope.of(
                new UsageValue(UsageDimension.DEPARTMENT, line.statement().departmentId(), ""),
                new UsageValue(UsageDimension.RULE, priced.rule(), ""),
                new UsageValue(UsageDimension.CATEGORY, 0, priced.category()),
                new UsageValue(UsageDimension.BAND, 0, priced.band().column()));
    }

    /// Hands over the call slices that a line is made of, usage row by usage row.
    ///
    /// @param rows what `usage` gave of the line, or some whole quarter hours of it
    /// @throws Disagreement if those of a row do not sum to it
    public void slices(
            ExplainedLine line,
            List<UsageShare> rows,
            Consumer<SliceShare> sink,
            Cancellation cancellation,
            Progress progress) {
        if (rows.isEmpty()) {
            return;
        }
        Instant from = rows.getFirst().quarter();
        Instant to = rows.getLast().quarter().plusSeconds(900);
        Map<Instant, List<UsageShare>> byQuarter = new LinkedHashMap<>();
        for (UsageShare row : rows) {
            byQuarter.computeIfAbsent(row.quarter(), _ -> new ArrayList<>()).add(row);
        }
        Quarters quarters = new Quarters(line, byQuarter, sink);
        // a period is seen in one way from its start to its end
        Stretch seen = Stretch.cut(store, from, to).getFirst();
        try (CallReader reader = archive.tracingReader(seen.snapshots().revision())) {
            new ArchiveCalls(reader, seen.lastCommit(), cancellation)
                    .associate(
                            Micros.of(from),
                            Micros.of(to),
                            CallSelection.ALL,
                            new Association(seen.snapshots()),
                            quarters,
                            progress);
        } catch (SQLException e) {
            throw new AccountingException("The calls cannot be read: " + e.getMessage(), e);
        }
        quarters.finish();
    }

    /// The call records that a line is made of, in the order in which they begin on it. Takes
    /// memory for each of them.
    public Collection<CallShare> calls(
            ExplainedLine line,
            List<UsageShare> rows,
            Cancellation cancellation,
            Progress progress) {
        Map<String, CallShare> calls = new LinkedHashMap<>();
        slices(
                line,
                rows,
                slice -> calls.merge(slice.call(), CallShare.of(slice), CallShare::plus),
                cancellation,
                progress);
        return calls.values();
    }

    static String words(long calls, long bytes) {
        return calls + " calls, " + bytes + " bytes";
    }

    /// Takes the parts of calls quarter hour by quarter hour, and spreads each usage row over its
    /// own.
    private static final class Quarters implements PartSink {
        private record Key(long user, long workstation, String service, long zone) {}

        private final ExplainedLine line;
        private final Map<Instant, List<UsageShare>> rows;
        private final Consumer<SliceShare> sink;
        private final Map<Key, List<SliceShare>> parts = new HashMap<>();
        private final Map<Key, UsageShare> open = new HashMap<>();
        private long quarter = Long.MIN_VALUE;

        Quarters(
                ExplainedLine line,
                Map<Instant, List<UsageShare>> rows,
                Consumer<SliceShare> sink) {
            this.line = line;
            this.rows = rows;
            this.sink = sink;
        }

        @Override
        public void accept(AssociatedCall part) {
            StatementLine priced = line.line();
            if (part.owner.department() != line.statement().departmentId()
                    || part.rating.rule() != priced.rule()
                    || part.rating.band() != priced.band()
                    || !part.rating.category().equals(priced.category())) {
                return;
            }
            if (part.call.quarter != quarter) {
                endQuarter();
                quarter = part.call.quarter;
                for (UsageShare row : rows.getOrDefault(Micros.instant(quarter), List.of())) {
                    open.put(
                            new Key(row.userId(), row.workstationId(), row.service(), row.zoneId()),
                            row);
                }
            }
            Key key =
                    new Key(
                            part.owner.user(),
                            part.owner.workstation(),
                            part.service,
                            part.zone.id());
            Optional<UsageShare> row = Optional.ofNullable(open.get(key));
            if (row.isEmpty()) {
                if (rows.containsKey(Micros.instant(quarter))) {
                    throw disagreement("there is a call that no usage row has");
                }
                return;
            }
            parts.computeIfAbsent(key, _ -> new ArrayList<>()).add(share(part, row.get()));
        }

        private SliceShare share(AssociatedCall part, UsageShare row) {
            CallQuarter call = part.call;
            return new SliceShare(
                    row,
                    String.format("%016x%016x", call.callHi, call.callLo),
                    Micros.instant(call.start),
                    Micros.instant(call.end),
                    new Address(call.exporterHi, call.exporterLo),
                    new Address(call.callerHi, call.callerLo),
                    call.callerPort,
                    new Address(call.calleeHi, call.calleeLo),
                    call.calleePort,
                    call.protocol,
                    part.calls,
                    part.bytesFromCaller,
                    part.bytesToCaller,
                    part.packetsFromCaller,
                    part.packetsToCaller,
                    row.amount(),
                    call.stream,
                    call.firstPosition,
                    call.lastPosition);
        }

        /// Hands over what the quarter hour has, in the order of its usage rows.
        private void endQuarter() {
            for (UsageShare row : rows.getOrDefault(Micros.instant(quarter), List.of())) {
                hand(
                        row,
                        parts.getOrDefault(
                                new Key(
                                        row.userId(),
                                        row.workstationId(),
                                        row.service(),
                                        row.zoneId()),
                                List.of()));
            }
            rows.remove(Micros.instant(quarter));
            parts.clear();
            open.clear();
        }

        private void hand(UsageShare row, List<SliceShare> slices) {
            long calls = slices.stream().mapToLong(SliceShare::begun).sum();
            long bytes = slices.stream().mapToLong(SliceShare::bytes).sum();
            long packets = slices.stream().mapToLong(SliceShare::packets).sum();
            if (calls != row.calls() || bytes != row.bytes() || packets != row.packets()) {
                throw disagreement(
                        "a usage row has "
                                + words(row.calls(), row.bytes())
                                + " and its slices "
                                + words(calls, bytes));
            }
            long[] shares =
                    LargestRemainder.spread(
                            row.amount().minor(),
                            slices.stream().mapToLong(SliceShare::bytes).toArray());
            for (int i = 0; i < shares.length; i++) {
                sink.accept(with(slices.get(i), new Amount(shares[i], row.amount().currency())));
            }
        }

        private static SliceShare with(SliceShare slice, Amount amount) {
            return new SliceShare(
                    slice.usage(),
                    slice.call(),
                    slice.start(),
                    slice.end(),
                    slice.exporter(),
                    slice.caller(),
                    slice.callerPort(),
                    slice.callee(),
                    slice.calleePort(),
                    slice.protocol(),
                    slice.begun(),
                    slice.bytesSent(),
                    slice.bytesReceived(),
                    slice.packetsSent(),
                    slice.packetsReceived(),
                    amount,
                    slice.stream(),
                    slice.firstPosition(),
                    slice.lastPosition());
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
            return new Disagreement(
                    "The line "
                            + line.line().id()
                            + " does not agree with its calls in the quarter hour "
                            + Micros.instant(quarter)
                            + ": "
                            + what
                            + ". "
                            + (line.statement().isDraft()
                                    ? "Calls or edits have come in since; run 'flowtally account'."
                                    : "'flowtally verify' says what is wrong."));
        }
    }
}
