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
    private final Map<Long, TariffVersion> versions = new HashMap<>();

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
        index();
    }

    private Snapshots(Snapshots other, DirectorySnapshot directory, Tariff tariff) {
        revision = other.revision;
        this.directory = directory;
        zones = other.zones;
        services = other.services;
        this.tariff = tariff;
        zone = other.zone;
        currency = other.currency;
        unit = other.unit;
        index();
    }

    private void index() {
        for (TariffVersion version : tariff.versions()) {
            for (TariffRule rule : version.rules()) {
                rules.put(rule.id(), rule);
                versions.put(rule.id(), version);
            }
        }
    }

    public static Snapshots at(Store store, long revision) {
        return new Snapshots(store, revision);
    }

    public static Snapshots newest(Store store) {
        return at(store, store.revision());
    }

    /// The same with another directory.
    public Snapshots with(DirectorySnapshot other) {
        return new Snapshots(this, other, tariff);
    }

    /// The same with another tariff.
    public Snapshots with(Tariff other) {
        return new Snapshots(this, directory, other);
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

    /// The tariff version that a rule belongs to.
    Optional<TariffVersion> versionOf(long rule) {
        return Optional.ofNullable(versions.get(rule));
    }
}
