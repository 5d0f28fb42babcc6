package net.flowtally.ledger.exporter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import org.junit.jupiter.api.Test;

class CollectorSettingsTest {
    private static final Address ROUTER = Address.parse("10.0.0.1");

    @Test
    void anySettingsReadBackAsTheyWereWritten() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        for (int i = 0; i < 500; i++) {
            CollectorSettings settings = settings(random);
            assertThat(CollectorSettings.decode(settings.encode()))
                    .as("seed %d", seed)
                    .isEqualTo(settings);
        }
    }

    @Test
    void damagedOctetsAreRefusedAndNothingElse() {
        long seed = System.nanoTime();
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        for (int i = 0; i < 500; i++) {
            byte[] octets = settings(random).encode();
            byte[] cut = Arrays.copyOf(octets, random.nextInt(octets.length));
            assertThatThrownBy(() -> CollectorSettings.decode(cut))
                    .as("seed %d", seed)
                    .isInstanceOf(MalformedSettings.class);
            octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                CollectorSettings.decode(octets).encode();
            } catch (MalformedSettings e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("cannot be read");
            }
        }
    }

    @Test
    void aRuleDecidesBeforeAnAllowedPrefix() {
        ExporterRule refused =
                new ExporterRule(ROUTER, "core", Approval.REFUSED, List.of(), 0, 0, 0);
        CollectorSettings settings =
                new CollectorSettings(
                        List.of(Prefix.parse("10.0.0.0/8")),
                        List.of(refused),
                        120,
                        30,
                        ClockPolicy.CORRECT,
                        300);
        assertThat(settings.approves(ROUTER)).isFalse();
        assertThat(settings.approves(Address.parse("10.0.0.2"))).isTrue();
        assertThat(settings.approves(Address.parse("192.0.2.1"))).isFalse();
        assertThat(settings.rule(ROUTER)).contains(refused);
    }

    private static CollectorSettings settings(RandomGenerator random) {
        List<ExporterRule> rules = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            boolean override = random.nextBoolean();
            rules.add(
                    new ExporterRule(
                            address(random),
                            "exporter é " + random.nextInt(),
                            Approval.values()[random.nextInt(3)],
                            prefixes(random),
                            override ? 1 + random.nextInt(100_000) : 0,
                            override ? 1 : 0,
                            random.nextInt()));
        }
        return new CollectorSettings(
                prefixes(random),
                rules,
                1 + random.nextInt(5_000),
                1 + random.nextInt(5_000),
                ClockPolicy.values()[random.nextInt(3)],
                1 + random.nextInt(5_000),
                1 + random.nextInt(5_000));
    }

    private static List<Prefix> prefixes(RandomGenerator random) {
        List<Prefix> prefixes = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            prefixes.add(Prefix.of(address(random), random.nextInt(129)));
        }
        return prefixes;
    }

    private static Address address(RandomGenerator random) {
        return random.nextBoolean()
                ? Address.v4(random.nextInt())
                : new Address(random.nextLong(), random.nextLong());
    }
}
