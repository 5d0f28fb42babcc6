package net.flowtally.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.PeriodState;
import org.junit.jupiter.api.Test;

class PeriodsModelTest {
    private static final BillingPeriod JANUARY = period(1, "2026-01", "2026-01-01", "2026-02-01");
    private static final BillingPeriod FEBRUARY = period(2, "2026-02", "2026-02-01", "2026-03-01");
    private static final BillingPeriod MARCH = period(3, "2026-03", "2026-03-01", "2026-04-01");

    private final Keepsakes keepsakes = new Keepsakes();
    private final PeriodsModel model = new PeriodsModel(keepsakes);

    @Test
    void isAtTheNewestPeriodUntilAnotherIsChosen() {
        model.show(List.of(JANUARY, FEBRUARY));

        assertThat(model.current()).contains(FEBRUARY);
    }

    @Test
    void staysAtTheChosenPeriodInTheNextWindow() {
        model.show(List.of(JANUARY, FEBRUARY));
        model.follow(new Destination.Overview("2026-01"));

        PeriodsModel next = new PeriodsModel(new Keepsakes(keepsakes.all()));
        next.show(List.of(JANUARY, FEBRUARY, MARCH));
        assertThat(next.current()).contains(JANUARY);
    }

    @Test
    void whoIsAtTheNewestPeriodGoesAlongAsMonthsGoBy() {
        model.show(List.of(JANUARY, FEBRUARY));
        model.follow(new Destination.Overview("2026-01"));
        model.follow(new Destination.Overview("2026-02"));

        model.show(List.of(JANUARY, FEBRUARY, MARCH));
        assertThat(model.current()).contains(MARCH);
    }

    @Test
    void aPeriodThatIsGoneIsNotInsistedOn() {
        keepsakes.keep(PeriodsModel.KEPT, "2019-05");
        model.show(List.of(JANUARY));

        assertThat(model.current()).contains(JANUARY);
    }

    @Test
    void callsOfAWholePeriodLeadToThatPeriod() {
        model.show(List.of(JANUARY, FEBRUARY));
        model.follow(calls(JANUARY.from(), JANUARY.to()));
        assertThat(model.current()).contains(JANUARY);

        model.follow(calls(FEBRUARY.from(), FEBRUARY.from().plusSeconds(900)));
        assertThat(model.current()).contains(JANUARY);
    }

    @Test
    void fillsInThePeriodThatAPlaceLeavesOpen() {
        model.show(List.of(JANUARY, FEBRUARY));
        model.follow(new Destination.Overview("2026-01"));

        assertThat(model.settled(new Destination.Overview("")))
                .isEqualTo(new Destination.Overview("2026-01"));
        assertThat(model.settled(new Destination.Statements("", 7)))
                .isEqualTo(new Destination.Statements("2026-01", 7));
        assertThat(model.settled(Destination.Calls.OF_PERIOD.withFilter("zone = WAN")))
                .isEqualTo(calls(JANUARY.from(), JANUARY.to()).withFilter("zone = WAN"));
        assertThat(model.settled(new Destination.Overview("2026-02")))
                .isEqualTo(new Destination.Overview("2026-02"));
    }

    @Test
    void leavesAPlaceOpenWhereThereIsNoPeriodYet() {
        assertThat(model.settled(new Destination.Overview("")))
                .isEqualTo(new Destination.Overview(""));
    }

    private static Destination.Calls calls(Instant from, Instant to) {
        return new Destination.Calls(from, to, "", UsageScope.ALL, List.of());
    }

    private static BillingPeriod period(long id, String name, String from, String to) {
        return new BillingPeriod(
                id,
                name,
                Instant.parse(from + "T00:00:00Z"),
                Instant.parse(to + "T00:00:00Z"),
                ZoneId.of("UTC"),
                PeriodState.OPEN);
    }
}
