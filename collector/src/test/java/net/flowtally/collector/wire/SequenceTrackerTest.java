package net.flowtally.collector.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.calls.QuarterHour;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {
    private static final long NOON = QuarterHour.of(1_700_000_000_000_000L);

    private final ExporterTally tally = new ExporterTally(0, 1, "NetFlow v5");
    private final QuarterLosses losses = new QuarterLosses();
    private SequenceTracker tracker = new Sequences(Numbering.RECORDS_BEFORE).of(1);
    private long now = NOON;

    @Test
    void aGapIsLostAndALateDatagramTakesItsPartBack() {
        take(0, 10);
        take(40, 10);
        assertThat(tally.lost).isEqualTo(30);
        take(20, 10);
        assertThat(tally.lost).isEqualTo(20);
        take(10, 10);
        take(30, 10);
        assertThat(tally.lost).isZero();
        take(50, 10);
        assertThat(tally.lost).isZero();
        assertThat(quarters()).containsExactly("0: 60 expected, 0 lost");
    }

    @Test
    void aLateDatagramTakesBackFromTheQuarterHourInWhichItWasMissed() {
        take(0, 10);
        take(20, 10);
        now += QuarterHour.MICROS;
        take(30, 10);
        take(10, 10);
        assertThat(quarters()).containsExactly("0: 30 expected, 0 lost", "1: 10 expected, 0 lost");
    }

    @Test
    void numbersWrapAround() {
        take(0xffff_fff8, 10);
        take(2, 10);
        take(20, 10);
        assertThat(tally.lost).isEqualTo(8);
    }

    @Test
    void aJumpOfMoreThanAMillionIsARestart() {
        take(0, 10);
        take(1_000_011, 10);
        assertThat(tally.lost).isZero();
        take(1_000_041, 10);
        assertThat(tally.lost).isEqualTo(20);
    }

    @Test
    void anUptimeThatGoesBackWithTheStartOfTheExporterIsARestart() {
        tracker.uptime(900_000, NOON);
        take(500, 10);
        tracker.uptime(4_000, NOON + 60_000_000);
        take(600, 10);
        assertThat(tally.lost).isZero();
    }

    @Test
    void anUptimeThatGoesBackByReorderingIsNone() {
        tracker.uptime(900_000, NOON);
        take(0, 10);
        tracker.uptime(899_000, NOON - 1_000_000);
        take(20, 10);
        assertThat(tally.lost).isEqualTo(10);
    }

    @Test
    void theSameNumberAgainIsARestart() {
        take(0, 10);
        take(0, 10);
        take(10, 10);
        take(30, 10);
        assertThat(tally.lost).isEqualTo(10);
    }

    @Test
    void aSecondLateDatagramInStepWithTheFirstIsARestart() {
        take(500, 10);
        take(0, 10);
        take(10, 10);
        take(30, 10);
        assertThat(tally.lost).isEqualTo(10);
    }

    @Test
    void afterADatagramThatCannotBeCountedTheNextOneSetsTheExpectation() {
        take(0, SequenceTracker.UNKNOWN_UNITS);
        take(700, 10);
        assertThat(tally.lost).isZero();
        take(720, 10);
        assertThat(tally.lost).isEqualTo(10);
    }

    @Test
    void numbersOfDatagramsThatTurnOutToCountRecordsCountNoLoss() {
        tracker = new Sequences(Numbering.DATAGRAMS).of(1);
        take(0, 20);
        take(20, 15);
        take(35, 20);
        take(55, 7);
        assertThat(tally.lost).isZero();
        take(69, 7);
        assertThat(tally.lost).isEqualTo(7);
    }

    @Test
    void numbersThatCountTheirOwnRecordsCountNoLoss() {
        take(22, 23);
        take(50, 28);
        take(80, 30);
        take(92, 12);
        assertThat(tally.lost).isZero();
        take(130, 30);
        assertThat(tally.lost).isEqualTo(8);
    }

    @Test
    void aDatagramLostDoesNotChangeANumberingThatIsKnown() {
        tracker = new Sequences(Numbering.DATAGRAMS).of(1);
        take(0, 20);
        take(1, 15);
        take(2, 4);
        take(6, 4);
        assertThat(tally.lost).isEqualTo(3);
    }

    @Test
    void settledQuarterHoursAreForgottenAndChangeNoMore() {
        for (int quarter = 0; quarter < 20; quarter++) {
            take(quarter * 20, 10);
            now += QuarterHour.MICROS;
        }
        assertThat(quarters()).hasSize(20);
        losses.settle(NOON + 18 * QuarterHour.MICROS);
        assertThat(quarters())
                .containsExactly("18: 20 expected, 10 lost", "19: 20 expected, 10 lost");
        take(10, 10);
        assertThat(quarters()).hasSize(2);
        assertThat(tally.lost).isEqualTo(180);
    }

    @Test
    void whatWasSentBeforeARestartAndComesAfterItIsNoLoss() {
        tracker.uptime(900_000, NOON);
        take(5000, 10);
        tracker.uptime(902_000, NOON + 2_000_000);
        take(5020, 10);
        tracker.uptime(1_000, NOON + 4_000_000);
        take(0, 10);
        // 5010 fills its gap, 5030 comes behind the last one of then
        tracker.uptime(901_000, NOON + 1_000_000);
        take(5010, 10);
        tracker.uptime(903_000, NOON + 3_000_000);
        take(5030, 10);
        tracker.uptime(2_000, NOON + 5_000_000);
        take(10, 10);
        assertThat(tally.lost).isZero();
        assertThat(quarters()).containsExactly("0: 60 expected, 0 lost");
        assertThat(tally.conduct.restarts).isEqualTo(1);
    }

    @Test
    void withoutAnUptimeItIsKnownByTheGapThatItFills() {
        take(5000, 10);
        take(5020, 10);
        // two in step from the front: the exporter began anew
        take(0, 10);
        take(10, 10);
        take(5010, 10);
        take(20, 10);
        assertThat(tally.lost).isZero();
    }

    private void take(int sequence, long records) {
        tracker.take(sequence, records, 0, now, tally, losses);
    }

    private List<String> quarters() {
        List<String> quarters = new ArrayList<>();
        losses.visit((quarter, expected, lost) ->
                quarters.add(
                        (quarter - NOON) / QuarterHour.MICROS
                                + ": "
                                + expected
                                + " expected, "
                                + lost
                                + " lost"));
        return quarters;
    }
}
