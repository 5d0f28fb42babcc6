package net.flowtally.ledger.accounting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Percentile;
import net.flowtally.ledger.tariff.Pricing;
import net.flowtally.ledger.time.Micros;

/// The 95th percentile of a rule's windows, and for how much of the period it is charged.
///
/// @param value in Mbit/s, to the bit a second
/// @param ofPeriod windows of the whole period
record MeasuredRate(BigDecimal value, Percentile.Result result, Windows windows, int ofPeriod) {
    private static final BigDecimal QUARTER_SECONDS = BigDecimal.valueOf(900);
    private static final BigDecimal BITS_PER_BYTE = BigDecimal.valueOf(8);

    /// Decimals of a Mbit/s: to the bit a second.
    private static final int RATE_DECIMALS = 6;

    /// @param windows that the rule prices
    static MeasuredRate of(Pricing.Rate rate, Windows windows, int ofPeriod) {
        Percentile.Result result =
                Percentile.of(
                        rate.method(),
                        rate.missing(),
                        windows.in(),
                        windows.out(),
                        windows.present());
        return new MeasuredRate(mbits(result.value()), result, windows, ofPeriod);
    }

    /// Mbit/s of bytes in a quarter hour.
    private static BigDecimal mbits(BigDecimal bytes) {
        return bytes.multiply(BITS_PER_BYTE)
                .divide(QUARTER_SECONDS.movePointRight(6), RATE_DECIMALS, RoundingMode.HALF_UP);
    }

    /// Where the rule is not in force all the period, in words.
    String partOfPeriod() {
        return windows.inForce() == ofPeriod
                ? ""
                : " for " + windows.inForce() + " of " + ofPeriod + " quarter hours";
    }

    /// What a price for the whole period comes to for the part that the rule is in force.
    Amount money(BigDecimal ofWholePeriod, Currency currency) {
        return Amount.rounded(
                ofWholePeriod
                        .multiply(BigDecimal.valueOf(windows.inForce()))
                        .divide(
                                BigDecimal.valueOf(ofPeriod),
                                // far below the smallest unit of any currency, and exact for all of
                                // it
                                ofWholePeriod.scale() + 9,
                                RoundingMode.HALF_UP),
                currency);
    }

    RateSamples samples(long department, long rule, String category, Band band, Pricing.Rate rate) {
        List<RateSamples.Sample> samples = new ArrayList<>();
        for (Percentile.Sample sample : result.samples()) {
            samples.add(
                    new RateSamples.Sample(
                            Micros.instant(windows.quarters()[sample.window()]),
                            sample.direction(),
                            sample.value(),
                            mbits(BigDecimal.valueOf(sample.value())),
                            sample.isDiscarded(),
                            !windows.present().get(sample.window())));
        }
        return new RateSamples(
                department,
                rule,
                category,
                band,
                rate,
                value,
                windows.inForce(),
                ofPeriod,
                windows.size() - windows.present().cardinality(),
                samples);
    }
}
