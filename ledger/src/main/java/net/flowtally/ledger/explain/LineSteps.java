package net.flowtally.ledger.explain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.RateSamples;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.billing.CorrectionHistory;
import net.flowtally.ledger.billing.CorrectionLine;
import net.flowtally.ledger.billing.Credits;
import net.flowtally.ledger.billing.GivenCredit;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.StatementLine;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.User;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.money.LargestRemainder;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.CostPool;
import net.flowtally.ledger.tariff.TariffTerm;
import net.flowtally.ledger.tariff.TariffVersion;

/// Works out again, step by step, what a statement line comes to. For one thread.
final class LineSteps {
    /// Decimals that are shown of an exact product.
    private static final int SHOWN_DECIMALS = 9;

    private final Store store;
    private final UsageReader usage;
    private final CallArchive archive;
    private final Snapshots snapshots;
    private final Function<StatementLine, CorrectionHistory> histories;
    private final ExplainedLine explained;
    private final Statement statement;
    private final StatementLine line;
    private final Amount none;
    private final List<String> facts = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /// @param snapshots that the statement goes by
    /// @param histories of the corrections that lines stand for
    LineSteps(
            Store store,
            UsageReader usage,
            CallArchive archive,
            Snapshots snapshots,
            Function<StatementLine, CorrectionHistory> histories,
            ExplainedLine explained) {
        this.store = store;
        this.usage = usage;
        this.archive = archive;
        this.snapshots = snapshots;
        this.histories = histories;
        this.explained = explained;
        statement = explained.statement();
        line = explained.line();
        none = Amount.zero(statement.currency());
    }

    Explanation explanation(Cancellation cancellation, Progress progress) {
        switch (line.kind()) {
            case USAGE -> addVolume();
            case CALLS ->
                    addProduct(
                            line.calls() + " calls × " + price(),
                            BigDecimal.valueOf(line.calls()).multiply(line.unitPrice()));
            case COMMIT, OVERAGE -> addRate(cancellation);
            case MINIMUM, CAP -> addLimit();
            case FEE -> addFee();
            case POOL -> addPool(cancellation);
            case CREDIT -> addCredit();
            case MARKUP -> addPercentage(other -> !isPercentage(other), "the lines before it");
            case TAX ->
                    addPercentage(
                            other -> other.kind() != LineKind.TAX,
                            "the lines and mark-ups before it");
            case CORRECTION -> addCorrection(cancellation, progress);
        }
        return new Explanation(facts, steps);
    }

    private static boolean isPercentage(StatementLine other) {
        return other.kind() == LineKind.MARKUP || other.kind() == LineKind.TAX;
    }

    private String price() {
        return line.unitPrice().toPlainString();
    }

    private void addProduct(String what, BigDecimal exact) {
        steps.add(new Step.Product(what, shown(exact), line.amount()));
    }

    private static BigDecimal shown(BigDecimal exact) {
        BigDecimal rounded =
                exact.scale() > SHOWN_DECIMALS
                        ? exact.setScale(SHOWN_DECIMALS, RoundingMode.HALF_UP)
                        : exact;
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }

    private void addVolume() {
        addProduct(
                String.format(
                        Locale.ROOT,
                        "%,d bytes ÷ %,d × %s",
                        line.bytes(),
                        line.unitBytes(),
                        price()),
                BigDecimal.valueOf(line.bytes())
                        .multiply(line.unitPrice())
                        .divide(
                                BigDecimal.valueOf(line.unitBytes()),
                                2 * SHOWN_DECIMALS,
                                RoundingMode.HALF_UP));
    }

    private void addRate(Cancellation cancellation) {
        RateSamples samples =
                usage.samples(statement.period(), cancellation).stream()
                        .filter(each ->
                                each.department() == statement.departmentId()
                                        && each.rule() == line.rule()
                                        && each.band() == line.band())
                        .findFirst()
                        .orElseThrow(
                                () -> new Disagreement("There are no samples of " + line.id()));
        facts.add(words(samples, statement.period().zone()));
        boolean isCommit = line.kind() == LineKind.COMMIT;
        BigDecimal mbits =
                isCommit
                        ? samples.rate().commit()
                        : samples.value().subtract(samples.rate().commit());
        boolean isWhole = samples.inForce() == samples.ofPeriod();
        String what =
                (isCommit ? "committed " : "beyond the commit ")
                        + mbits.toPlainString()
                        + " Mbit/s × "
                        + price();
        addProduct(
                isWhole ? what : what + " × " + samples.inForce() + " ÷ " + samples.ofPeriod(),
                mbits.multiply(line.unitPrice())
                        .multiply(BigDecimal.valueOf(samples.inForce()))
                        .divide(
                                BigDecimal.valueOf(samples.ofPeriod()),
                                2 * SHOWN_DECIMALS,
                                RoundingMode.HALF_UP));
    }

    private static String words(RateSamples samples, ZoneId zone) {
        String counted =
                String.format(
                        Locale.ROOT,
                        "%,d samples were sorted, %,d of them discarded, %,d are of quarter hours"
                                + " without data (%s).",
                        samples.samples().size(),
                        samples.discarded(),
                        samples.missing(),
                        samples.rate().missing().words());
        String highest =
                samples.samples().stream()
                        .filter(sample -> !sample.isDiscarded())
                        .findFirst()
                        .map(sample ->
                                " The highest that counts is "
                                        + sample.mbits().toPlainString()
                                        + " Mbit/s ("
                                        + sample.direction().name().toLowerCase(Locale.ROOT)
                                        + "), of "
                                        + sample.from().atZone(zone).toOffsetDateTime()
                                        + ".")
                        .orElse("");
        return counted
                + highest
                + " The 95th percentile ("
                + samples.rate().method().words()
                + ") is "
                + samples.value().toPlainString()
                + " Mbit/s; 'flowtally percentile' lists every sample.";
    }

    private void addLimit() {
        Step.Sum charged =
                Step.Sum.of(
                        "what the rule charges without it",
                        parts(
                                explained.lines().stream()
                                        .filter(other -> other.kind() != line.kind())
                                        .toList()),
                        none);
        steps.add(charged);
        Amount limit = Amount.rounded(line.unitPrice(), statement.currency());
        addProduct(
                (line.kind() == LineKind.MINIMUM ? "minimum of " : "cap of ")
                        + limit
                        + " less "
                        + charged.amount(),
                limit.minus(charged.amount()).decimal());
    }

    private static List<Step.Part> parts(List<StatementLine> lines) {
        return lines.stream()
                .map(other -> new Step.Part(other.id() + " " + other.title(), other.amount()))
                .toList();
    }

    private void addFee() {
        List<String> heads = heads();
        addProduct(
                heads.size() + " × " + price(),
                line.unitPrice().multiply(BigDecimal.valueOf(heads.size())));
        steps.add(
                Step.Sum.of(
                        "for whom, when " + statement.period().name() + " begins",
                        spread(line.amount(), heads),
                        none));
    }

    private List<Step.Part> spread(Amount amount, List<String> names) {
        long[] shares = LargestRemainder.spread(amount.minor(), new long[names.size()]);
        List<Step.Part> parts = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            parts.add(new Step.Part(names.get(i), new Amount(shares[i], amount.currency())));
        }
        return parts;
    }

    /// The names of those that the fee is charged for, as the directory has them when the period
    /// begins.
    private List<String> heads() {
        DirectorySnapshot directory = snapshots.directory();
        Instant at = statement.period().from();
        long department = statement.departmentId();
        TariffTerm.Kind kind =
                version()
                        .flatMap(version ->
                                version.terms().stream()
                                        .filter(term ->
                                                term.kind().isFee()
                                                        && term.name().equals(line.category())
                                                        && term.value().compareTo(line.unitPrice())
                                                                == 0
                                                        && line.reference()
                                                                .contains(
                                                                        term.kind()
                                                                                .name()
                                                                                .toLowerCase(
                                                                                        Locale
                                                                                                .ROOT)))
                                        .findFirst())
                        .map(TariffTerm::kind)
                        .orElseThrow(() ->
                                new Disagreement("The tariff has no fee " + line.category() + "."));
        return switch (kind) {
            case DEPARTMENT -> List.of(statement.departmentPath());
            case USER ->
                    directory.users().stream()
                            .filter(user -> directory.departmentOf(user.id(), at) == department)
                            .map(User::name)
                            .sorted()
                            .toList();
            case WORKSTATION ->
                    directory.departmentsOfWorkstations(at).entrySet().stream()
                            .filter(entry -> entry.getValue() == department)
                            .map(entry -> directory.workstationName(entry.getKey()))
                            .sorted()
                            .toList();
            case MARKUP, TAX -> throw new IllegalStateException(kind + " has no heads");
        };
    }

    private Optional<TariffVersion> version() {
        return snapshots.tariff().versionOf(statement.period().fromMicros());
    }

    private void addPool(Cancellation cancellation) {
        List<Step.Part> parts = new ArrayList<>();
        for (Statement other : new Statements(store, usage).of(statement.period(), cancellation)) {
            for (StatementLine part : other.lines()) {
                if (part.kind() == LineKind.POOL && part.category().equals(line.category())) {
                    parts.add(
                            new Step.Part(
                                    other.departmentPath() + ": " + part.reference(),
                                    part.amount()));
                }
            }
        }
        steps.add(
                Step.Sum.of(
                        "the whole pool"
                                + version()
                                        .flatMap(version ->
                                                version.pools().stream()
                                                        .filter(pool ->
                                                                pool.name().equals(line.category()))
                                                        .findFirst())
                                        .map(pool -> ", shared " + words(pool.sharing()))
                                        .orElse(""),
                        parts,
                        none));
        steps.add(
                Step.Sum.of(
                        "of these, " + statement.departmentPath() + " has",
                        List.of(new Step.Part(line.reference(), line.amount())),
                        none));
    }

    private static String words(CostPool.Sharing sharing) {
        return switch (sharing) {
            case USAGE -> "by usage";
            case HEADS -> "by heads";
            case EVEN -> "evenly";
            case FIXED -> "by fixed percentages";
        };
    }

    private void addCredit() {
        List<StatementLine> own =
                statement.lines().stream()
                        .filter(other -> other.kind() == LineKind.CREDIT)
                        .toList();
        GivenCredit given =
                new Credits(store)
                        .given(statement.period().name()).stream()
                                .filter(each ->
                                        each.credit().department() == statement.departmentId())
                                .toList()
                                .get(own.indexOf(line));
        facts.add(
                "Credit "
                        + given.credit().id()
                        + ", given by "
                        + given.actor()
                        + " at "
                        + given.madeAt()
                        + (given.credit().reason().isEmpty()
                                ? "."
                                : ": " + given.credit().reason() + "."));
        version()
                .flatMap(version ->
                        version.levels().stream()
                                .filter(level -> level.name().equals(line.category()))
                                .findFirst())
                .ifPresent(level -> {
                    Step.Sum ofUsage =
                            Step.Sum.of(
                                    "what usage costs",
                                    parts(
                                            statement.lines().stream()
                                                    .filter(other -> other.kind().isOfUsage())
                                                    .toList()),
                                    none);
                    BigDecimal exact =
                            ofUsage.amount()
                                    .decimal()
                                    .multiply(level.credit())
                                    .movePointLeft(2)
                                    .negate();
                    facts.add(Credits.words(level, statement.integrity()) + ".");
                    if (Amount.rounded(exact.negate(), none.currency())
                            .negate()
                            .equals(line.amount())) {
                        steps.add(ofUsage);
                        addProduct(level.credit().toPlainString() + " % of it, given back", exact);
                    } else {
                        facts.add(
                                "Usage has changed since it was given; by what it costs now it"
                                        + " would be "
                                        + Amount.rounded(exact.negate(), none.currency())
                                        + ".");
                    }
                });
        if (steps.isEmpty()) {
            addProduct("given back", line.amount().decimal());
        }
    }

    private void addPercentage(Predicate<StatementLine> isBefore, String what) {
        Step.Sum base =
                Step.Sum.of(
                        what, parts(statement.lines().stream().filter(isBefore).toList()), none);
        steps.add(base);
        addProduct(
                price() + " % of " + base.amount(),
                base.amount().decimal().multiply(line.unitPrice()).movePointLeft(2));
    }

    private void addCorrection(Cancellation cancellation, Progress progress) {
        CorrectionHistory history = histories.apply(line);
        CorrectionLine corrected = history.line(line.reference());
        BillingPeriod period = history.period();
        facts.add(
                "Correction "
                        + history.correction().number()
                        + " of "
                        + period.name()
                        + " was made at "
                        + history.correction().madeAt()
                        + " by "
                        + history.correction().actor()
                        + (history.correction().reason().isEmpty()
                                ? "."
                                : ": " + history.correction().reason() + "."));
        Step.Sum before =
                Step.Sum.of(
                        "what " + period.name() + " was charged before",
                        history.charged(corrected).stream()
                                .map(each ->
                                        new Step.Part(
                                                each.id() + " " + each.title(), each.amount()))
                                .toList(),
                        none);
        steps.add(before);
        steps.add(
                Step.Sum.of(
                        "the new rating less that",
                        List.of(
                                new Step.Part(
                                        corrected.title(),
                                        before.amount().plus(corrected.amount())),
                                new Step.Part("charged before", before.amount().negate())),
                        none));
        steps.add(
                Step.Sum.of(
                        "what came in since, and what it moves",
                        history.causes(corrected, archive, cancellation, progress).stream()
                                .map(cause -> new Step.Part(cause.what(), cause.amount()))
                                .toList(),
                        none));
    }
}
