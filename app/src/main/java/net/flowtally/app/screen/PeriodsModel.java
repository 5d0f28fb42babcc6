package net.flowtally.app.screen;

import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import net.flowtally.ledger.period.BillingPeriod;

/// The billing periods that there are, the newest first, and the one that the user is at. That is
/// the newest until another is chosen; whoever is at the newest stays at the newest as months go
/// by. The choice is kept from one window to the next. To be used from the window's thread.
public final class PeriodsModel {
    /// Under which the name of the chosen period is kept; empty for the newest.
    public static final String KEPT = "period";

    private final ObservableList<BillingPeriod> periods = FXCollections.observableArrayList();
    private final ObservableList<BillingPeriod> view =
            FXCollections.unmodifiableObservableList(periods);
    private final Keepsakes keepsakes;

    public PeriodsModel(Keepsakes keepsakes) {
        this.keepsakes = keepsakes;
    }

    public ObservableList<BillingPeriod> periods() {
        return view;
    }

    /// @param inOrder the oldest first, as the ledger lists them
    public void show(List<BillingPeriod> inOrder) {
        List<BillingPeriod> newestFirst = inOrder.reversed();
        if (!newestFirst.equals(periods)) {
            periods.setAll(newestFirst);
        }
    }

    /// The user has come to a place; its period, if it has one, is where the user is from now on.
    public void follow(Destination place) {
        String name = place instanceof Destination.Calls calls ? periodOf(calls) : place.period();
        if (!name.isEmpty()) {
            boolean newest = !periods.isEmpty() && periods.getFirst().name().equals(name);
            keepsakes.keep(KEPT, newest ? "" : name);
        }
    }

    /// A place with the user's period where it names none.
    public Destination settled(Destination place) {
        if (current().isEmpty()) {
            return place;
        }
        BillingPeriod period = current().get();
        return switch (place) {
            case Destination.Overview(String name) when name.isEmpty() ->
                    new Destination.Overview(period.name());
            case Destination.Statements(String name, long department) when name.isEmpty() ->
                    new Destination.Statements(period.name(), department);
            case Destination.Calls calls when calls.isOfPeriod() ->
                    calls.within(period.from(), period.to());
            default -> place;
        };
    }

    private String periodOf(Destination.Calls calls) {
        return periods.stream()
                .filter(period ->
                        period.from().equals(calls.from()) && period.to().equals(calls.to()))
                .map(BillingPeriod::name)
                .findFirst()
                .orElse("");
    }

    /// The period that the user is at; empty if there is none at all.
    public Optional<BillingPeriod> current() {
        String chosen = keepsakes.find(KEPT).orElse("");
        return periods.stream()
                .filter(period -> period.name().equals(chosen))
                .findFirst()
                .or(() -> periods.stream().findFirst());
    }
}
