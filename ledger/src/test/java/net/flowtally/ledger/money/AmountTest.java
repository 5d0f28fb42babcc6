package net.flowtally.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
    private static final Currency EUR = Currency.getInstance("EUR");
    private static final Currency JPY = Currency.getInstance("JPY");
    private static final long MB = 1_000_000;
    private static final long MIB = 1_048_576;

    @ParameterizedTest
    @CsvSource({
        "1000000, 0.0050, 1",
        "999999, 0.0050, 0",
        "1000000, 0.0049, 0",
        "3000000, 0.0050, 2",
        "1, 0.0001, 0",
        "123456789012, 0.0020, 24691",
        "-1000000, 0.0050, -1",
        "1000000, 0, 0",
    })
    void halfACentIsRoundedUp(long bytes, BigDecimal price, long cents) {
        assertThat(Amount.priced(bytes, MB, price, EUR)).isEqualTo(new Amount(cents, EUR));
    }

    @Test
    void theCurrencyDecidesHowFineMoneyIs() {
        Currency dinar = Currency.getInstance("BHD");
        assertThat(Amount.priced(2_500_000, MB, BigDecimal.ONE, JPY)).hasToString("3 JPY");
        assertThat(Amount.priced(2_500_000, MB, BigDecimal.ONE, dinar)).hasToString("2.500 BHD");
    }

    @Test
    void roundingIsThatOfWholeNumbers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long bytes = random.nextLong(0, 1L << random.nextInt(1, 58));
            long tenthOfMils = random.nextLong(0, 100_000);
            long unit = random.nextBoolean() ? MB : MIB;
            // cents = floor(bytes * price * 100 / unit + 1/2), price = tenthOfMils / 10^4
            BigInteger twice =
                    BigInteger.valueOf(bytes)
                            .multiply(BigInteger.valueOf(tenthOfMils))
                            .multiply(BigInteger.TWO)
                            .divide(BigInteger.valueOf(unit * 100));
            BigInteger cents = twice.add(BigInteger.ONE).shiftRight(1);
            assertThat(Amount.priced(bytes, unit, BigDecimal.valueOf(tenthOfMils, 4), EUR).minor())
                    .as("%d bytes at %d, unit %d, seed %d", bytes, tenthOfMils, unit, seed)
                    .isEqualTo(cents.longValueExact());
        }
    }

    @Test
    void amountsOfOneCurrencyAddUp() {
        Amount amount = new Amount(1_234, EUR);
        assertThat(amount.plus(new Amount(66, EUR))).hasToString("13.00 EUR");
        assertThat(amount.minus(new Amount(2_000, EUR))).hasToString("-7.66 EUR");
        assertThat(amount.plus(amount.negate())).isEqualTo(Amount.zero(EUR));
        assertThat(amount).isGreaterThan(Amount.zero(EUR));
    }

    @Test
    void amountsOfTwoCurrenciesDoNot() {
        Amount euros = new Amount(100, EUR);
        Amount yen = new Amount(100, JPY);
        assertThatThrownBy(() -> euros.plus(yen))
                .isInstanceOf(DifferentCurrencies.class)
                .hasMessage("1.00 EUR and 100 JPY are of different currencies.");
        assertThatThrownBy(() -> euros.compareTo(yen)).isInstanceOf(DifferentCurrencies.class);
    }

    @Test
    void whatDoesNotFitIsRefusedNotWrapped() {
        Amount most = new Amount(Long.MAX_VALUE, EUR);
        assertThatThrownBy(() -> most.plus(new Amount(1, EUR)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Amount.priced(Long.MAX_VALUE, 1, BigDecimal.valueOf(1_000), EUR))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void peopleReadItInTheirOwnWay() {
        Amount amount = new Amount(123_456, EUR);
        assertThat(amount.format(Locale.US)).isEqualTo("€1,234.56");
        assertThat(amount.format(Locale.GERMANY)).isEqualTo("1.234,56\u00a0€");
    }
}
