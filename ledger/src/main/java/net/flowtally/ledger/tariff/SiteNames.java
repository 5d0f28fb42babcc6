package net.flowtally.ledger.tariff;

import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.service.ServiceTable;
import net.flowtally.ledger.service.Services;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.zone.ZoneMap;
import net.flowtally.ledger.zone.Zones;

/// What a tariff file may name, and the zone in which its dates and times are meant.
public record SiteNames(
        ZoneMap zones, ServiceTable services, DirectorySnapshot directory, AccountingZone zone) {
    /// Those of now.
    public static SiteNames current(Store store) {
        return new SiteNames(
                new Zones(store).current(),
                new Services(store).current(),
                new Directory(store).current(),
                new Settings(store).current().zone());
    }
}
