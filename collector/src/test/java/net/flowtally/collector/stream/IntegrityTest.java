package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.collector.simulate.Scenario;
import net.flowtally.collector.simulate.ScenarioTruth;
import net.flowtally.collector.simulate.SimulatedDatagram;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CollectionStatuses;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Simulated exporters with known truth, their faults on demand, through replay, flow table and
/// archive: what the ledger then has of it. A class for each lesson of the field.
@Timeout(120)
class IntegrityTest {
    private static final long START = Micros.of(Instant.parse("2026-01-15T10:00:00Z"));
    private static final long DAY = 86_400_000_000L;
    private static final String FLOWS = "flows 150\nlast 20m\n";

    @TempDir Path folder;

    private int homes;

    /// What one scenario left behind.
    ///
    /// @param byHost elected octets of each inside host, both directions
    /// @param quarters the quarter hours in which they lie
    private record Outcome(
            Scenario scenario,
            CollectionStatus status,
            Map<Address, Long> byHost,
            List<Long> quarters,
            long expected,
            long lost) {
        long elected() {
            return byHost.values().stream().mapToLong(Long::longValue).sum();
        }

        ExporterStatus totals() {
            return status.totals();
        }

        ScenarioTruth truth() {
            return scenario.truth().getFirst();
        }
    }

    private Outcome play(String text) {
        Scenario scenario = Scenario.parse(text);
        List<SimulatedDatagram> datagrams = scenario.play();
        Home home = Home.open(folder.resolve("home" + homes++));
        try (Store store = Store.open(home)) {
            new Replay(home, store, Clock.systemUTC())
                    .run(
                            "scenario",
                            sink -> {
                                for (SimulatedDatagram each : datagrams) {
                                    sink.accept(
                                            each.sentAt(),
                                            each.exporter(),
                                            each.port(),
                                            ByteBuffer.wrap(each.payload()));
                                }
                            },
                            (_, _) -> {});
            CallArchive archive = new CallArchive(home, store, Clock.systemUTC());
            Map<Address, Long> byHost = new TreeMap<>();
            List<Long> quarters = new ArrayList<>();
            try (CallReader reader = archive.reader()) {
                reader.electedCalls(
                        START - 400 * DAY,
                        START + 400 * DAY,
                        Long.MAX_VALUE,
                        call -> {
                            Address caller = new Address(call.callerHi, call.callerLo);
                            Address callee = new Address(call.calleeHi, call.calleeLo);
                            byHost.merge(
                                    isInside(caller) ? caller : callee,
                                    call.bytesSent + call.bytesReceived,
                                    Long::sum);
                            if (!quarters.contains(call.quarter)) {
                                quarters.add(call.quarter);
                            }
                        });
            }
            return new Outcome(
                    scenario,
                    new CollectionStatuses(store, archive).read(Cancellation.none()),
                    byHost,
                    quarters,
                    Ledger.number(home, "SELECT sum(expected) FROM exporter_loss"),
                    Ledger.number(home, "SELECT sum(lost) FROM exporter_loss"));
        }
    }

    private static boolean isInside(Address address) {
        return address.toString().startsWith("10.1.") || address.toString().startsWith("fd00:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"netflow1", "netflow5", "netflow7", "netflow9", "ipfix", "sflow sample=10"})
    void everyProtocolTellsTheTruthToTheOctet(String protocol) {
        Outcome outcome = play(FLOWS + "exporter r1 192.0.2.1 " + protocol);
        assertThat(outcome.elected()).isEqualTo(outcome.scenario().bytes());
        assertThat(outcome.totals().bytes()).isEqualTo(outcome.scenario().bytes());
        assertThat(outcome.totals().packets()).isEqualTo(outcome.scenario().packets());
        assertThat(outcome.totals().records()).isEqualTo(outcome.truth().records());
        assertThat(outcome.totals().lost()).isZero();
        assertThat(outcome.totals().malformed()).isZero();
        assertThat(outcome.totals().heldBytes()).isZero();
        assertThat(outcome.status().exporters().getFirst().protocol())
                .isEqualTo(outcome.truth().protocol());
    }

    @Nested
    class Lesson1WrongTotalsByDoubleCounting {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    """
                    exporter r1 192.0.2.1 ipfix
                    exporter r2 192.0.2.2 netflow9 interfaces=10
                    """,
                    """
                    exporter r1 192.0.2.1 ipfix
                    exporter r2 192.0.2.2 netflow9 interfaces=10
                    exporter r3 192.0.2.3 netflow5 interfaces=20
                    """,
                    "exporter r1 192.0.2.1 ipfix sees=both",
                    "exporter r1 192.0.2.1 netflow9 sees=egress",
                    """
                    exporter r1 192.0.2.1 ipfix sees=both
                    exporter r2 192.0.2.2 netflow9 sees=both interfaces=10
                    exporter r3 192.0.2.3 sflow sample=10 sees=both
                    """
                })
        void countOnceHoweverManySeeTheFlows(String exporters) {
            Outcome one = play(FLOWS + "exporter r1 192.0.2.1 ipfix");
            Outcome many = play(FLOWS + exporters);
            assertThat(many.byHost()).isEqualTo(one.byHost());
            assertThat(many.elected()).isEqualTo(one.scenario().bytes());
            long told = many.scenario().truth().stream().mapToLong(ScenarioTruth::bytes).sum();
            assertThat(many.totals().bytes()).isEqualTo(told);
            assertThat(many.totals().duplicatesBytes())
                    .as("the ledger of duplicates is the surplus")
                    .isEqualTo(told - one.scenario().bytes());
        }
    }

    @Nested
    class Lesson2Sampling {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "netflow5 sample=100",
                    "netflow9 sample=100 told=before",
                    "netflow9 sample=100 told=with",
                    "netflow9 sample=100 told=record",
                    "ipfix sample=100 told=before",
                    "ipfix sample=100 told=with",
                    "ipfix sample=100 told=record",
                    "sflow sample=100"
                })
        void isScaledWhereverTheRateIsTold(String exporter) {
            Outcome outcome = play("packets 100\n" + FLOWS + "exporter r1 192.0.2.1 " + exporter);
            assertThat(outcome.elected()).isEqualTo(outcome.scenario().bytes());
            assertThat(outcome.totals().packets()).isEqualTo(outcome.scenario().packets());
            assertThat(outcome.totals().heldBytes()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"netflow9", "ipfix"})
        void beforeItsRateIsToldIsHeldAndNeverTakenForOneToOne(String protocol) {
            Outcome outcome =
                    play(
                            "packets 100\n"
                                    + FLOWS
                                    + "exporter r1 192.0.2.1 "
                                    + protocol
                                    + " sample=100 told=after:10m");
            long held = outcome.totals().heldBytes();
            assertThat(held).isPositive();
            assertThat(outcome.elected() + held * 100).isEqualTo(outcome.scenario().bytes());
        }

        @Test
        void thatIsNeverToldIsHeldWhole() {
            Outcome outcome =
                    play(
                            "packets 100\n"
                                    + FLOWS
                                    + "exporter r1 192.0.2.1 netflow9 sample=100 told=never");
            assertThat(outcome.elected()).isZero();
            assertThat(outcome.totals().heldBytes() * 100).isEqualTo(outcome.scenario().bytes());
        }
    }

    @Nested
    class Lesson3FlowsThatCrossABorder {
        @Test
        void areSplitToTheOctet() {
            Outcome outcome =
                    play(
                            """
                            start 2026-01-31T23:50:00Z
                            flows 200
                            last 20m
                            active 10m
                            exporter r1 192.0.2.1 ipfix
                            """);
            assertThat(outcome.elected()).isEqualTo(outcome.scenario().bytes());
            long midnight = Micros.of(Instant.parse("2026-02-01T00:00:00Z"));
            assertThat(outcome.quarters())
                    .containsExactlyInAnyOrder(midnight - QuarterHour.MICROS, midnight);
        }
    }

    @Nested
    class Lesson5ExporterClocks {
        /// Twenty minutes from ten o'clock on.
        private static final List<Long> RIGHT = List.of(START, START + QuarterHour.MICROS);

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "ipfix clock=+8h",
                    "ipfix clock=-40d",
                    "netflow5 clock=+8h",
                    "netflow9 clock=-40d",
                    "netflow9 up=4294960s",
                    "netflow5 up=4294960s",
                    "netflow1 up=4294960s",
                    "sflow sample=10 clock=+8h"
                })
        void leaveUsageInTheRightHour(String exporter) {
            Outcome outcome = play(FLOWS + "exporter r1 192.0.2.1 " + exporter);
            assertThat(outcome.elected()).isEqualTo(outcome.scenario().bytes());
            assertThat(outcome.totals().heldBytes()).isZero();
            assertThat(outcome.quarters()).containsExactlyInAnyOrderElementsOf(RIGHT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"ipfix", "netflow5"})
        void aFlowThatEndsBeforeItStartsCountsAtItsEnd(String protocol) {
            Outcome outcome = play(FLOWS + "exporter r1 192.0.2.1 " + protocol + " inverted=20%");
            assertThat(outcome.elected()).isEqualTo(outcome.scenario().bytes());
            assertThat(RIGHT).containsAll(outcome.quarters());
        }
    }

    @Nested
    class Lesson6Nat {
        @ParameterizedTest
        @ValueSource(strings = {"netflow9", "ipfix"})
        void bothDirectionsAreCreditedToTheInsideHostOnce(String protocol) {
            Outcome plain = play(FLOWS + "exporter r1 192.0.2.1 " + protocol);
            Outcome translated =
                    play(
                            FLOWS
                                    + "exporter r1 192.0.2.1 "
                                    + protocol
                                    + " sees=both nat=203.0.113.5");
            assertThat(translated.byHost()).isEqualTo(plain.byHost());
            assertThat(translated.totals().duplicatesBytes()).isEqualTo(plain.scenario().bytes());
        }
    }

    @Nested
    class Lesson12LostFlows {
        private static final String MANY = "flows 6000\nlast 30m\nactive 30m\n";

        @ParameterizedTest
        @ValueSource(strings = {"netflow5", "netflow7", "netflow9", "ipfix", "sflow sample=10"})
        void areMeasuredWithinATenthOfAPoint(String protocol) {
            Outcome outcome =
                    play(
                            MANY
                                    + "exporter r1 192.0.2.1 "
                                    + protocol
                                    + " loss=1% reorder=1% repeat=1% restart=14m");
            ScenarioTruth truth = outcome.truth();
            assertThat(truth.lost()).isPositive();
            assertThat(truth.repeated()).isPositive();
            assertThat(100.0 * outcome.lost() / outcome.expected())
                    .isEqualTo(100.0 * truth.lost() / truth.sent(), within(0.1));
            assertThat(outcome.totals().repeated()).isEqualTo(truth.repeated());
            assertThat(outcome.elected()).as("what came is whole").isEqualTo(truth.bytes());
        }

        @ParameterizedTest
        @ValueSource(strings = {"netflow5", "netflow9", "ipfix", "sflow sample=10"})
        void areNotMadeUpByReorderingRestartsAndRepeats(String protocol) {
            Outcome outcome =
                    play(
                            FLOWS
                                    + "exporter r1 192.0.2.1 "
                                    + protocol
                                    + " reorder=5% repeat=5% restart=7m");
            assertThat(outcome.totals().lost()).isZero();
            assertThat(outcome.elected()).isEqualTo(outcome.scenario().bytes());
        }
    }

    @Nested
    class Templates {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "netflow9 template=late:3m",
                    "ipfix template=late:3m",
                    "netflow9 template=changed:9m",
                    "ipfix template=changed:9m",
                    "ipfix template=late:2m sample=10 told=record"
                })
        void thatComeLateOrChangeLoseNothing(String exporter) {
            Outcome outcome =
                    play("flows 400\nlast 20m\nipv6 20%\nexporter r1 192.0.2.1 " + exporter);
            assertThat(outcome.elected()).isEqualTo(outcome.scenario().bytes());
            assertThat(outcome.totals().unknownTemplate()).isZero();
        }
    }
}
