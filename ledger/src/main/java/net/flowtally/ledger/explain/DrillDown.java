package net.flowtally.ledger.explain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.Stretch;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageQuestion;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageSum;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.billing.CorrectionHistory;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.money.Amount;
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
    private static final Pattern OF_CORRECTION = Pattern.compile("\\d{4}-\\d{2}-C\\d+-\\d{2,}");
    private static final List<UsageDimension> ROW =
            List.of(
                    UsageDimension.QUARTER,
                    UsageDimension.USER,
                    UsageDimension.WORKSTATION,
                    UsageDimension.SERVICE,
                    UsageDimension.ZONE);

    private final Store store;
    private final CallArchive archive;
    private final UsageReader usage;
    private final Map<String, CorrectionHistory> histories = new ConcurrentHashMap<>();
    private final AtomicReference<Optional<Corrected>> latest =
            new AtomicReference<>(Optional.empty());

    public DrillDown(Store store, CallArchive archive, UsageReader usage) {
        this.store = store;
        this.archive = archive;
        this.usage = usage;
    }

    /// Finds a statement line.
    ///
    /// @param id as `2026-03-0001-01`; those of a draft may be another line's after the next edit.
    ///   Or of a line of a correction, as `2026-03-C1-01`, wherever it is booked
    /// @throws UnknownLine if there is none
    public ExplainedLine line(String id, Cancellation cancellation) {
        if (OF_CORRECTION.matcher(id).matches()) {
            return line(
                    CorrectionHistory.of(store, id).correction().bookedIn(),
                    id,
                    line -> line.kind() == LineKind.CORRECTION && line.reference().equals(id),
                    cancellation);
        }
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw new UnknownLine(id, "the id of a line looks like 2026-03-0001-01.");
        }
        return line(parts.group(1), id, line -> line.id().equals(id), cancellation);
    }

    private ExplainedLine line(
            String name, String id, Predicate<StatementLine> wanted, Cancellation cancellation) {
        BillingPeriod period =
                new Periods(store)
                        .find(name)
                        .orElseThrow(() -> new UnknownLine(id, "there is no period " + name + "."));
        for (Statement statement : new Statements(store, usage).of(period, cancellation)) {
            for (StatementLine line : statement.lines()) {
                if (wanted.test(line)) {
                    return explained(statement, line);
                }
            }
        }
        throw new UnknownLine(id, "no statement of " + name + " has it.");
    }

    /// One that was read stays as it is.
    private CorrectionHistory history(StatementLine line) {
        return histories.computeIfAbsent(
                line.reference().substring(0, line.reference().lastIndexOf('-')),
                _ -> CorrectionHistory.of(store, line.reference()));
    }

    /// That of the line which was asked for last is at hand: each level below a line asks for it.
    private CorrectedUsage corrected(
            ExplainedLine line, Cancellation cancellation, Progress progress) {
        Optional<Corrected> known = latest.get().filter(each -> each.line.equals(line));
        if (known.isPresent()) {
            return known.get().usage;
        }
        CorrectedUsage usage =
                new CorrectedUsage(
                        store, archive, history(line.line()), line, cancellation, progress);
        latest.set(Optional.of(new Corrected(line, usage)));
        return usage;
    }

    private record Corrected(ExplainedLine line, CorrectedUsage usage) {}

    private ExplainedLine explained(Statement statement, StatementLine line) {
        if (line.kind() != LineKind.CORRECTION) {
            return new ExplainedLine(
                    statement,
                    line,
                    line.kind(),
                    line.kind().isOfUsage()
                            ? same(statement, line, other -> other.kind().isOfUsage())
                            : List.of(line));
        }
        CorrectionHistory history = history(line);
        Map<String, LineKind> charged = new HashMap<>();
        history.correction().lines().forEach(each -> charged.put(each.id(), each.kind()));
        LineKind kind = history.line(line.reference()).kind();
        return new ExplainedLine(
                statement,
                line,
                kind,
                kind.isOfUsage()
                        ? same(
                                statement,
                                line,
                                other ->
                                        other.kind() == LineKind.CORRECTION
                                                && charged.containsKey(other.reference())
                                                && charged.get(other.reference()).isOfUsage())
                        : List.of(line));
    }

    /// Those lines of a statement that charge for what the same rule prices.
    private static List<StatementLine> same(
            Statement statement, StatementLine line, Predicate<StatementLine> among) {
        return statement.lines().stream()
                .filter(among)
                .filter(other ->
                        other.rule() == line.rule()
                                && other.category().equals(line.category())
                                && other.band() == line.band())
                .toList();
    }

    /// How a line came to its amount, step by step.
    public Explanation explain(ExplainedLine line, Cancellation cancellation, Progress progress) {
        return new LineSteps(
                        store,
                        usage,
                        archive,
                        stretch(line.statement().period()).snapshots(),
                        this::history,
                        line)
                .explanation(cancellation, progress);
    }

    /// The usage rows that a line is made of, in the order of quarter hours; none where no usage
    /// stands behind it. Of a correction those that differ from what was charged before.
    ///
    /// @throws Disagreement if they do not sum to it
    public List<UsageShare> usage(ExplainedLine line, Cancellation cancellation) {
        if (!line.hasUsage()) {
            return List.of();
        }
        if (line.isCorrection()) {
            return corrected(line, cancellation, Progress.NONE).rows();
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
        rows.sort(UsageShare.ORDER);
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
        return CallsOfLine.spread(line.amount(), rows);
    }

    private static UsageScope scope(ExplainedLine line) {
        StatementLine priced = line.line();
        return UsageScope.of(
                new UsageValue(UsageDimension.DEPARTMENT, line.statement().departmentId(), ""),
                new UsageValue(UsageDimension.RULE, priced.rule(), ""),
                new UsageValue(UsageDimension.CATEGORY, 0, priced.category()),
                new UsageValue(UsageDimension.BAND, 0, priced.band().column()));
    }

    /// Hands over the call slices that a line is made of, usage row by usage row; of a correction
    /// those that differ from what was charged before.
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
        if (line.isCorrection()) {
            corrected(line, cancellation, progress).slices(rows, sink, cancellation, progress);
            return;
        }
        Stretch seen = stretch(line.statement().period());
        new CallsOfLine(archive, line, seen.snapshots(), seen.lastCommit())
                .slices(rows, sink, cancellation, progress);
    }

    /// A period is seen in one way from its start to its end.
    private Stretch stretch(BillingPeriod period) {
        return Stretch.cut(store, period.from(), period.to()).getFirst();
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
                slice -> calls.merge(slice.call().id(), CallShare.of(slice), CallShare::plus),
                cancellation,
                progress);
        return calls.values();
    }

    static String words(long calls, long bytes) {
        return calls + " calls, " + bytes + " bytes";
    }
}
