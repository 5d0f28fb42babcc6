package net.flowtally.ledger.accounting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Pricing;
import net.flowtally.ledger.tariff.Pricing.Tier;
import net.flowtally.ledger.tariff.TariffRule;
import net.flowtally.ledger.zone.Zone;

/// The usage of a whole period that one rule prices for one department, and the lines that come of
/// it. The one place where usage becomes money. For one thread.
final class PricedGroup {
    private final Snapshots snapshots;
    private final long department;
    private final long rule;
    private final String category;
    private final Band band;
    private final long calls;
    private final long bytes;
    private final String zone;
    private final List<UsageLine> lines = new ArrayList<>();

    PricedGroup(
            Snapshots snapshots,
            long department,
            long rule,
            String category,
            Band band,
            long calls,
            long bytes) {
        this.snapshots = snapshots;
        this.department = department;
        this.rule = rule;
        this.category = category;
        this.band = band;
        this.calls = calls;
        this.bytes = bytes;
        zone =
                snapshots
                        .rule(rule)
                        .flatMap(priced -> snapshots.zones().zone(priced.zone()))
                        .map(Zone::name)
                        .orElse("");
    }

    /// Whether a rule is priced by windows.
    static boolean needsWindows(Snapshots snapshots, long rule) {
        return snapshots
                .rule(rule)
                .filter(priced -> priced.pricing() instanceof Pricing.Rate)
                .isPresent();
    }

    /// @param windows those of a rule that needs them
    List<UsageLine> lines(Windows windows) {
        Optional<TariffRule> known = snapshots.rule(rule);
        if (known.isEmpty()) {
            addVolume("", bytes, calls, BigDecimal.ZERO);
            return lines;
        }
        Pricing pricing = known.get().pricing();
        switch (pricing) {
            case Pricing.Volume volume -> addVolume(volume);
            case Pricing.Rate rate -> addRate(rate, windows);
        }
        limit(pricing.limits());
        return lines;
    }

    private void addVolume(Pricing.Volume volume) {
        boolean hasCallPrice = volume.perCall().signum() > 0;
        List<Tier> tiers = volume.tiers();
        for (int i = 0; i < tiers.size(); i++) {
            long from = bytes(tiers.get(i).from());
            long to = i + 1 < tiers.size() ? bytes(tiers.get(i + 1).from()) : Long.MAX_VALUE;
            if (i > 0 && bytes <= from) {
                break;
            }
            addVolume(
                    tiers.size() == 1 ? "" : words(tiers, i),
                    Math.min(bytes, to) - from,
                    i == 0 && !hasCallPrice ? calls : 0,
                    tiers.get(i).price());
        }
        if (hasCallPrice) {
            add(
                    LineKind.CALLS,
                    calls + (calls == 1 ? " call" : " calls"),
                    calls,
                    tiers.isEmpty() ? bytes : 0,
                    volume.perCall(),
                    money(BigDecimal.valueOf(calls).multiply(volume.perCall())));
        } else if (tiers.isEmpty()) {
            addVolume("", bytes, calls, BigDecimal.ZERO);
        }
    }

    private String words(List<Tier> tiers, int tier) {
        String unit = " " + snapshots.unit().name();
        if (tier == 0) {
            return "up to " + tiers.get(1).from().toPlainString() + unit;
        }
        return "from " + tiers.get(tier).from().toPlainString() + unit + " on";
    }

    private void addVolume(String tier, long ofBytes, long ofCalls, BigDecimal price) {
        add(
                LineKind.USAGE,
                tier,
                ofCalls,
                ofBytes,
                price,
                Amount.priced(ofBytes, snapshots.unit().bytes(), price, snapshots.currency()));
    }

    private void addRate(Pricing.Rate rate, Windows windows) {
        MeasuredRate measured = measure(rate, windows);
        BigDecimal value = measured.value();
        BigDecimal over = value.subtract(rate.commit());
        add(
                LineKind.COMMIT,
                "95th percentile "
                        + value.toPlainString()
                        + " Mbit/s, "
                        + rate.method().words()
                        + ", commit "
                        + rate.commit().toPlainString()
                        + measured.partOfPeriod(),
                calls,
                bytes,
                rate.price(),
                measured.money(rate.commit().multiply(rate.price()), snapshots.currency()));
        if (over.signum() > 0) {
            add(
                    LineKind.OVERAGE,
                    over.toPlainString() + " Mbit/s beyond the commit" + measured.partOfPeriod(),
                    0,
                    0,
                    rate.over(),
                    measured.money(over.multiply(rate.over()), snapshots.currency()));
        }
    }

    /// The percentile over those windows of the period that the rule prices: while its tariff
    /// version is in force, and of peak or off-peak as it says.
    private MeasuredRate measure(Pricing.Rate rate, Windows windows) {
        return MeasuredRate.of(
                rate,
                windows.only(
                        snapshots.versionOf(rule).orElseThrow().span(), band, snapshots.tariff()),
                windows.size());
    }

    /// What stands behind the percentile of a rule that is priced by one.
    Optional<RateSamples> samples(Windows windows) {
        return snapshots
                .rule(rule)
                .map(TariffRule::pricing)
                .filter(Pricing.Rate.class::isInstance)
                .map(Pricing.Rate.class::cast)
                .map(rate ->
                        measure(rate, windows).samples(department, rule, category, band, rate));
    }

    private void limit(Pricing.Limits limits) {
        Amount sum = Amount.zero(snapshots.currency());
        for (UsageLine line : lines) {
            sum = sum.plus(line.amount());
        }
        Amount least = money(limits.minimum());
        Amount most = money(limits.cap());
        if (least.compareTo(sum) > 0) {
            add(LineKind.MINIMUM, "", 0, 0, limits.minimum(), least.minus(sum));
        } else if (!most.isZero() && sum.compareTo(most) > 0) {
            add(LineKind.CAP, "", 0, 0, limits.cap(), most.minus(sum));
        }
    }

    private void add(
            LineKind kind,
            String reference,
            long ofCalls,
            long ofBytes,
            BigDecimal price,
            Amount amount) {
        lines.add(
                new UsageLine(
                        department,
                        kind,
                        reference,
                        rule,
                        category,
                        band,
                        zone,
                        ofCalls,
                        ofBytes,
                        price,
                        snapshots.unit().bytes(),
                        amount));
    }

    private Amount money(BigDecimal exact) {
        return Amount.rounded(exact, snapshots.currency());
    }

    private long bytes(BigDecimal units) {
        return units.multiply(BigDecimal.valueOf(snapshots.unit().bytes()))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }
}
