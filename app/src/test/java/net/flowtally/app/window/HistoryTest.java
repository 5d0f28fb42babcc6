package net.flowtally.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import net.flowtally.app.screen.Destination;
import net.flowtally.ledger.accounting.UsageScope;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Destination START = new Destination.Overview("");
    private static final Destination MARCH = new Destination.Overview("2026-03");
    private static final Destination CALLS =
            new Destination.Calls(
                    Instant.EPOCH, Instant.EPOCH, "caller = 10.0.0.1", UsageScope.ALL, List.of());

    private final History history = new History(START);

    @Test
    void goesBackAndForwardThroughDrills() {
        history.open(MARCH);
        history.open(CALLS);

        history.back();
        assertThat(history.current()).isEqualTo(MARCH);
        history.back();
        assertThat(history.current()).isEqualTo(START);
        assertThat(history.canGoBackProperty().get()).isFalse();
        history.forward();
        history.forward();
        assertThat(history.current()).isEqualTo(CALLS);
        assertThat(history.canGoForwardProperty().get()).isFalse();
    }

    @Test
    void forgetsWhatLayAheadWhenItGoesSomewhereElse() {
        history.open(MARCH);
        history.back();
        history.open(CALLS);

        assertThat(history.canGoForwardProperty().get()).isFalse();
        history.back();
        assertThat(history.current()).isEqualTo(START);
    }

    @Test
    void openingTheSamePlaceAgainIsNoStep() {
        history.open(START);

        assertThat(history.canGoBackProperty().get()).isFalse();
    }

    @Test
    void findsASectionAsItWasLeft() {
        history.open(MARCH);
        history.open(CALLS);

        assertThat(history.latest(START, "2026-03")).isEqualTo(MARCH);
        assertThat(history.latest(Destination.Calls.OF_PERIOD, "2026-03")).isEqualTo(CALLS);
    }

    @Test
    void comesBackToASectionAnewWhenThePeriodHasChangedSince() {
        history.open(CALLS);
        history.open(new Destination.Overview("2026-02"));

        assertThat(history.latest(Destination.Calls.OF_PERIOD, "2026-02")).isEqualTo(CALLS);
        history.open(MARCH);
        assertThat(history.latest(Destination.Calls.OF_PERIOD, "2026-03"))
                .isEqualTo(Destination.Calls.OF_PERIOD);
    }

    @Test
    void goingBackShowsWhatAPlaceWasSettledTo() {
        history.settle(place -> place.equals(START) ? MARCH : place);
        history.open(CALLS);
        history.settle(place -> place);

        history.back();
        assertThat(history.current()).isEqualTo(MARCH);
    }
}
