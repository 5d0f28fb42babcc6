package net.flowtally.collector.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
    @Test
    void theSameTextGivesTheSameOctets() {
        String text =
                """
                seed 7      # comments are passed over
                flows 50

                exporter r1 192.0.2.1 ipfix loss=5% reorder=5% repeat=5%
                exporter r2 192.0.2.2 sflow sample=10
                """;
        List<SimulatedDatagram> first = Scenario.parse(text).play();
        List<SimulatedDatagram> second = Scenario.parse(text).play();
        assertThat(first).hasSameSizeAs(second).isNotEmpty();
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.get(i).payload()).isEqualTo(second.get(i).payload());
            assertThat(first.get(i).sentAt()).isEqualTo(second.get(i).sentAt());
        }
        assertThat(first).extracting(SimulatedDatagram::sentAt).isSorted();
        assertThat(Scenario.parse(text.replace("seed 7", "seed 8")).play().getFirst().payload())
                .isNotEqualTo(first.getFirst().payload());
    }

    @Test
    void theTruthIsWhatWasSent() {
        Scenario scenario =
                Scenario.parse(
                        """
                        flows 100
                        exporter r1 192.0.2.1 netflow5
                        exporter r2 192.0.2.2 netflow9 sees=both loss=10%
                        """);
        List<SimulatedDatagram> datagrams = scenario.play();
        ScenarioTruth clean = scenario.truth().get(0);
        ScenarioTruth faulty = scenario.truth().get(1);
        assertThat(clean.bytes()).isEqualTo(scenario.bytes());
        assertThat(clean.packets()).isEqualTo(scenario.packets());
        assertThat(clean.sent()).isEqualTo(clean.records());
        assertThat(clean.lost()).isZero();
        assertThat(faulty.lost()).isPositive();
        assertThat(faulty.datagrams() + faulty.lost()).isEqualTo(faulty.sent());
        assertThat(faulty.records()).isGreaterThan(clean.records());
        assertThat(clean.datagrams() + faulty.datagrams()).isEqualTo(datagrams.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "exporter r1 192.0.2.1 netflow6 | Line 1 of the scenario: 'netflow6' is none of",
                "exporter r1 nowhere ipfix | 'nowhere' is no address",
                "exporter r1 192.0.2.1 | an exporter has a name, address and protocol",
                "exporter r1 192.0.2.1 ipfix loss=2 | '2' is no share in percent",
                "exporter r1 192.0.2.1 ipfix loss=200% | is not between 0% and 100%",
                "exporter r1 192.0.2.1 ipfix clock=8 | '8' is no duration",
                "exporter r1 192.0.2.1 ipfix template=gone | a template is late:30s or changed:5m",
                "exporter r1 192.0.2.1 ipfix told=twice | a rate is told before",
                "exporter r1 192.0.2.1 ipfix sees=all | sees ingress",
                "exporter r1 192.0.2.1 ipfix colour=red | an exporter has no 'colour'",
                "exporter r1 192.0.2.1 ipfix red | 'red' is no key=value",
                "flows many | 'many' is no whole number up to 1000000",
                "flows | 'flows' takes one value",
                "last 0s | '0s' is not longer than nothing",
                "start tomorrow | 'tomorrow' is no instant",
                "weather fine | nothing is called 'weather'",
                "flows 3 | there is no exporter"
            })
    void aLineThatCannotBePlayedIsToldInASentence(String line, String sentence) {
        assertThatThrownBy(() -> Scenario.parse(line))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(sentence)
                .hasMessageStartingWith("Line 1 of the scenario: ")
                .hasMessageEndingWith(".");
    }
}
