package net.flowtally.app.window;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Navigation;

/// Where the user is and was, to go back and forward. To be used from the window's thread.
final class History implements Navigation {
    private static final int LIMIT = 100;

    private final List<Destination> visited = new ArrayList<>();
    private final ReadOnlyObjectWrapper<Destination> current;
    private final ReadOnlyBooleanWrapper canGoBack = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper canGoForward = new ReadOnlyBooleanWrapper();
    private UnaryOperator<Destination> settling = UnaryOperator.identity();
    private int position;

    History(Destination start) {
        visited.add(start);
        current = new ReadOnlyObjectWrapper<>(start);
    }

    ReadOnlyObjectProperty<Destination> currentProperty() {
        return current.getReadOnlyProperty();
    }

    Destination current() {
        return current.get();
    }

    ReadOnlyBooleanProperty canGoBackProperty() {
        return canGoBack.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty canGoForwardProperty() {
        return canGoForward.getReadOnlyProperty();
    }

    /// From now on, what a destination leaves open is settled when it is gone to, so that coming
    /// back shows the same again. The place where the user is now is settled at once.
    ///
    /// @param how fills in what is left open
    void settle(UnaryOperator<Destination> how) {
        settling = how;
        visited.set(position, how.apply(current.get()));
        current.set(visited.get(position));
    }

    /// Goes somewhere new; what lay ahead is forgotten.
    @Override
    public void open(Destination unsettled) {
        Destination destination = settling.apply(unsettled);
        if (destination.equals(current.get())) {
            return;
        }
        visited.subList(position + 1, visited.size()).clear();
        visited.add(destination);
        if (visited.size() > LIMIT) {
            visited.removeFirst();
        }
        show(visited.size() - 1);
    }

    @Override
    public void up() {
        for (int i = position - 1; i >= 0; i--) {
            if (visited.get(i).section() != current.get().section()) {
                show(i);
                return;
            }
        }
    }

    void back() {
        if (position > 0) {
            show(position - 1);
        }
    }

    void forward() {
        if (position < visited.size() - 1) {
            show(position + 1);
        }
    }

    /// The place of a section that the user saw last, to come back to as it was left; unless the
    /// user has gone to another period since.
    ///
    /// @param fallback where to go then
    /// @param period that the user is at
    Destination latest(Destination fallback, String period) {
        for (int i = position; i >= 0; i--) {
            Destination place = visited.get(i);
            if (!place.period().isEmpty() && !place.period().equals(period)) {
                return fallback;
            }
            if (place.section() == fallback.section()) {
                return place;
            }
        }
        return fallback;
    }

    private void show(int next) {
        position = next;
        canGoBack.set(position > 0);
        canGoForward.set(position < visited.size() - 1);
        current.set(visited.get(position));
    }
}
