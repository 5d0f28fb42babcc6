package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.money.LargestRemainder;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.CostPool;
import net.flowtally.ledger.tariff.TariffTerm;
import net.flowtally.ledger.tariff.TariffVersion;

/// The shared costs of a period: the pools of the tariff version that is in force when it begins,
/// each spread by largest remainder in the order of departments, so that its lines come to it
/// exactly. Unassigned has its part by usage like any owner; a pool that nobody has a part in is on
/// its statement whole.
final class Pools {
    private final Snapshots snapshots;
    private final BillingPeriod period;
    private final List<UsageLine> usage;

    private Pools(Snapshots snapshots, BillingPeriod period, List<UsageLine> usage) {
        this.snapshots = snapshots;
        this.period = period;
        this.usage = usage;
    }

    /// In the order of pools and departments.
    ///
    /// @param usage the lines of all departments
    static List<UsageLine> of(Snapshots snapshots, BillingPeriod period, List<UsageLine> usage) {
        List<UsageLine> lines = new ArrayList<>();
        Pools pools = new Pools(snapshots, period, usage);
        snapshots
                .tariff()
                .versionOf(period.fromMicros())
                .map(TariffVersion::pools)
                .orElse(List.of())
                .forEach(pool -> lines.addAll(pools.lines(pool)));
        return lines;
    }

    private List<UsageLine> lines(CostPool pool) {
        Map<Long, BigDecimal> weights = weights(pool);
        weights.values().removeIf(weight -> weight.signum() == 0);
        if (weights.isEmpty()) {
            weights.put(0L, BigDecimal.ONE);
        }
        int scale = weights.values().stream().mapToInt(BigDecimal::scale).max().orElse(0);
        long[] whole =
                weights.values().stream()
                        .mapToLong(weight -> weight.movePointRight(scale).longValueExact())
                        .toArray();
        BigDecimal sum = weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        long[] parts =
                LargestRemainder.spread(
                        Amount.rounded(pool.amount(), snapshots.currency()).minor(), whole);
        List<UsageLine> lines = new ArrayList<>();
        weights.forEach((department, weight) ->
                lines.add(
                        new UsageLine(
                                department,
                                LineKind.POOL,
                                words(pool, weight, sum),
                                0,
                                pool.name(),
                                Band.ANY,
                                "",
                                0,
                                0,
                                pool.amount(),
                                snapshots.unit().bytes(),
                                new Amount(parts[lines.size()], snapshots.currency()))));
        return lines;
    }

    private static String words(CostPool pool, BigDecimal weight, BigDecimal sum) {
        String part = weight.toPlainString() + " of " + sum.toPlainString();
        String of =
                switch (pool.sharing()) {
                    case USAGE -> part + " bytes";
                    case HEADS -> part + " heads";
                    case EVEN -> part + " departments";
                    case FIXED -> weight.toPlainString() + " %";
                };
        return of + ", of " + pool.amount().toPlainString();
    }

    /// By department, 0 = Unassigned.
    private Map<Long, BigDecimal> weights(CostPool pool) {
        Map<Long, BigDecimal> weights = new TreeMap<>();
        switch (pool.sharing()) {
            case USAGE ->
                    usage.forEach(line ->
                            weights.merge(
                                    line.department(),
                                    BigDecimal.valueOf(line.bytes()),
                                    BigDecimal::add));
            case HEADS ->
                    Fees.heads(TariffTerm.Kind.USER, snapshots.directory(), period.from())
                            .forEach((department, heads) ->
                                    weights.put(department, BigDecimal.valueOf(heads)));
            case EVEN ->
                    usage.stream()
                            .map(UsageLine::department)
                            .filter(department -> department != 0)
                            .forEach(department -> weights.put(department, BigDecimal.ONE));
            case FIXED ->
                    pool.shares()
                            .forEach(share ->
                                    weights.merge(
                                            known(share.department()),
                                            share.percent(),
                                            BigDecimal::add));
        }
        return weights;
    }

    /// The part of a department that is gone falls to Unassigned.
    private long known(long department) {
        return snapshots.directory().department(department).isPresent() ? department : 0;
    }
}
