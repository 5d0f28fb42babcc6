package net.flowtally.ledger.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Currency;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {

    @Test
    void theLargestRemaindersGetWhatIsLeft() {
        // 100 × 0.47, 0.16, 0.37 of 10: 4.7, 1.6, 3.7
        assertThat(LargestRemainder.spread(10, new long[] {47, 16, 37})).containsExactly(5, 1, 4);
    }

    @Test
    void amongEqualsTheEarlierGetsIt() {
        assertThat(LargestRemainder.spread(2, new long[] {1, 1, 1})).containsExactly(1, 1, 0);
        assertThat(LargestRemainder.spread(100, new long[] {1, 1, 1})).containsExactly(34, 33, 33);
    }

    @Test
    void aNegativeTotalIsSpreadLikeThePositiveOne() {
        assertThat(LargestRemainder.spread(-100, new long[] {1, 1, 1}))
                .containsExactly(-34, -33, -33);
    }

    @Test
    void aZeroWeightGetsNothing() {
        assertThat(LargestRemainder.spread(7, new long[] {0, 3, 0, 3})).containsExactly(0, 4, 0, 3);
    }

    @Test
    void allZeroWeightsCountTheSame() {
        assertThat(LargestRemainder.spread(5, new long[] {0, 0, 0})).containsExactly(2, 2, 1);
    }

    @Test
    void productsBeyond64BitsAreExact() {
        long most = Long.MAX_VALUE;
        assertThat(LargestRemainder.spread(most, new long[] {most, most}))
                .containsExactly(most / 2 + 1, most / 2);
        assertThat(LargestRemainder.spread(Long.MIN_VALUE, new long[] {most}))
                .containsExactly(Long.MIN_VALUE);
    }

    @Test
    void nothingToSpreadOverIsRefused() {
        assertThat(LargestRemainder.spread(0, new long[0])).isEmpty();
        assertThatThrownBy(() -> LargestRemainder.spread(1, new long[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LargestRemainder.spread(1, new long[] {2, -1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partsAlwaysSumToTheWholeAndStayWithinOneOfTheirShare() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            long total = random.nextLong() >> random.nextInt(64);
            long[] weights = new long[random.nextInt(1, 60)];
            int size = random.nextInt(1, 64);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = random.nextInt(4) == 0 ? 0 : random.nextLong() >>> (64 - size);
            }
            weights[0] |= 1;
            long[] parts = LargestRemainder.spread(total, weights);
            BigInteger sum = big(weights);
            assertThat(big(parts))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(BigInteger.valueOf(total));
            for (int i = 0; i < parts.length; i++) {
                BigInteger share =
                        BigInteger.valueOf(total).multiply(BigInteger.valueOf(weights[i]));
                BigInteger off = BigInteger.valueOf(parts[i]).multiply(sum).subtract(share).abs();
                assertThat(off).as("seed %d, round %d, part %d", seed, round, i).isLessThan(sum);
            }
        }
    }

    @Test
    void longAndBigArithmeticAgree() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 10_000; round++) {
            long total = random.nextLong(-1_000_000, 1_000_000);
            long[] weights = random.longs(random.nextInt(1, 40), 0, 1_000).toArray();
            weights[0] |= 1;
            // every weight times the same factor: the same shares, but products beyond 64 bits
            long factor = 1L << 52;
            long[] large = Arrays.stream(weights).map(weight -> weight * factor).toArray();
            assertThat(LargestRemainder.spread(total, large))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(LargestRemainder.spread(total, weights));
        }
    }

    @Test
    void tenThousandRandomBillsSumToTheirTotals() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Currency euro = Currency.getInstance("EUR");
        for (int bill = 0; bill < 10_000; bill++) {
            Amount total = Amount.zero(euro);
            Amount spread = Amount.zero(euro);
            int lines = random.nextInt(1, 12);
            for (int line = 0; line < lines; line++) {
                long[] usage = random.longs(random.nextInt(1, 50), 0, 1L << 40).toArray();
                BigDecimal price = BigDecimal.valueOf(random.nextLong(0, 500), 4);
                Amount amount = Amount.priced(Arrays.stream(usage).sum(), 1_000_000, price, euro);
                total = total.plus(amount);
                for (long part : LargestRemainder.spread(amount.minor(), usage)) {
                    spread = spread.plus(new Amount(part, euro));
                }
            }
            assertThat(spread).as("seed %d, bill %d", seed, bill).isEqualTo(total);
        }
    }

    private static BigInteger big(long[] values) {
        BigInteger sum = BigInteger.ZERO;
        for (long value : values) {
            sum = sum.add(BigInteger.valueOf(value));
        }
        return sum;
    }
}
