package net.flowtally.app.window;

import java.util.ArrayList;
import java.util.List;
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

    /// Goes somewhere new; what lay ahead is forgotten.
    @Override
    public void open(Destination destination) {
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

    /// The place of a section that the user saw last, to come back to as it was left.
    Destination latest(Destination fallback) {
        for (int i = position; i >= 0; i--) {
            if (visited.get(i).section() == fallback.section()) {
                return visited.get(i);
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
