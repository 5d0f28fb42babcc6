package net.flowtally.ledger.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DatedPrefixesTest {
    private static final long ALWAYS = Long.MIN_VALUE;
    private static final long OPEN = Long.MAX_VALUE;

    private final DatedPrefixes.Builder<String> builder = new DatedPrefixes.Builder<>();

    @Test
    void mostSpecificPrefixWithAValueThenWins() {
        builder.add(Prefix.parse("10.0.0.0/8"), ALWAYS, OPEN, "wide");
        builder.add(Prefix.parse("10.1.0.0/16"), 100, 200, "narrow");
        builder.add(Prefix.parse("10.1.2.3"), 150, 160, "host");
        assertThat(find("10.1.2.3", 99)).isEqualTo("wide");
        assertThat(find("10.1.2.3", 100)).isEqualTo("narrow");
        assertThat(find("10.1.2.3", 150)).isEqualTo("host");
        assertThat(find("10.1.2.3", 160)).isEqualTo("narrow");
        assertThat(find("10.1.2.3", 200)).isEqualTo("wide");
        assertThat(find("11.1.2.3", 150)).isEqualTo("none");
    }

    @Test
    void allOfIpv6DoesNotTakeIpv4() {
        builder.add(Prefix.parse("::/0"), ALWAYS, OPEN, "six");
        assertThat(find("192.0.2.1", 0)).isEqualTo("none");
        assertThat(find("2001:db8::1", 0)).isEqualTo("six");
        builder.add(Prefix.parse("0.0.0.0/0"), ALWAYS, OPEN, "four");
        assertThat(find("192.0.2.1", 0)).isEqualTo("four");
        assertThat(find("2001:db8::1", 0)).isEqualTo("six");
    }

    @Test
    void overlappingValuesOfOnePrefixAreRefused() {
        builder.add(Prefix.parse("10.0.0.0/8"), 0, 10, "one");
        builder.add(Prefix.parse("10.0.0.0/8"), 9, 20, "other");
        assertThatThrownBy(builder::build).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyMapHasNothing() {
        assertThat(find("10.0.0.1", 0)).isEqualTo("none");
    }

    @Test
    void looksUpWhatASearchThroughEverythingFinds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        record Entry(Prefix prefix, long from, long to, String value) {}
        for (int round = 0; round < 200; round++) {
            DatedPrefixes.Builder<String> built = new DatedPrefixes.Builder<>();
            List<Entry> entries = new ArrayList<>();
            int prefixes = random.nextInt(1, 60);
            List<Prefix> used = new ArrayList<>();
            for (int i = 0; i < prefixes; i++) {
                Prefix prefix = Prefix.of(address(random), random.nextInt(90, 129));
                if (used.contains(prefix)) {
                    continue;
                }
                used.add(prefix);
                long at = random.nextInt(10);
                int intervals = random.nextInt(1, 30);
                for (int k = 0; k < intervals; k++) {
                    long to = at + random.nextInt(1, 10);
                    Entry entry = new Entry(prefix, at, to, prefix + "@" + at);
                    entries.add(entry);
                    built.add(prefix, at, to, entry.value);
                    at = to + random.nextInt(3);
                }
            }
            DatedPrefixes<String> map = built.build();
            for (int k = 0; k < 500; k++) {
                Address address = address(random);
                long at = random.nextInt(150);
                String expected = "none";
                int bits = -1;
                for (Entry entry : entries) {
                    if (entry.prefix.contains(address)
                            && entry.from <= at
                            && at < entry.to
                            && entry.prefix.bits() > bits
                            && (entry.prefix.bits() >= 96 || !address.isV4())) {
                        expected = entry.value;
                        bits = entry.prefix.bits();
                    }
                }
                assertThat(map.find(address.hi(), address.lo(), at, "none"))
                        .as("%s at %d, seed %d", address, at, seed)
                        .isEqualTo(expected);
            }
        }
    }

    /// One of few, so that prefixes nest and are hit.
    private static Address address(Random random) {
        int low = random.nextInt(64) << random.nextInt(8);
        return random.nextInt(4) == 0
                ? new Address(0x20010db8L << 32, low)
                : Address.v4(0x0a000000 | low);
    }

    private String find(String address, long at) {
        Address parsed = Address.parse(address);
        return builder.build().find(parsed.hi(), parsed.lo(), at, "none");
    }
}
