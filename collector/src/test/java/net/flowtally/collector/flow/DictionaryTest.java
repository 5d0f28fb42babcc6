package net.flowtally.collector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DictionaryTest {
    @Test
    void sameTuplesHaveOneNumberAndZeroHasNone() {
        Dictionary dictionary = new Dictionary(10);

        int number = dictionary.find(1, 2, 3, 4);

        assertThat(number).isPositive();
        assertThat(dictionary.find(1, 2, 3, 4)).isEqualTo(number);
        assertThat(dictionary.find(1, 2, 3, 5)).isNotEqualTo(number);
        assertThat(dictionary.find(0, 0, 0, 0)).isZero();
        assertThat(dictionary.word(number, 2)).isEqualTo(3);
    }

    @Test
    void newTuplesAreRefusedWhenItIsFull() {
        Dictionary dictionary = new Dictionary(2);
        int kept = dictionary.find(1, 0, 0, 0);
        int given = dictionary.find(2, 0, 0, 0);
        dictionary.hold(kept);
        dictionary.hold(given);

        assertThat(dictionary.find(3, 0, 0, 0)).isEqualTo(Dictionary.FULL);
        assertThat(dictionary.findBeyondLimit(3, 0, 0, 0)).isEqualTo(3);
        assertThat(dictionary.find(1, 0, 0, 0)).isEqualTo(kept);

        dictionary.release(given);
        dictionary.hold(3);
        dictionary.release(3);
        assertThat(dictionary.find(4, 0, 0, 0)).isPositive();
    }

    @Test
    void agreesWithAMapOverRandomUse() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Dictionary dictionary = new Dictionary(1000);
        Map<Long, Integer> model = new HashMap<>();
        List<Long> held = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (held.isEmpty() || (random.nextInt(2000) > held.size() && held.size() < 900)) {
                long key = 1 + random.nextLong(2000);
                int number = dictionary.find(key, 0, key * 31, 7);
                Integer known = model.put(key, number);
                if (known != null) {
                    assertThat(number).as("seed %d", seed).isEqualTo(known);
                }
                dictionary.hold(number);
                held.add(key);
            } else {
                long key = held.remove(random.nextInt(held.size()));
                dictionary.release(model.getOrDefault(key, 0));
                if (!held.contains(key)) {
                    model.remove(key);
                }
            }
            if (i % 5000 == 0) {
                ByteArrayOutputStream saved = new ByteArrayOutputStream();
                dictionary.save(new DataOutputStream(saved));
                dictionary = new Dictionary(1000);
                dictionary.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
            }
            assertThat(dictionary.size()).as("seed %d", seed).isEqualTo(model.size());
        }
    }
}
