package net.flowtally.collector.flow;

import static net.flowtally.collector.flow.FlowFixture.DAY;
import static net.flowtally.collector.flow.FlowFixture.HOUR;
import static net.flowtally.collector.flow.FlowFixture.MINUTE;
import static net.flowtally.collector.flow.FlowFixture.SECOND;
import static net.flowtally.collector.flow.FlowFixture.TEN;
import static net.flowtally.collector.flow.FlowFixture.flow;
import static net.flowtally.collector.flow.FlowFixture.reversed;
import static net.flowtally.collector.flow.FlowFixture.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.flowtally.ledger.calls.Slice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What the flow table does with time: splitting, leaving, ending.
class FlowTableTimeTest {
    private final FlowFixture f = new FlowFixture();

    @AfterEach
    void free() {
        f.close();
    }

    @Nested
    class QuarterHours {
        @Test
        void anUpdateIsSplitInProportionToTime() {
            f.receive(TEN + 25 * MINUTE, flow(TEN + 14 * MINUTE, TEN + 24 * MINUTE));

            List<Slice> slices = f.drained();

            // 1 of 10 minutes before the border
            assertThat(slices).hasSize(2);
            Slice first = slices.getFirst();
            assertThat(first.quarter).isEqualTo(TEN);
            assertThat(first.bytes).isEqualTo(100);
            assertThat(first.packets).isEqualTo(1);
            assertThat(first.records).isEqualTo(1);
            assertThat(first.end).isEqualTo(TEN + 15 * MINUTE);
            Slice last = slices.getLast();
            assertThat(last.quarter).isEqualTo(TEN + 15 * MINUTE);
            assertThat(last.bytes).isEqualTo(900);
            assertThat(last.packets).isEqualTo(9);
            assertThat(last.records).isZero();
            assertThat(last.flags).isEqualTo(Slice.SPLIT);
            assertThat(last.start).isEqualTo(TEN + 15 * MINUTE);
        }

        @Test
        void anUpdateThatEndsOnTheBorderBelongsToTheQuarterHourBefore() {
            f.receive(TEN + 15 * MINUTE, flow(TEN + 14 * MINUTE, TEN + 15 * MINUTE));

            assertThat(f.only().quarter).isEqualTo(TEN);
        }

        @Test
        void anInstantOnTheBorderBelongsToTheQuarterHourThatBegins() {
            f.receive(TEN + 15 * MINUTE, flow(TEN + 15 * MINUTE, TEN + 15 * MINUTE));

            Slice slice = f.only();
            assertThat(slice.quarter).isEqualTo(TEN + 15 * MINUTE);
            assertThat(slice.start).isEqualTo(slice.end);
        }

        @Test
        void ownershipIsThatOfTheCallStartAndThenOfEachQuarterHour() {
            f.receive(TEN + 10 * MINUTE, flow(TEN + 5 * MINUTE, TEN + 10 * MINUTE));
            f.receive(TEN + 16 * MINUTE, flow(TEN + 15 * MINUTE, TEN + 16 * MINUTE));
            f.table.drain(true);

            assertThat(f.slices)
                    .extracting(slice -> slice.ownedAt)
                    .containsExactly(TEN + 5 * MINUTE, TEN + 15 * MINUTE);
        }

        @Test
        void aQuarterHourOverBeforeTheCallWasKnownIsOwnedAsAtItsStart() {
            f.receive(TEN + 16 * MINUTE, flow(TEN + 16 * MINUTE, TEN + 16 * MINUTE));
            f.receive(TEN + 16 * MINUTE, reversed(flow(TEN + 14 * MINUTE, TEN + 14 * MINUTE)));

            List<Slice> slices = f.drained();

            assertThat(slices.get(1).ownedAt).isEqualTo(TEN);
            assertThat(slices.get(1).callStart).isEqualTo(TEN + 16 * MINUTE);
        }

        @Test
        void recordsThatReachBackOverABorderMakeOneSliceOfEitherQuarterHour() {
            long border = TEN + 15 * MINUTE;
            for (int second = 1; second <= 20; second++) {
                long now = border + second * SECOND;
                f.receive(now, flow(now - 30 * SECOND, now));
                f.receive(now, reversed(flow(now - 30 * SECOND, now)));
            }
            assertThat(f.slices).isEmpty();

            assertThat(f.drained())
                    .extracting(slice -> slice.quarter)
                    .containsExactlyInAnyOrder(TEN, TEN, border, border);
            assertThat(f.slices.stream().mapToLong(slice -> slice.bytes).sum()).isEqualTo(40_000);
            assertThat(f.slices.stream().mapToLong(slice -> slice.records).sum()).isEqualTo(40);
        }

        @Test
        void aThirdQuarterHourPushesOutTheOneThatWasLeftAloneForLongest() {
            f.receive(TEN, flow(TEN - 20 * MINUTE, TEN - 20 * MINUTE));
            f.receive(TEN, flow(TEN, TEN));
            f.receive(TEN, flow(TEN - 20 * MINUTE, TEN - 20 * MINUTE));
            f.receive(TEN, flow(TEN - MINUTE, TEN - MINUTE));
            f.table.emitted();

            assertThat(f.slices).extracting(slice -> slice.quarter).containsExactly(TEN);
            assertThat(f.drained())
                    .extracting(slice -> slice.records)
                    .containsExactlyInAnyOrder(2, 1);
        }

        @Test
        void whatACallNeedsForTwoQuarterHoursIsGivenBackAtItsNextVisit() {
            long border = TEN + 15 * MINUTE;
            long[] allocated = new long[3];
            for (int round = 0; round < 3; round++) {
                long now = border + 30 * SECOND + (round - 1) * MINUTE;
                for (int i = 0; i < 100_000; i++) {
                    int port = i >>> 8;
                    int host = i & 0xff;
                    f.receive(
                            now,
                            with(
                                    flow(now - 90 * SECOND, now),
                                    r -> {
                                        r.sourcePort = 2000 + port;
                                        r.sourceLo += host;
                                    }));
                }
                allocated[round] = f.table.octetsAllocated();
                f.table.advance(now + 30 * SECOND);
                f.slices.clear();
            }
            f.table.advance(border + 130 * SECOND);

            assertThat(f.table.activeCalls()).isEqualTo(100_000);
            assertThat(allocated[1] - allocated[0]).isBetween(6_400_000L, 9_000_000L);
            assertThat(f.table.octetsAllocated() - allocated[0]).isLessThan(3_000_000);
        }

        @Test
        void slicesOfSettledQuarterHoursAreLate() {
            f.receive(TEN + 50 * MINUTE, flow(TEN + 14 * MINUTE, TEN + 14 * MINUTE));
            f.receive(TEN + 50 * MINUTE, flow(TEN + 15 * MINUTE, TEN + 15 * MINUTE));
            f.table.drain(false);

            assertThat(f.slices)
                    .extracting(slice -> slice.flags & Slice.LATE)
                    .containsExactly(Slice.LATE, 0);
        }
    }

    @Nested
    class Emission {
        @Test
        void whatWasAddedLeavesWithinTheDelay() {
            f.receive(TEN + SECOND, flow(TEN, TEN + SECOND));
            f.table.advance(TEN + 31 * SECOND);

            assertThat(f.slices).hasSize(1);
            assertThat(f.table.activeCalls()).isEqualTo(1);
        }

        @Test
        void everyCallIsVisitedOnceInEveryDelay() {
            for (int i = 0; i < 1000; i++) {
                int port = 2000 + i;
                f.receive(r -> r.sourcePort = port);
            }
            int most = 0;
            for (int second = 1; second <= 30; second++) {
                int before = f.slices.size();
                f.table.advance(TEN + second * SECOND);
                most = Math.max(most, f.slices.size() - before);
            }

            assertThat(f.slices).hasSize(1000);
            assertThat(most).isLessThan(100);
        }

        @Test
        void timeThatGoesBackChangesNothing() {
            f.receive(TEN, flow(TEN, TEN));
            f.table.advance(TEN - DAY);
            f.table.advance(TEN);

            assertThat(f.slices).isEmpty();
        }

        @Test
        void drainLetsEverythingLeaveAndCallsGoOn() {
            f.receive(TEN, flow(TEN, TEN));
            Slice first = f.only();
            f.receive(TEN + SECOND, flow(TEN + SECOND, TEN + SECOND));

            Slice second = f.drained().getFirst();

            assertThat(first.flags & Slice.FINAL).isZero();
            assertThat(second.callLo).isEqualTo(first.callLo);
        }

        @Test
        void drainAtTheEndEndsTheCalls() {
            FlowRecord there = flow(TEN, TEN);
            f.receive(TEN, there);
            f.receive(TEN, reversed(there));
            f.table.drain(true);

            assertThat(f.slices)
                    .extracting(slice -> slice.flags & Slice.FINAL)
                    .containsExactly(0, Slice.FINAL);
            assertThat(f.table.activeCalls()).isZero();
        }

        @Test
        void slicesAreNumberedFromZero() {
            assertThat(f.table.emitted()).isZero();
            f.receive(TEN, flow(TEN, TEN));
            f.table.drain(false);

            assertThat(f.table.emitted()).isEqualTo(1);
        }
    }

    @Nested
    class End {
        @Test
        void anIdleCallEndsAndTheNextUpdateOpensAnother() {
            f.receive(TEN, flow(TEN, TEN));
            f.table.advance(TEN + 120 * SECOND);
            assertThat(f.table.activeCalls()).isEqualTo(1);
            f.table.advance(TEN + 151 * SECOND);
            assertThat(f.table.activeCalls()).isZero();
            f.receive(TEN + 152 * SECOND, flow(TEN + 152 * SECOND, TEN + 152 * SECOND));
            f.table.drain(false);

            assertThat(f.slices).hasSize(2);
            assertThat(f.slices.get(1).callLo).isNotEqualTo(f.slices.get(0).callLo);
        }

        @Test
        void theLongestRecordOfAnExporterMakesItsCallsLiveLonger() {
            f.receive(TEN, flow(TEN - 30 * MINUTE, TEN));
            f.table.advance(TEN + 31 * MINUTE);
            assertThat(f.table.activeCalls()).isEqualTo(1);
            f.table.advance(TEN + 32 * MINUTE);
            assertThat(f.table.activeCalls()).isZero();
        }

        @Test
        void noExporterMakesThemLiveLongerThanAnHour() {
            f.receive(TEN, flow(TEN - 5 * HOUR, TEN));
            f.table.advance(TEN + HOUR);
            assertThat(f.table.activeCalls()).isEqualTo(1);
            f.table.advance(TEN + HOUR + 31 * SECOND);
            assertThat(f.table.activeCalls()).isZero();
        }

        @Test
        void finOrResetShortensIt() {
            f.receive(r -> r.tcpFlags = 1);
            f.receive(r -> {
                r.sourcePort = 40_001;
                r.tcpFlags = 4;
            });
            f.table.advance(TEN + 15 * SECOND);
            assertThat(f.table.activeCalls()).isEqualTo(2);
            f.table.advance(TEN + 46 * SECOND);
            assertThat(f.table.activeCalls()).isZero();
        }

        @Test
        void finEndsNothingAtOnce() {
            FlowRecord there = with(flow(TEN, TEN), r -> r.tcpFlags = 1);
            f.receive(TEN, there);
            f.receive(TEN + 14 * SECOND, reversed(there));
            f.table.drain(true);

            assertThat(f.slices).hasSize(2);
            assertThat(f.slices.get(1).callLo).isEqualTo(f.slices.get(0).callLo);
        }

        @Test
        void theLastSliceOfACallThatEndsIsMarked() {
            f.receive(TEN + 15 * SECOND, with(flow(TEN, TEN), r -> r.tcpFlags = 1));
            f.table.advance(TEN + 2 * MINUTE);

            assertThat(f.slices).hasSize(1);
            assertThat(f.slices.getFirst().flags).isEqualTo(Slice.FINAL);
        }
    }
}
