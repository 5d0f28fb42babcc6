package net.flowtally.ledger.accounting;

import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.service.ServiceTable;
import net.flowtally.ledger.service.Services;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.settings.SettingsSnapshot;
import net.flowtally.ledger.settings.VolumeUnit;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.Tariff;
import net.flowtally.ledger.tariff.TariffRule;
import net.flowtally.ledger.tariff.TariffVersion;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.zone.ZoneMap;
import net.flowtally.ledger.zone.Zones;

/// Everything that usage and money depend on besides the calls, as known at one revision.
/// Immutable; may be shared between threads.
public final class Snapshots {
    private final long revision;
    private final DirectorySnapshot directory;
    private final ZoneMap zones;
    private final ServiceTable services;
    private final Tariff tariff;
    private final AccountingZone zone;
    private final Currency currency;
    private final VolumeUnit unit;
    private final Map<Long, TariffRule> rules = new HashMap<>();

    private Snapshots(Store store, long revision) {
        this.revision = revision;
        SettingsSnapshot settings = new Settings(store).at(revision);
        directory = new Directory(store).at(revision);
        zones = new Zones(store).at(revision);
        services = new Services(store).at(revision);
        tariff = new Tariffs(store).at(revision);
        zone = settings.zone();
        currency = settings.currency();
        unit = settings.unit();
        for (TariffVersion version : tariff.versions()) {
            version.rules().forEach(rule -> rules.put(rule.id(), rule));
        }
    }

    private Snapshots(Snapshots other, DirectorySnapshot directory) {
        revision = other.revision;
        this.directory = directory;
        zones = other.zones;
        services = other.services;
        tariff = other.tariff;
        zone = other.zone;
        currency = other.currency;
        unit = other.unit;
        rules.putAll(other.rules);
    }

    public static Snapshots at(Store store, long revision) {
        return new Snapshots(store, revision);
    }

    public static Snapshots newest(Store store) {
        return at(store, store.revision());
    }

    /// The same with another directory.
    Snapshots with(DirectorySnapshot other) {
        return new Snapshots(this, other);
    }

    public long revision() {
        return revision;
    }

    public DirectorySnapshot directory() {
        return directory;
    }

    public ZoneMap zones() {
        return zones;
    }

    public ServiceTable services() {
        return services;
    }

    public Tariff tariff() {
        return tariff;
    }

    public AccountingZone accountingZone() {
        return zone;
    }

    public Currency currency() {
        return currency;
    }

    public VolumeUnit unit() {
        return unit;
    }

    /// A rule of any tariff version; none for 0, which is unrated.
    public Optional<TariffRule> rule(long id) {
        return Optional.ofNullable(rules.get(id));
    }
}
