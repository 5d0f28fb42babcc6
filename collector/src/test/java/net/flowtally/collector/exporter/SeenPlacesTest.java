package net.flowtally.collector.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.SeenInterface;
import net.flowtally.ledger.exporter.SeenRate;
import org.junit.jupiter.api.Test;

class SeenPlacesTest {
    private static final Address ROUTER = Address.parse("192.0.2.1");

    @Test
    void everyInterfaceIsCountedAlsoAfterARestart() throws IOException {
        long seed = Long.getLong("flowtally.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        SeenPlaces places = new SeenPlaces();
        Map<Long, long[]> truth = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            if (i == 9_000) {
                places = again(places);
            }
            int input = random.nextInt(300) * 7919;
            int output = -random.nextInt(200);
            places.record(input, output, 0, 1, 1, (byte) 0);
            count(truth, input, 0);
            count(truth, output, 1);
        }
        truth.remove(0L);
        List<SeenInterface> seen = places.interfaces(ROUTER, "IPFIX", Long.MIN_VALUE);
        assertThat(seen).as("seed %d", seed).hasSize(truth.size());
        for (SeenInterface each : seen) {
            assertThat(new long[] {each.recordsIn(), each.recordsOut()})
                    .as("seed %d, interface %d", seed, each.number())
                    .isEqualTo(truth.get(each.number()));
        }
    }

    @Test
    void interfacesAndRatesBeyondTheMostAreCountedTogether() {
        SeenPlaces places = new SeenPlaces();
        for (int i = 1; i <= 100_000; i++) {
            places.record(i, 0, 2, i, 1, (byte) 1);
        }
        List<SeenInterface> interfaces = places.interfaces(ROUTER, "IPFIX", Long.MIN_VALUE);
        assertThat(interfaces).hasSize(SeenPlaces.MOST_INTERFACES + 1);
        assertThat(interfaces.getFirst().number()).isEqualTo(SeenInterface.REST);
        assertThat(interfaces.stream().mapToLong(SeenInterface::recordsIn).sum())
                .isEqualTo(100_000);
        List<SeenRate> rates = places.rates(ROUTER, "IPFIX", Long.MIN_VALUE);
        assertThat(rates).hasSizeLessThanOrEqualTo(SeenPlaces.MOST_RATES + 1);
        assertThat(rates.stream().mapToLong(SeenRate::records).sum()).isEqualTo(100_000);
    }

    private static void count(Map<Long, long[]> truth, int number, int side) {
        truth.computeIfAbsent(Integer.toUnsignedLong(number), _ -> new long[2])[side]++;
    }

    private static SeenPlaces again(SeenPlaces places) throws IOException {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        places.save(new DataOutputStream(saved));
        SeenPlaces loaded = new SeenPlaces();
        loaded.load(new DataInputStream(new ByteArrayInputStream(saved.toByteArray())));
        return loaded;
    }
}
