package net.flowtally.collector.flow;

import static net.flowtally.collector.flow.FlowFixture.HOUR;
import static net.flowtally.collector.flow.FlowFixture.MINUTE;
import static net.flowtally.collector.flow.FlowFixture.SECOND;
import static net.flowtally.collector.flow.FlowFixture.TEN;
import static net.flowtally.collector.flow.FlowFixture.flow;
import static net.flowtally.collector.flow.FlowFixture.reversed;
import static net.flowtally.collector.flow.FlowFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private final FlowFixture f = new FlowFixture();

    @AfterEach
    void free() {
        f.close();
    }

    @Nested
    class Calls {
        @Test
        void bothDirectionsAreOneCall() {
            FlowRecord there = flow(TEN, TEN + SECOND);
            f.receive(TEN + 2 * SECOND, there);
            f.receive(TEN + 2 * SECOND, reversed(there));

            List<Slice> slices = f.drained();

            assertThat(slices).hasSize(2);
            assertThat(slices.get(1).callHi).isEqualTo(slices.get(0).callHi);
            assertThat(slices.get(1).callLo).isEqualTo(slices.get(0).callLo);
            assertThat(slices.get(0).callerIsSource).isTrue();
            assertThat(slices.get(1).callerIsSource).isFalse();
            assertThat(slices.get(1).sourcePort).isEqualTo(443);
            assertThat(f.table.activeCalls()).isEqualTo(1);
        }

        @Test
        void twoExportersSeeOneCallEachInItsOwnSlices() {
            ExporterTally other = FlowFixture.tallyOf(Address.parse("192.0.2.2"));
            f.receive(TEN, flow(TEN, TEN));
            f.receive(TEN, TEN, other, flow(TEN, TEN));

            List<Slice> slices = f.drained();

            assertThat(slices).hasSize(2);
            assertThat(slices.get(1).callLo).isEqualTo(slices.get(0).callLo);
            assertThat(slices.get(0).exporterLo).isEqualTo(FlowFixture.ROUTER.lo());
            assertThat(slices.get(1).exporterLo).isEqualTo(other.addressLo);
            assertThat(other.slices).isEqualTo(1);
            assertThat(f.tally.slices).isEqualTo(1);
        }

        @Test
        void updatesOfOneObservationPointAddUp() {
            f.receive(TEN + SECOND, with(flow(TEN, TEN + SECOND), r -> r.tcpFlags = 2));
            f.receive(
                    TEN + 9 * SECOND,
                    with(flow(TEN + 5 * SECOND, TEN + 8 * SECOND), r -> r.tcpFlags = 16));

            Slice slice = f.only();

            assertThat(slice.bytes).isEqualTo(2000);
            assertThat(slice.packets).isEqualTo(20);
            assertThat(slice.records).isEqualTo(2);
            assertThat(slice.start).isEqualTo(TEN);
            assertThat(slice.end).isEqualTo(TEN + 8 * SECOND);
            assertThat(slice.tcpFlags).isEqualTo(18);
            assertThat(slice.firstPosition).isZero();
            assertThat(slice.lastPosition).isEqualTo(100);
        }

        @Test
        void anotherInterfaceTypeOfServiceOrRateIsAnotherObservationPoint() {
            f.receive(TEN, flow(TEN, TEN));
            f.receive(r -> r.inputInterface = 7);
            f.receive(r -> r.tos = 184);
            f.receive(r -> r.direction = Slice.EGRESS);

            assertThat(f.drained())
                    .hasSize(4)
                    .allSatisfy(slice -> assertThat(slice.bytes).isEqualTo(1000))
                    .extracting(slice -> slice.tos)
                    .containsExactly(0, 0, 184, 0);
        }

        @Test
        void whatAnObservationPointToldIsInItsSlices() {
            f.receive(r -> {
                r.inputInterface = -2;
                r.outputInterface = 0x7fff_ffff;
                r.direction = Slice.INGRESS;
                r.tos = 255;
                r.vlan = 4094;
                r.sourceAs = 4_200_000_000L;
                r.destinationAs = 65_550;
                r.nextHopHi = 5;
                r.nextHopLo = 6;
                r.rateNumerator = 256;
                r.rateDenominator = 3;
                r.rateSource = Slice.RATE_OPTIONS;
            });

            Slice slice = f.only();

            assertThat(slice.inputInterface).isEqualTo(-2);
            assertThat(slice.outputInterface).isEqualTo(0x7fff_ffff);
            assertThat(slice.direction).isEqualTo(Slice.INGRESS);
            assertThat(slice.tos).isEqualTo(255);
            assertThat(slice.vlan).isEqualTo(4094);
            assertThat(slice.sourceAs).isEqualTo(4_200_000_000L);
            assertThat(slice.destinationAs).isEqualTo(65_550);
            assertThat(slice.nextHopHi).isEqualTo(5);
            assertThat(slice.nextHopLo).isEqualTo(6);
            assertThat(slice.rateNumerator).isEqualTo(256);
            assertThat(slice.rateDenominator).isEqualTo(3);
            assertThat(slice.rateSource).isEqualTo(Slice.RATE_OPTIONS);
        }

        @Test
        void typeAndCodeOfIcmpAreNoPorts() {
            f.receive(r -> {
                r.protocol = 1;
                r.sourcePort = 0;
                r.destinationPort = 2048;
            });
            f.receive(
                    TEN,
                    with(
                            reversed(with(flow(TEN, TEN), r -> r.protocol = 1)),
                            r -> {
                                r.sourcePort = 0;
                                r.destinationPort = 0;
                            }));

            assertThat(f.drained())
                    .hasSize(2)
                    .allSatisfy(slice -> assertThat(slice.destinationPort).isZero());
            assertThat(f.table.activeCalls()).isEqualTo(1);
        }

        @Test
        void manyObservationPointsOfOneCallLoseNothing() {
            for (int i = 0; i < 100; i++) {
                int input = i % 50;
                f.receive(r -> r.inputInterface = input);
            }
            f.table.drain(true);

            assertThat(f.slices.stream().mapToLong(slice -> slice.bytes).sum()).isEqualTo(100_000);
            assertThat(f.slices)
                    .allSatisfy(slice -> assertThat(slice.inputInterface).isBetween(0, 49));
        }

        @Test
        void anUpdateTooLargeForAnAccumulatorLeavesAtOnce() {
            f.receive(TEN, flow(TEN, TEN));
            f.receive(r -> {
                r.packets = 1L << 33;
                r.bytes = 1L << 43;
            });
            f.receive(r -> r.packets = 0xffff_ffffL);

            assertThat(f.drained())
                    .extracting(slice -> slice.packets)
                    .containsExactly(1L << 33, 10L, 0xffff_ffffL);
        }
    }

    @Nested
    class Caller {
        @Test
        void isTheOpenerThatTheRecordNames() {
            f.receive(r -> r.opener = FlowRecord.OPENER_DESTINATION);

            assertThat(f.only().callerIsSource).isFalse();
        }

        @Test
        void isTheSenderOfASynWithoutAck() {
            f.receive(r -> {
                r.sourcePort = 20;
                r.destinationPort = 50_000;
                r.tcpFlags = 2;
            });

            assertThat(f.only().callerIsSource).isTrue();
        }

        @Test
        void isNotTheSenderOfASynWithAck() {
            f.receive(TEN, with(reversed(flow(TEN, TEN)), r -> r.tcpFlags = 2 | 16));

            assertThat(f.only().callerIsSource).isFalse();
        }

        @Test
        void isTheSideOppositeToTheOnlyPortBelow1024() {
            f.receive(TEN, reversed(flow(TEN, TEN)));

            assertThat(f.only().callerIsSource).isFalse();
        }

        @Test
        void isElseTheHigherPort() {
            f.receive(r -> {
                r.sourcePort = 3306;
                r.destinationPort = 40_000;
            });

            assertThat(f.only().callerIsSource).isFalse();
        }

        @Test
        void isElseTheSenderOfTheFirstRecord() {
            FlowRecord first = reversed(flow(TEN, TEN));
            first.sourcePort = 500;
            first.destinationPort = 500;
            f.receive(TEN, first);
            f.receive(TEN, reversed(first));

            List<Slice> slices = f.drained();

            assertThat(slices.get(0).callerIsSource).isTrue();
            assertThat(slices.get(1).callerIsSource).isFalse();
        }
    }

    @Test
    void aFullTableEndsIdleCallsEarlyAndLosesNothing() {
        try (FlowFixture small = new FlowFixture(FlowFixture.settings(), 100)) {
            for (int i = 0; i < 1000; i++) {
                int port = 2000 + i;
                small.receive(TEN, with(flow(TEN, TEN), r -> r.sourcePort = port));
            }
            assertThat(small.table.activeCalls()).isEqualTo(100);
            assertThat(small.table.endedEarly()).isEqualTo(900);
            small.table.drain(true);
            assertThat(small.slices).hasSize(1000);
        }
    }

    @Test
    void withTooManyObservationPointsInterfacesAreForgottenAndNothingElse() {
        List<Slice> slices = new ArrayList<>();
        try (FlowTable table =
                new FlowTable("test", slice -> slices.add(FlowFixture.copy(slice)), 1000, 8)) {
            FlowIntake intake = new FlowIntake(FlowFixture.settings(), table);
            Datagram datagram = new Datagram();
            datagram.receivedAt = TEN;
            datagram.exportedAt = TEN;
            intake.begin(datagram, f.tally);
            for (int i = 0; i < 500; i++) {
                FlowRecord flow = flow(TEN, TEN);
                flow.sourcePort = 2000 + i;
                flow.inputInterface = i;
                flow.sourceAs = 1L + i;
                flow.direction = Slice.INGRESS;
                intake.accept(flow);
            }
            table.drain(true);

            assertThat(slices).hasSize(500);
            assertThat(slices)
                    .allSatisfy(slice -> {
                        assertThat(slice.bytes).isEqualTo(1000);
                        assertThat(slice.direction).isEqualTo(Slice.INGRESS);
                        assertThat(slice.exporterLo).isEqualTo(FlowFixture.ROUTER.lo());
                    });
            assertThat(slices.stream().filter(slice -> slice.inputInterface != 0).count())
                    .isEqualTo(7);
            assertThat(table.collapsed()).isEqualTo(492 + 492);
        }
    }

    @Test
    void aTableWhoseSinkFailedCountsNothingTwice() {
        try (FlowTable table =
                new FlowTable(
                        "test",
                        slice -> {
                            throw new IllegalStateException("disk full");
                        })) {
            FlowIntake intake = new FlowIntake(FlowFixture.settings(), table);
            Datagram datagram = new Datagram();
            datagram.receivedAt = TEN + 40 * MINUTE;
            datagram.exportedAt = TEN + 40 * MINUTE;
            intake.begin(datagram, f.tally);
            intake.accept(flow(TEN, TEN + 40 * MINUTE));

            assertThatThrownBy(table::emitted).hasMessage("disk full");
            assertThatThrownBy(table::emitted).hasMessageContaining("failed before");
            assertThatThrownBy(() -> table.advance(TEN + HOUR)).hasMessageContaining("failed");
        }
    }

    @Test
    void memoryOfEndedCallsIsUsedAgain() {
        long before = 0;
        for (int round = 0; round < 20; round++) {
            long now = TEN + round * HOUR;
            for (int i = 0; i < 5000; i++) {
                int port = 2000 + i;
                f.receive(
                        now,
                        with(
                                flow(now, now),
                                r -> {
                                    r.sourcePort = port;
                                    r.sourceAs = port;
                                }));
            }
            f.table.advance(now + HOUR - SECOND);
            assertThat(f.table.activeCalls()).isZero();
            if (round == 0) {
                before = f.table.octetsAllocated();
            }
        }
        assertThat(f.table.octetsAllocated()).isEqualTo(before);
    }
}
