package net.flowtally.ledger.start;

import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.service.Services;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.zone.Zones;

/// What a fresh ledger begins with: settings that money depends on, zones, services, peak hours,
/// one tariff, and loopback as an allowed source.
public final class Defaults {
    private static final String ACTOR = "flowtally";

    private Defaults() {}

    /// Writes them into a ledger that has none; otherwise does nothing.
    public static void ensure(Store store) {
        boolean fresh = store.read(Tariffs::isEmpty);
        if (fresh) {
            store.edit(
                    ACTOR,
                    "set up the ledger",
                    (connection, revision) -> {
                        Settings.addDefaults(connection, revision);
                        Zones.addDefaults(connection, revision);
                        Services.addDefaults(connection, revision);
                        Tariffs.addDefaults(connection, revision);
                        return revision;
                    });
        }
        Exporters.ensureDefaults(store);
    }
}
