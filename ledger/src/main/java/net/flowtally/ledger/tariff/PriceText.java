package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.tariff.Pricing.Limits;
import net.flowtally.ledger.tariff.Pricing.Tier;

/// Prices as people write them, clauses separated by semicolons:
///
/// ```
/// 500 MB free; 0.0020 per MB; 0.0015 per MB from 10000 MB; 0.01 per call; minimum 5.00; cap 250.00
/// 95th separate; commit 10 Mbit/s at 4.00; over at 6.00; missing zero
/// ```
final class PriceText {
    /// Finer than any price for a megabyte needs to be.
    static final int MOST_DECIMALS = 9;

    private static final String NUMBER = "(\\d{1,12}(?:\\.\\d{1,12})?)";
    private static final String UNIT = "(?:MB|MiB)";
    private static final Pattern FREE = Pattern.compile(NUMBER + " " + UNIT + " free");
    private static final Pattern PER_UNIT =
            Pattern.compile(NUMBER + " per " + UNIT + "(?: from " + NUMBER + " " + UNIT + ")?");
    private static final Pattern PER_CALL = Pattern.compile(NUMBER + " per call");
    private static final Pattern MINIMUM = Pattern.compile("minimum " + NUMBER);
    private static final Pattern CAP = Pattern.compile("cap " + NUMBER);
    private static final Pattern METHOD =
            Pattern.compile("95th (separate|merged|summed|interpolated)");
    private static final Pattern COMMIT =
            Pattern.compile("commit " + NUMBER + " Mbit/s at " + NUMBER);
    private static final Pattern OVER = Pattern.compile("over at " + NUMBER);
    private static final Pattern MISSING = Pattern.compile("missing (zero|skip|interpolate)");

    private final List<Tier> tiers = new ArrayList<>();
    private BigDecimal perCall = BigDecimal.ZERO;
    private BigDecimal minimum = BigDecimal.ZERO;
    private BigDecimal cap = BigDecimal.ZERO;
    private Optional<Percentile.Method> method = Optional.empty();
    private Percentile.Missing missing = Percentile.Missing.ZERO;
    private BigDecimal commit = BigDecimal.ZERO;
    private BigDecimal committed = BigDecimal.ZERO;
    private Optional<BigDecimal> over = Optional.empty();

    private PriceText() {}

    /// @throws BadTariff naming the clause that cannot be
    static Pricing parse(String text) {
        PriceText price = new PriceText();
        for (String clause : text.split(";", -1)) {
            price.take(clause.strip().replaceAll("\\s+", " "));
        }
        return price.pricing(text);
    }

    /// A form of clause and what it says.
    private record Form(Pattern pattern, Reading reading) {}

    private interface Reading {
        void read(PriceText price, MatchResult clause);
    }

    private static final List<Form> FORMS =
            List.of(
                    new Form(FREE, PriceText::takeAllowance),
                    new Form(PER_UNIT, PriceText::takeTier),
                    new Form(PER_CALL, (price, clause) -> price.perCall = number(clause.group(1))),
                    new Form(MINIMUM, (price, clause) -> price.minimum = number(clause.group(1))),
                    new Form(CAP, PriceText::takeCap),
                    new Form(
                            METHOD,
                            (price, clause) ->
                                    price.method =
                                            Optional.of(
                                                    Percentile.Method.valueOf(
                                                            upper(clause.group(1))))),
                    new Form(
                            COMMIT,
                            (price, clause) -> {
                                price.commit = number(clause.group(1));
                                price.committed = number(clause.group(2));
                            }),
                    new Form(
                            OVER,
                            (price, clause) -> price.over = Optional.of(number(clause.group(1)))),
                    new Form(
                            MISSING,
                            (price, clause) ->
                                    price.missing =
                                            Percentile.Missing.valueOf(upper(clause.group(1)))));

    private void take(String clause) {
        for (Form form : FORMS) {
            Matcher matcher = form.pattern.matcher(clause);
            if (matcher.matches()) {
                form.reading.read(this, matcher);
                return;
            }
        }
        throw new BadTariff(
                "'"
                        + clause
                        + "' is no price: say for instance '0.0020 per MB', '500 MB free', '0.0015"
                        + " per MB from 10000 MB', '0.01 per call', 'minimum 5.00', 'cap 250.00' or"
                        + " '95th separate; commit 10 Mbit/s at 4.00; over at 6.00'.");
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private void takeAllowance(MatchResult clause) {
        require(tiers.isEmpty(), clause.group(), "comes before the prices of volume");
        tiers.add(new Tier(BigDecimal.ZERO, BigDecimal.ZERO));
        tiers.add(new Tier(number(clause.group(1)), BigDecimal.valueOf(-1)));
    }

    private void takeCap(MatchResult clause) {
        cap = number(clause.group(1));
        require(cap.signum() > 0, clause.group(), "must be more than 0");
    }

    private void takeTier(MatchResult matched) {
        String clause = matched.group();
        BigDecimal price = number(matched.group(1));
        Optional<String> from = Optional.ofNullable(matched.group(2));
        boolean afterAllowance = !tiers.isEmpty() && tiers.getLast().price().signum() < 0;
        if (from.isEmpty()) {
            require(
                    tiers.isEmpty() || afterAllowance,
                    clause,
                    "needs 'from N MB': another price holds already");
            BigDecimal start = afterAllowance ? tiers.removeLast().from() : BigDecimal.ZERO;
            tiers.add(new Tier(start, price));
        } else {
            BigDecimal start = number(from.get());
            require(
                    !tiers.isEmpty() && !afterAllowance,
                    clause,
                    "comes after the price from 0 MB on");
            require(
                    start.compareTo(tiers.getLast().from()) > 0,
                    clause,
                    "must begin above the tier before it");
            tiers.add(new Tier(start, price));
        }
    }

    private Pricing pricing(String text) {
        require(
                tiers.isEmpty() || tiers.getLast().price().signum() >= 0,
                text,
                "needs a price for what is not free");
        require(
                cap.signum() == 0 || minimum.compareTo(cap) <= 0,
                text,
                "has a minimum above its cap");
        Limits limits = new Limits(minimum, cap);
        if (method.isEmpty()) {
            require(
                    commit.signum() == 0 && committed.signum() == 0 && over.isEmpty(),
                    text,
                    "names a commit but no '95th METHOD'");
            return new Pricing.Volume(tiers, perCall, limits);
        }
        require(
                tiers.isEmpty() && perCall.signum() == 0,
                text,
                "is priced by the 95th percentile and by volume or calls as well");
        BigDecimal beyond =
                over.orElseThrow(() ->
                        new BadTariff(
                                "'" + text + "' needs 'over at P' for what is beyond the commit."));
        return new Pricing.Rate(method.get(), missing, commit, committed, beyond, limits);
    }

    private static BigDecimal number(String text) {
        BigDecimal number = new BigDecimal(text);
        if (number.scale() > MOST_DECIMALS) {
            throw new BadTariff(
                    "The price " + text + " has more than " + MOST_DECIMALS + " decimals.");
        }
        return number;
    }

    private static void require(boolean holds, String clause, String what) {
        if (!holds) {
            throw new BadTariff("'" + clause + "' " + what + ".");
        }
    }

    /// A pricing as `parse` reads it.
    ///
    /// @param unit MB or MiB
    static String format(Pricing pricing, String unit) {
        List<String> clauses = new ArrayList<>();
        switch (pricing) {
            case Pricing.Volume(var tiers, var perCall, _) -> {
                for (int i = 0; i < tiers.size(); i++) {
                    Tier tier = tiers.get(i);
                    boolean isAllowance = i == 0 && tiers.size() > 1 && tier.price().signum() == 0;
                    boolean afterAllowance = i == 1 && tiers.getFirst().price().signum() == 0;
                    if (isAllowance) {
                        clauses.add(plain(tiers.get(1).from()) + " " + unit + " free");
                    } else if (i == 0 || afterAllowance) {
                        clauses.add(plain(tier.price()) + " per " + unit);
                    } else {
                        clauses.add(
                                "%s per %s from %s %s"
                                        .formatted(
                                                plain(tier.price()),
                                                unit,
                                                plain(tier.from()),
                                                unit));
                    }
                }
                if (perCall.signum() > 0) {
                    clauses.add(plain(perCall) + " per call");
                }
            }
            case Pricing.Rate rate -> {
                clauses.add("95th " + rate.method().word());
                clauses.add("commit " + plain(rate.commit()) + " Mbit/s at " + plain(rate.price()));
                clauses.add("over at " + plain(rate.over()));
                clauses.add("missing " + rate.missing().word());
            }
        }
        if (pricing.limits().minimum().signum() > 0) {
            clauses.add("minimum " + plain(pricing.limits().minimum()));
        }
        if (pricing.limits().cap().signum() > 0) {
            clauses.add("cap " + plain(pricing.limits().cap()));
        }
        return clauses.isEmpty() ? "0 per " + unit : String.join("; ", clauses);
    }

    private static String plain(BigDecimal number) {
        return number.toPlainString();
    }
}
