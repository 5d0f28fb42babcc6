package net.flowtally.ledger.imports;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.store.Store;

/// The sources and mappings that are kept by name. No password is among them: where one is needed,
/// the file that holds it is named. Thread-safe.
public final class SavedSources {
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
                    try (PreparedStatement delete =
                            connection.prepareStatement(
                                    "DELETE FROM import_source WHERE name = ?")) {
                        delete.setString(1, source.name());
                        delete.executeUpdate();
                    }
                    try (PreparedStatement insert =
                            connection.prepareStatement(
                                    "INSERT INTO import_source (name, kind, key, value)"
                                            + " VALUES (?, ?, ?, ?)")) {
                        for (Map.Entry<String, String> setting : source.settings().entrySet()) {
                            insert.setString(1, source.name());
                            insert.setString(2, source.kind());
                            insert.setString(3, setting.getKey());
                            insert.setString(4, setting.getValue());
                            insert.executeUpdate();
                        }
                    }
                    return source;
                });
    }

    /// By name.
    public List<SavedSource> list() {
        return store.read(connection -> {
            List<SavedSource> sources = new ArrayList<>();
            String name = "";
            String kind = "";
            Map<String, String> settings = new HashMap<>();
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT name, kind, key, value FROM import_source"
                                            + " ORDER BY name, key");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    if (!row.getString(1).equals(name)) {
                        if (!settings.isEmpty()) {
                            sources.add(new SavedSource(name, kind, settings));
                        }
                        settings = new HashMap<>();
                        name = row.getString(1);
                        kind = row.getString(2);
                    }
                    settings.put(row.getString(3), row.getString(4));
                }
            }
            if (!settings.isEmpty()) {
                sources.add(new SavedSource(name, kind, settings));
            }
            return sources;
        });
    }

    public Optional<SavedSource> find(String name) {
        return list().stream().filter(source -> source.name().equals(name)).findFirst();
    }
}
