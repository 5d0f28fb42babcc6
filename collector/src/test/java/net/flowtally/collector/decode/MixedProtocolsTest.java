package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.simulate.Scenario;
import net.flowtally.collector.simulate.SimulatedDatagram;
import org.junit.jupiter.api.Test;

/// One port, and one exporter, for all protocols: each datagram says what it is.
class MixedProtocolsTest {
    @Test
    void areToldApartDatagramByDatagram() {
        Scenario scenario =
                Scenario.parse(
                        """
                        flows 40
                        exporter a 192.0.2.1 netflow1
                        exporter b 192.0.2.1 netflow5
                        exporter c 192.0.2.1 netflow7
                        exporter d 192.0.2.1 netflow9
                        exporter e 192.0.2.1 ipfix
                        """);
        List<SimulatedDatagram> datagrams = new ArrayList<>(scenario.play());
        DecodingBench bench = new DecodingBench();
        Map<String, Long> records = new TreeMap<>();
        for (SimulatedDatagram datagram : datagrams) {
            int before = bench.seen().size();
            ExporterTally tally = bench.octets(datagram.payload());
            records.merge(tally.protocol, (long) bench.seen().size() - before, Long::sum);
            assertThat(tally.malformed).isZero();
            assertThat(tally.lost).isZero();
        }
        scenario.truth()
                .forEach(truth ->
                        assertThat(records)
                                .as(truth.protocol())
                                .containsEntry(truth.protocol(), truth.records()));
        assertThat(records).hasSize(5);
    }
}
