package net.flowtally.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecimalTextTest {
    @Test
    void numbersReadLikeThoseOfTheLanguage() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<Long> numbers = new ArrayList<>();
        for (int bits = 0; bits < Long.SIZE; bits++) {
            for (int i = 0; i < 100; i++) {
                numbers.add(random.nextLong() >> bits);
            }
        }
        long power = 1;
        for (int digits = 0; digits < 19; digits++) {
            for (long near = power - 2; near <= power + 2; near++) {
                numbers.add(near);
                numbers.add(-near);
            }
            power *= 10;
        }
        numbers.add(Long.MIN_VALUE);
        numbers.add(Long.MAX_VALUE);
        byte[] octets = new byte[3 + DecimalText.LONGEST];
        for (long number : numbers) {
            int end = DecimalText.put(number, octets, 3);
            assertThat(new String(octets, 3, end - 3, StandardCharsets.US_ASCII))
                    .as("seed %d", seed)
                    .isEqualTo(Long.toString(number));
        }
    }
}
