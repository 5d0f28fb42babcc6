package net.flowtally.collector.decode;

import static net.flowtally.collector.decode.SflowMessage.counters;
import static net.flowtally.collector.decode.SflowMessage.datagram;
import static net.flowtally.collector.decode.SflowMessage.ipv4Record;
import static net.flowtally.collector.decode.SflowMessage.octets;
import static net.flowtally.collector.decode.SflowMessage.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ExporterFact;
import org.junit.jupiter.api.Test;

/// Counter samples, and what agents count of themselves.
class SflowCountersTest {
    private final DecodingBench bench = new DecodingBench();

    @Test
    void counterSamplesBecomeInterfaceReadings() {
        bench.hex(datagram(1, 7, counters(2, 7, 1_000_000_007L, 100)));
        bench.clock += 20_000_000;
        bench.hex(datagram(2, 7, counters(2, 7, 1_000_000_999L, 110), counters(4, 8, 5, 1)));
        List<ExporterFact> facts = bench.decoders.takeFacts();
        assertThat(facts)
                .containsExactly(
                        new ExporterFact.InterfaceReading(
                                Address.parse("10.99.0.1"),
                                7,
                                DecodingBench.START + 21_000_000,
                                10_000_000_000L,
                                1_000_000_999L,
                                110 + 2 + 3,
                                6,
                                5,
                                77,
                                ExporterFact.NOT_TOLD,
                                12,
                                11),
                        new ExporterFact.InterfaceReading(
                                Address.parse("10.99.0.1"),
                                8,
                                DecodingBench.START + 21_000_000,
                                10_000_000_000L,
                                5,
                                1 + 2 + 3,
                                6,
                                5,
                                77,
                                ExporterFact.NOT_TOLD,
                                12,
                                11));
        assertThat(bench.decoders.takeFacts()).isEmpty();
        assertThat(bench.seen()).isEmpty();
    }

    @Test
    void theLastReadingOfEveryQuarterHourIsKept() {
        bench.hex(datagram(1, 7, counters(2, 7, 100, 1)));
        bench.clock += 900_000_000;
        bench.hex(datagram(2, 7, counters(2, 7, 200, 2)));
        assertThat(bench.decoders.takeFacts())
                .extracting(fact -> ((ExporterFact.InterfaceReading) fact).octetsIn())
                .containsExactly(100L, 200L);
    }

    @Test
    void samplesThatTheAgentDroppedAreAStatistic() {
        String body = words(9, 3, 100, 0, 17, 3, 5, 1) + ipv4Record();
        bench.hex(datagram(1, 7, words(1, octets(body)) + body));
        assertThat(bench.decoders.takeFacts())
                .containsExactly(
                        new ExporterFact.Statistic(
                                Address.parse("10.99.0.1"),
                                7,
                                "samples dropped by the agent at source 3",
                                17,
                                DecodingBench.START));
    }

    @Test
    void morePlacesThanAnExporterCanHaveAreCountedAndLeftOut() {
        for (int i = 0; i < 8200; i++) {
            bench.hex(datagram(i, 7, counters(2, i, 100, 1)));
        }
        List<ExporterFact> facts = bench.decoders.takeFacts();
        assertThat(facts).hasSize(8193);
        assertThat(facts.getLast())
                .isInstanceOfSatisfying(
                        ExporterFact.Statistic.class,
                        fact -> assertThat(fact.value()).isEqualTo(8));
    }
}
