package net.flowtally.app.screen;

import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import net.flowtally.ledger.period.BillingPeriod;

/// The billing periods that there are, the newest first. To be used from the window's thread.
public final class PeriodsModel {
    private final ObservableList<BillingPeriod> periods = FXCollections.observableArrayList();

    public ObservableList<BillingPeriod> periods() {
        return FXCollections.unmodifiableObservableList(periods);
    }

    /// @param inOrder the oldest first, as the ledger lists them
    public void show(List<BillingPeriod> inOrder) {
        List<BillingPeriod> newestFirst = inOrder.reversed();
        if (!newestFirst.equals(periods)) {
            periods.setAll(newestFirst);
        }
    }

    /// The period with a name; the newest if the name is empty.
    public Optional<BillingPeriod> find(String name) {
        return periods.stream()
                .filter(period -> name.isEmpty() || period.name().equals(name))
                .findFirst();
    }
}
