package net.flowtally.collector.flow;

import static net.flowtally.collector.flow.FlowFixture.DAY;
import static net.flowtally.collector.flow.FlowFixture.HOUR;
import static net.flowtally.collector.flow.FlowFixture.MINUTE;
import static net.flowtally.collector.flow.FlowFixture.ROUTER;
import static net.flowtally.collector.flow.FlowFixture.SECOND;
import static net.flowtally.collector.flow.FlowFixture.TEN;
import static net.flowtally.collector.flow.FlowFixture.flow;
import static net.flowtally.collector.flow.FlowFixture.settings;
import static net.flowtally.collector.flow.FlowFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.Approval;
import net.flowtally.ledger.exporter.ClockPolicy;
import net.flowtally.ledger.exporter.ExporterRule;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlowIntakeTest {

    /// A router translates 192.168.1.10:40000 to 203.0.113.5:61000 towards 198.51.100.7:443.
    @Nested
    class TranslatedAddresses {
        private static final Address INSIDE = Address.parse("192.168.1.10");
        private static final Address SHARED = Address.parse("203.0.113.5");
        private static final Address SERVER = Address.parse("198.51.100.7");

        @Test
        void bothDirectionsAreOneCallOfTheInsideHost() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(TEN, out());
                f.receive(TEN, in());
                f.table.drain(false);
                assertThat(f.slices).hasSize(2);
                assertThat(f.slices.get(0).callLo).isEqualTo(f.slices.get(1).callLo);
                for (Slice slice : f.slices) {
                    boolean outward = slice.sourceLo == INSIDE.lo();
                    assertThat(outward ? slice.sourcePort : slice.destinationPort)
                            .isEqualTo(40_000);
                    assertThat(outward ? slice.destinationLo : slice.sourceLo)
                            .isEqualTo(SERVER.lo());
                    assertThat(slice.sourceLo + slice.destinationLo)
                            .isEqualTo(INSIDE.lo() + SERVER.lo());
                }
            }
        }

        @Test
        void insideIsWhatIsAccountedIfThatIsNamed() {
            ExporterRule rule =
                    new ExporterRule(
                            ROUTER,
                            "r1",
                            Approval.APPROVED,
                            List.of(Prefix.parse("192.168.0.0/16")),
                            0,
                            0,
                            0);
            try (FlowFixture f = new FlowFixture(settings(rule))) {
                f.receive(TEN, in());
                assertThat(f.only().destinationLo).isEqualTo(INSIDE.lo());
                assertThat(f.tally.outside).isZero();
            }
            ExporterRule shared =
                    new ExporterRule(
                            ROUTER,
                            "r1",
                            Approval.APPROVED,
                            List.of(Prefix.parse("203.0.113.0/24")),
                            0,
                            0,
                            0);
            try (FlowFixture f = new FlowFixture(settings(shared))) {
                f.receive(TEN, in());
                assertThat(f.only().destinationLo).isEqualTo(SHARED.lo());
            }
        }

        @Test
        void anAddressThatIsInsideAlreadyStays() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(TEN, with(out(), r -> r.postSourceLo = Address.parse("10.255.0.1").lo()));
                assertThat(f.only().sourceLo).isEqualTo(INSIDE.lo());
            }
        }

        private static FlowRecord out() {
            return with(
                    flow(TEN, TEN),
                    r -> {
                        r.sourceLo = INSIDE.lo();
                        r.destinationLo = SERVER.lo();
                        r.isTranslated = true;
                        r.postSourceLo = SHARED.lo();
                        r.postSourcePort = 61_000;
                        r.postDestinationLo = SERVER.lo();
                        r.postDestinationPort = 443;
                    });
        }

        private static FlowRecord in() {
            return with(
                    flow(TEN, TEN),
                    r -> {
                        r.sourceLo = SERVER.lo();
                        r.sourcePort = 443;
                        r.destinationLo = SHARED.lo();
                        r.destinationPort = 61_000;
                        r.isTranslated = true;
                        r.postSourceLo = SERVER.lo();
                        r.postSourcePort = 443;
                        r.postDestinationLo = INSIDE.lo();
                        r.postDestinationPort = 40_000;
                    });
        }
    }

    @Nested
    class Sampling {
        @Test
        void countsAreScaledByTheRateOfTheRecordRoundedHalfUp() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(r -> {
                    r.bytes = 5;
                    r.packets = 1;
                    r.rateNumerator = 5;
                    r.rateDenominator = 2;
                    r.rateSource = Slice.RATE_RECORD;
                });

                Slice slice = f.only();

                assertThat(slice.bytes).isEqualTo(13); // 12.5
                assertThat(slice.packets).isEqualTo(3); // 2.5
                assertThat(slice.rawBytes).isEqualTo(5);
                assertThat(slice.rawPackets).isEqualTo(1);
                assertThat(f.tally.bytes).isEqualTo(13);
                assertThat(f.tally.packets).isEqualTo(3);
                assertThat(f.tally.records).isEqualTo(1);
            }
        }

        @Test
        void theAdministratorsRateCountsInPlaceOfTheExportersOwn() {
            ExporterRule rule =
                    new ExporterRule(ROUTER, "r1", Approval.APPROVED, List.of(), 1, 1, 0);
            try (FlowFixture f = new FlowFixture(settings(rule))) {
                f.receive(r -> {
                    r.rateNumerator = 512;
                    r.rateSource = Slice.RATE_HEADER;
                });

                Slice slice = f.only();

                assertThat(slice.bytes).isEqualTo(1000);
                assertThat(slice.rateNumerator).isEqualTo(1);
                assertThat(slice.rateSource).isEqualTo(Slice.RATE_ADMINISTRATOR);
            }
        }

        @Test
        void theAdministratorsRateCountsWhereTheExporterTellsNone() {
            ExporterRule rule =
                    new ExporterRule(ROUTER, "r1", Approval.APPROVED, List.of(), 100, 1, 0);
            try (FlowFixture f = new FlowFixture(settings(rule))) {
                f.receive(r -> r.samplesAtUnknownRate = true);

                Slice slice = f.only();

                assertThat(slice.bytes).isEqualTo(100_000);
                assertThat(slice.rateNumerator).isEqualTo(100);
                assertThat(slice.rateSource).isEqualTo(Slice.RATE_ADMINISTRATOR);
                assertThat(slice.held).isEqualTo(Slice.NOT_HELD);
                assertThat(f.tally.held).isZero();
            }
        }

        @Test
        void aRecordSampledAtAnUnknownRateIsHeldAtOneToOne() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(r -> r.samplesAtUnknownRate = true);

                Slice slice = f.only();

                assertThat(slice.bytes).isEqualTo(1000);
                assertThat(slice.held).isEqualTo(Slice.HELD_UNKNOWN_RATE);
                assertThat(f.tally.held).isEqualTo(1);
                assertThat(f.tally.heldBytes).isEqualTo(1000);
                assertThat(f.tally.future).isZero();
            }
        }

        @Test
        void heldAndOtherUpdatesOfACallKeepApart() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(r -> r.samplesAtUnknownRate = true);
                f.receive(TEN, flow(TEN, TEN));

                assertThat(f.drained()).hasSize(2);
            }
        }
    }

    @Nested
    class Exclusion {
        @Test
        void recordsWithoutCountersAreCountedAndMakeNoSlice() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(r -> r.hasCounters = false);
                f.receive(r -> {
                    r.bytes = 0;
                    r.packets = 0;
                });

                assertThat(f.drained()).isEmpty();
                assertThat(f.tally.records).isEqualTo(2);
                assertThat(f.tally.withoutCounters).isEqualTo(2);
            }
        }

        @Test
        void aBrokenCounterIsCountedAsNone() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(r -> r.bytes = -1);

                assertThat(f.drained()).isEmpty();
                assertThat(f.tally.withoutCounters).isEqualTo(1);
                assertThat(f.tally.bytes).isZero();
            }
        }

        @Test
        void recordsThatTouchNoAccountedSubnetAreOutside() {
            ExporterRule rule =
                    new ExporterRule(
                            ROUTER,
                            "r1",
                            Approval.APPROVED,
                            List.of(Prefix.parse("10.0.0.2/32"), Prefix.parse("2001:db8::/32")),
                            0,
                            0,
                            0);
            try (FlowFixture f = new FlowFixture(settings(rule))) {
                f.receive(TEN, flow(TEN, TEN));
                f.receive(TEN, FlowFixture.reversed(flow(TEN, TEN)));
                f.receive(r -> r.destinationLo++);

                assertThat(f.drained()).hasSize(2);
                assertThat(f.tally.outside).isEqualTo(1);
                assertThat(f.tally.outsideBytes).isEqualTo(1000);
                assertThat(f.tally.bytes).isEqualTo(3000);
            }
        }

        @Test
        void newSettingsCountFromTheNextDatagramOn() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(TEN, flow(TEN, TEN));
                f.intake.settings(
                        settings(
                                new ExporterRule(
                                        ROUTER,
                                        "r1",
                                        Approval.APPROVED,
                                        List.of(Prefix.parse("172.16.0.0/12")),
                                        0,
                                        0,
                                        0)));
                f.receive(TEN, flow(TEN, TEN));

                assertThat(f.only().bytes).isEqualTo(1000);
                assertThat(f.tally.outside).isEqualTo(1);
            }
        }
    }

    @Nested
    class Clocks {
        @Test
        void anExporterEightHoursAheadIsSetRight() {
            try (FlowFixture f = new FlowFixture()) {
                long theirs = TEN + 8 * HOUR;
                f.receive(TEN, theirs, f.tally, flow(theirs - MINUTE, theirs));

                Slice slice = f.only();

                assertThat(slice.start).isEqualTo(TEN - MINUTE);
                assertThat(slice.end).isEqualTo(TEN);
                assertThat(slice.flags).isEqualTo(Slice.CLOCK_CORRECTED);
                assertThat(slice.held).isEqualTo(Slice.NOT_HELD);
            }
        }

        @Test
        void anExporterFortyDaysBehindIsSetRight() {
            try (FlowFixture f = new FlowFixture()) {
                long theirs = TEN - 40 * DAY;
                f.receive(TEN, theirs, f.tally, flow(theirs - MINUTE, theirs));

                assertThat(f.only().end).isEqualTo(TEN);
            }
        }

        @Test
        void anExporterOf1970IsSetRight() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(TEN, 20 * SECOND, f.tally, flow(SECOND, 10 * SECOND));

                Slice slice = f.only();

                assertThat(slice.start).isEqualTo(TEN - 19 * SECOND);
                assertThat(slice.end).isEqualTo(TEN - 10 * SECOND);
            }
        }

        @Test
        void fiveMinutesAreLeftAsTheyAre() {
            try (FlowFixture f = new FlowFixture()) {
                long theirs = TEN - 5 * MINUTE;
                f.receive(TEN, theirs, f.tally, flow(theirs, theirs));

                Slice slice = f.only();

                assertThat(slice.end).isEqualTo(theirs);
                assertThat(slice.flags).isZero();
            }
        }

        @Test
        void aRecordOfTheFutureIsHeldAtItsTime() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(TEN, flow(TEN, TEN + 5 * MINUTE + 1));
                f.receive(TEN, flow(TEN, TEN + 5 * MINUTE));

                List<Slice> slices = f.drained();

                assertThat(slices)
                        .extracting(slice -> slice.held)
                        .containsExactly(Slice.HELD_FUTURE, Slice.NOT_HELD);
                assertThat(f.tally.held).isEqualTo(1);
                assertThat(f.tally.future).isEqualTo(1);
                assertThat(f.tally.futureBytes).isEqualTo(1000);
            }
        }

        @Test
        void aRecordOfTheFarFutureIsHeldAYearAheadAndCutToADay() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(TEN, flow(TEN, TEN + 100_000 * DAY));
                f.table.drain(true);

                assertThat(f.slices)
                        .hasSize(96)
                        .allSatisfy(slice -> assertThat(slice.flags & Slice.CUT).isNotZero());
                assertThat(f.slices.getLast().end).isEqualTo(TEN + 366 * DAY);
            }
        }

        @Test
        void aRecordThatBeganOverADayBeforeIsCutToADay() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(TEN, flow(TEN - 49 * DAY, TEN));
                f.table.drain(true);

                assertThat(f.slices).hasSize(96);
                assertThat(f.slices.getFirst().start).isEqualTo(TEN - DAY);
                assertThat(f.slices.getFirst().flags)
                        .isEqualTo(Slice.CUT | Slice.SPLIT | Slice.LATE);
                assertThat(f.slices.stream().mapToLong(slice -> slice.bytes).sum()).isEqualTo(1000);
            }
        }

        @Test
        void aRecordThatWasOverADayBeforeCountsADayBefore() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(TEN, flow(TEN - 49 * DAY, TEN - 48 * DAY));

                Slice slice = f.only();

                assertThat(slice.start).isEqualTo(TEN - DAY);
                assertThat(slice.end).isEqualTo(TEN - DAY);
            }
        }

        @Test
        void aRecordThatEndsBeforeItBeganCountsAtItsEnd() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(TEN, flow(TEN - SECOND, TEN - MINUTE));

                Slice slice = f.only();

                assertThat(slice.start).isEqualTo(TEN - MINUTE);
                assertThat(slice.end).isEqualTo(TEN - MINUTE);
                assertThat(slice.flags).isEqualTo(Slice.NO_INTERVAL);
            }
        }

        @Test
        void aRecordWithoutTimesCountsWhenItWasExported() {
            try (FlowFixture f = new FlowFixture()) {
                f.receive(
                        TEN,
                        TEN - MINUTE,
                        f.tally,
                        flow(FlowRecord.NO_TIME, FlowRecord.NO_TIME),
                        flow(TEN - HOUR, FlowRecord.NO_TIME));
                f.receive(
                        TEN,
                        FlowRecord.NO_TIME,
                        f.tally,
                        with(
                                flow(FlowRecord.NO_TIME, FlowRecord.NO_TIME),
                                r -> r.sourcePort = 40_001));

                List<Slice> slices = f.drained();

                assertThat(slices.get(0).start).isEqualTo(TEN - MINUTE);
                assertThat(slices.get(0).end).isEqualTo(TEN - MINUTE);
                assertThat(slices.get(0).records).isEqualTo(2);
                assertThat(slices.get(0).flags).isEqualTo(Slice.NO_INTERVAL);
                assertThat(slices.get(1).end).isEqualTo(TEN);
            }
        }

        @Test
        void thePolicyMayAcceptTimesAsTheyAre() {
            try (FlowFixture f = new FlowFixture(settings(ClockPolicy.ACCEPT))) {
                long theirs = TEN - 6 * MINUTE;
                f.receive(TEN, theirs, f.tally, flow(theirs, theirs));

                Slice slice = f.only();

                assertThat(slice.end).isEqualTo(theirs);
                assertThat(slice.flags).isZero();
            }
        }

        @Test
        void thePolicyMayHoldThem() {
            try (FlowFixture f = new FlowFixture(settings(ClockPolicy.HOLD))) {
                long theirs = TEN - HOUR;
                f.receive(TEN, theirs, f.tally, flow(theirs, theirs));

                assertThat(f.only().held).isEqualTo(Slice.HELD_CLOCK);
                assertThat(f.tally.held).isEqualTo(1);
            }
        }

        @Test
        void theExportTimeMayComeAfterTheDatagramWasOpened() {
            try (FlowFixture f = new FlowFixture()) {
                Datagram datagram = new Datagram();
                datagram.receivedAt = TEN;
                f.intake.begin(datagram, f.tally);
                datagram.exportedAt = TEN - DAY;
                f.intake.accept(flow(TEN - DAY, TEN - DAY));

                assertThat(f.only().end).isEqualTo(TEN);
            }
        }
    }
}
