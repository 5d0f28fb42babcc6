package net.flowtally.ledger.imports;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.imports.SavedSource.LastRun;
import net.flowtally.ledger.store.Store;

/// The imports that are kept by name, with their last run. No password is among them: where one is
/// needed, the file that holds it is named. Thread-safe.
public final class SavedSources {
    // keys of the last run, beside those of settings
    private static final String RUN_AT = "@at";
    private static final String RUN_GOOD = "@good";
    private static final String RUN_WORDS = "@words";

    private record Source(String name, String kind) {}

    private final Store store;

    public SavedSources(Store store) {
        this.store = store;
    }

    /// Keeps a source, in place of the one with its name.
    public void save(SavedSource source, String actor) {
        store.edit(
                actor,
                "save import source " + source.name(),
                (connection, _) -> {
                    delete(connection, source.name());
                    for (Map.Entry<String, String> setting : source.settings().entrySet()) {
                        put(connection, source, setting.getKey(), setting.getValue());
                    }
                    return source;
                });
    }

    /// Forgets a source; what was imported from it stays.
    public void remove(SavedSource source, String actor) {
        store.edit(
                actor,
                "remove import source " + source.name(),
                (connection, _) -> {
                    delete(connection, source.name());
                    return source;
                });
    }

    /// Notes a run, which is no edit. Without effect on a source that is not kept any more.
    public void ran(String name, Instant at, boolean good, String words) {
        store.write(connection -> {
            Optional<SavedSource> source =
                    list(connection).stream().filter(each -> each.name().equals(name)).findFirst();
            if (source.isPresent()) {
                put(connection, source.get(), RUN_AT, at.toString());
                put(connection, source.get(), RUN_GOOD, Boolean.toString(good));
                put(connection, source.get(), RUN_WORDS, words);
            }
            return source;
        });
    }

    /// By name.
    public List<SavedSource> list() {
        return store.read(SavedSources::list);
    }

    /// Those whose time has come, by name.
    public List<SavedSource> due(Instant now) {
        return list().stream().filter(source -> source.isDue(now)).toList();
    }

    public Optional<SavedSource> find(String name) {
        return list().stream().filter(source -> source.name().equals(name)).findFirst();
    }

    private static List<SavedSource> list(Connection connection) throws SQLException {
        Map<Source, Map<String, String>> values = new LinkedHashMap<>();
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT name, kind, key, value FROM import_source ORDER BY name");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                values.computeIfAbsent(
                                new Source(row.getString(1), row.getString(2)),
                                _ -> new HashMap<>())
                        .put(row.getString(3), row.getString(4));
            }
        }
        List<SavedSource> sources = new ArrayList<>();
        values.forEach((source, settings) -> {
            Optional<LastRun> last = lastRun(settings);
            sources.add(new SavedSource(source.name, source.kind, settings, last));
        });
        return sources;
    }

    /// Takes what tells of the last run out of the settings.
    private static Optional<LastRun> lastRun(Map<String, String> settings) {
        String good = settings.remove(RUN_GOOD);
        String words = settings.remove(RUN_WORDS);
        return Optional.ofNullable(settings.remove(RUN_AT))
                .map(at ->
                        new LastRun(
                                Instant.parse(at),
                                Boolean.parseBoolean(good),
                                words == null ? "" : words));
    }

    private static void delete(Connection connection, String name) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM import_source WHERE name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    private static void put(Connection connection, SavedSource source, String key, String value)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO import_source (name, kind, key, value)"
                                + " VALUES (?, ?, ?, ?)")) {
            insert.setString(1, source.name());
            insert.setString(2, source.kind());
            insert.setString(3, key);
            insert.setString(4, value);
            insert.executeUpdate();
        }
    }
}
