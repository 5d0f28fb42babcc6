package net.flowtally.app.screen;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the user left as it was, kept from one window to the next: the period, the order of
/// columns, what was typed before. A key begins with the name of who keeps it. To be used from the
/// window's thread.
public final class Keepsakes {
    private final SortedMap<String, String> kept = new TreeMap<>();

    public Keepsakes() {}

    /// @param kept as `all` gave it
    public Keepsakes(Map<String, String> kept) {
        this.kept.putAll(kept);
    }

    public Optional<String> find(String key) {
        return Optional.ofNullable(kept.get(key));
    }

    /// A number; empty if there is none or it cannot be read.
    public Optional<Double> number(String key) {
        try {
            return find(key).map(Double::valueOf).filter(Double::isFinite);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public void keep(String key, String value) {
        kept.put(key, value);
    }

    public void keep(String key, double value) {
        kept.put(key, Double.toString(value));
    }

    /// A view of everything.
    public Map<String, String> all() {
        return Collections.unmodifiableMap(kept);
    }
}
