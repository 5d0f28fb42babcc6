package net.flowtally.ledger.money;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/// An exact amount of money in the smallest unit of its currency, say cents. Amounts of two
/// currencies never meet in one sum.
public record Amount(long minor, Currency currency) implements Comparable<Amount> {
    public static Amount zero(Currency currency) {
        return new Amount(0, currency);
    }

    /// What a quantity costs: `bytes / unitBytes × price`, exact, then rounded half up to the
    /// currency's smallest unit. Here and in `rounded` are the only places where money is rounded.
    ///
    /// @param price for each `unitBytes` bytes, in whole units of the currency
    /// @throws ArithmeticException if the amount is beyond what 64 bits hold
    public static Amount priced(long bytes, long unitBytes, BigDecimal price, Currency currency) {
        BigDecimal exact = BigDecimal.valueOf(bytes).multiply(price);
        BigDecimal rounded =
                exact.divide(
                        BigDecimal.valueOf(unitBytes),
                        currency.getDefaultFractionDigits(),
                        RoundingMode.HALF_UP);
        return new Amount(rounded.unscaledValue().longValueExact(), currency);
    }

    /// An exact sum of money in whole units of the currency, rounded half up to its smallest unit:
    /// for what is not priced by volume.
    ///
    /// @throws ArithmeticException if the amount is beyond what 64 bits hold
    public static Amount rounded(BigDecimal exact, Currency currency) {
        return new Amount(
                exact.setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP)
                        .unscaledValue()
                        .longValueExact(),
                currency);
    }

    /// @throws DifferentCurrencies if the other amount is of another currency
    public Amount plus(Amount other) {
        check(other);
        return new Amount(Math.addExact(minor, other.minor), currency);
    }

    /// @throws DifferentCurrencies if the other amount is of another currency
    public Amount minus(Amount other) {
        check(other);
        return new Amount(Math.subtractExact(minor, other.minor), currency);
    }

    public Amount negate() {
        return new Amount(Math.negateExact(minor), currency);
    }

    public boolean isZero() {
        return minor == 0;
    }

    /// In whole units, with as many decimals as the currency has.
    public BigDecimal decimal() {
        return BigDecimal.valueOf(minor, currency.getDefaultFractionDigits());
    }

    /// As people of a place write it, with the currency's sign.
    public String format(Locale locale) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        format.setMinimumFractionDigits(currency.getDefaultFractionDigits());
        format.setMaximumFractionDigits(currency.getDefaultFractionDigits());
        return format.format(decimal());
    }

    /// @throws DifferentCurrencies if the other amount is of another currency
    @Override
    public int compareTo(Amount other) {
        check(other);
        return Long.compare(minor, other.minor);
    }

    /// Plain, the same everywhere: `12.34 EUR`.
    @Override
    public String toString() {
        return decimal().toPlainString() + " " + currency.getCurrencyCode();
    }

    private void check(Amount other) {
        if (!currency.equals(other.currency)) {
            throw new DifferentCurrencies(this, other);
        }
    }
}
