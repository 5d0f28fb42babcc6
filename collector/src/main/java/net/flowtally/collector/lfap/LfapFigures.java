package net.flowtally.collector.lfap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.NamedFigure;

/// What the server's side of the sessions counts, by source and name: messages of each type,
/// sessions, violations. Thread-safe.
public final class LfapFigures {
    /// Sources counted by themselves; the rest is counted together.
    private static final int MOST_SOURCES = 4096;

    /// Agents with a session at this moment.
    public static final String CONNECTED = "connected";

    private final Map<Address, Map<String, Long>> figures = new HashMap<>();
    private long version;

    /// @param known what an earlier run counted
    public LfapFigures(List<NamedFigure> known) {
        for (NamedFigure figure : known) {
            if (!figure.name().equals(CONNECTED)) {
                add(figure.address(), figure.name(), figure.value());
            }
        }
    }

    synchronized void add(Address source, String name, long count) {
        Address key =
                figures.containsKey(source) || figures.size() < MOST_SOURCES
                        ? source
                        : Address.NONE;
        figures.computeIfAbsent(key, _ -> new HashMap<>()).merge(name, count, Long::sum);
        version++;
    }

    synchronized void set(Address source, String name, long value) {
        figures.computeIfAbsent(source, _ -> new HashMap<>()).put(name, value);
        version++;
    }

    /// Grows whenever something is counted.
    public synchronized long version() {
        return version;
    }

    /// A copy of all figures.
    public synchronized List<NamedFigure> snapshot() {
        List<NamedFigure> all = new ArrayList<>();
        figures.forEach((source, names) ->
                names.forEach((name, value) -> all.add(new NamedFigure(source, name, value))));
        return all;
    }
}
