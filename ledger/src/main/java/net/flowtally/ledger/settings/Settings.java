package net.flowtally.ledger.settings;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.store.Store;

/// What the site has decided, as the ledger keeps it. Thread-safe.
public final class Settings {
    private static final String SELECT =
            "SELECT key, value FROM setting"
                    + " WHERE rev_from <= ? AND (rev_to IS NULL OR rev_to > ?)";

    /// Kept from the start on, so that a later program's defaults change no period of before.
    private static final List<Setting<?>> KEPT =
            List.of(Setting.ACCOUNTING_ZONE, Setting.CURRENCY, Setting.UNIT, Setting.PAYER);

    private final Store store;

    public Settings(Store store) {
        this.store = store;
    }

    public SettingsSnapshot current() {
        return at(Long.MAX_VALUE);
    }

    /// As they were when a revision was the newest.
    public SettingsSnapshot at(long revision) {
        return store.read(connection -> at(connection, revision));
    }

    /// As they were when a revision was the newest, read in a transaction that is under way.
    public static SettingsSnapshot at(Connection connection, long revision) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
            statement.setLong(1, revision);
            statement.setLong(2, revision);
            Map<String, String> texts = new HashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    texts.put(row.getString(1), row.getString(2));
                }
            }
            return new SettingsSnapshot(texts);
        }
    }

    public <T> T get(Setting<T> setting) {
        return current().get(setting);
    }

    /// Decides something. Usage that depends on it is worked out again with the next accounting,
    /// but for sealed periods.
    ///
    /// @throws UnknownSetting if no setting has the key
    /// @throws BadSetting if the setting cannot have the value
    public void set(String key, String value, String actor) {
        Setting<?> setting =
                Setting.ALL.stream()
                        .filter(known -> known.key().equals(key))
                        .findFirst()
                        .orElseThrow(() -> new UnknownSetting(key));
        setting.parse(value);
        SettingsSnapshot before = current();
        if (before.isSet(setting) && before.text(setting).equals(value)) {
            return;
        }
        store.edit(
                actor,
                "set " + key + " to " + value,
                (connection, revision) -> {
                    write(connection, revision, setting, value);
                    if (setting.asksForRework()) {
                        Rework.markAll(connection, "setting " + key);
                    }
                    return revision;
                });
    }

    /// Writes down what money depends on.
    public static void addDefaults(Connection connection, long revision) throws SQLException {
        SettingsSnapshot before = at(connection, Long.MAX_VALUE);
        for (Setting<?> setting : KEPT) {
            if (!before.isSet(setting)) {
                write(connection, revision, setting, setting.otherwise());
            }
        }
    }

    private static void write(
            Connection connection, long revision, Setting<?> setting, String value)
            throws SQLException {
        try (PreparedStatement close =
                connection.prepareStatement(
                        "UPDATE setting SET rev_to = ? WHERE key = ? AND rev_to IS NULL")) {
            close.setLong(1, revision);
            close.setString(2, setting.key());
            close.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO setting (key, value, rev_from) VALUES (?, ?, ?)")) {
            insert.setString(1, setting.key());
            insert.setString(2, value);
            insert.setLong(3, revision);
            insert.executeUpdate();
        }
    }
}
