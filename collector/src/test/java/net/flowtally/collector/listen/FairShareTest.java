package net.flowtally.collector.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ShedSource;
import org.junit.jupiter.api.Test;

class FairShareTest {
    private static final long NOW = 1_772_323_200_000_000L;
    private static final int LIMIT = 100;

    private final FairShare share = new FairShare(LIMIT);

    @Test
    void aSourceThatSendsAloneIsNotLimited() {
        share.takes(0, 2, NOW - 10_000_000);
        for (int i = 0; i < 10 * LIMIT; i++) {
            share.takes(0, 1, NOW - 5_000_000);
        }
        for (int i = 0; i < 10 * LIMIT; i++) {
            assertThat(share.takes(0, 1, NOW)).isTrue();
        }
    }

    @Test
    void aSourceThatSendsTooMuchIsLimitedAndTheOthersAreNot() {
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            taken += share.takes(0, 1, NOW) ? 1 : 0;
            if (i % 1000 == 0) {
                assertThat(share.takes(0, 2, NOW)).isTrue();
            }
        }
        assertThat(taken).isEqualTo(LIMIT);
        assertThat(share.takes(0, 1, NOW + 1_000_000)).isTrue();
    }

    @Test
    void aMillionForgedSourcesAreCountedInBoundedSpace() {
        ShedSources shed = new ShedSources(List.of());
        for (int i = 0; i < 1_000_000; i++) {
            shed.count(Address.v4(i + 1), NOW, 60);
        }
        List<ShedSource> counted = shed.snapshot();
        assertThat(counted).hasSize(ShedSources.MOST + 1);
        assertThat(counted.stream().mapToLong(ShedSource::datagrams).sum()).isEqualTo(1_000_000);
        assertThat(counted.stream().mapToLong(ShedSource::octets).sum()).isEqualTo(60_000_000);
        assertThat(new ShedSources(counted).snapshot())
                .containsExactlyInAnyOrderElementsOf(counted);
    }
}
