package net.flowtally.ledger.billing;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageLine;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.TariffTerm;
import net.flowtally.ledger.tariff.TariffVersion;

/// The flat fees of a period: those of the tariff version that is in force when it begins, for whom
/// the directory has at that instant.
final class Fees {
    private Fees() {}

    /// All that the tariff charges for a period beside usage and percentages: fees and pools.
    ///
    /// @param usage the lines of all departments
    static List<UsageLine> andPools(
            Snapshots snapshots, BillingPeriod period, List<UsageLine> usage) {
        List<UsageLine> charges = new ArrayList<>(of(snapshots, period));
        charges.addAll(Pools.of(snapshots, period, usage));
        return charges;
    }

    /// In the order of terms and departments.
    private static List<UsageLine> of(Snapshots snapshots, BillingPeriod period) {
        List<UsageLine> fees = new ArrayList<>();
        List<TariffTerm> terms =
                snapshots
                        .tariff()
                        .versionOf(period.fromMicros())
                        .map(TariffVersion::terms)
                        .orElse(List.of());
        for (TariffTerm term : terms) {
            if (term.kind().isFee()) {
                heads(term.kind(), snapshots.directory(), period.from())
                        .forEach((department, heads) ->
                                fees.add(fee(term, department, heads, snapshots)));
            }
        }
        return fees;
    }

    private static UsageLine fee(TariffTerm term, long department, int heads, Snapshots snapshots) {
        String unit = term.kind().name().toLowerCase(Locale.ROOT);
        return new UsageLine(
                department,
                LineKind.FEE,
                heads + " " + unit + (heads == 1 ? "" : "s"),
                0,
                term.name(),
                Band.ANY,
                "",
                0,
                0,
                term.value(),
                snapshots.unit().bytes(),
                Amount.rounded(
                        term.value().multiply(BigDecimal.valueOf(heads)), snapshots.currency()));
    }

    /// How many are charged for, by department.
    static Map<Long, Integer> heads(TariffTerm.Kind kind, DirectorySnapshot directory, Instant at) {
        Map<Long, Integer> heads = new TreeMap<>();
        switch (kind) {
            case DEPARTMENT ->
                    directory.departments().stream()
                            .filter(each -> each.span().contains(at))
                            .forEach(each -> heads.put(each.id(), 1));
            case USER ->
                    directory.users().stream()
                            .map(user -> directory.departmentOf(user.id(), at))
                            .filter(department -> department != 0)
                            .forEach(department -> heads.merge(department, 1, Integer::sum));
            case WORKSTATION ->
                    directory
                            .departmentsOfWorkstations(at)
                            .values()
                            .forEach(department -> heads.merge(department, 1, Integer::sum));
            case MARKUP, TAX -> throw new IllegalArgumentException(kind + " has no heads");
        }
        return heads;
    }
}
