package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import net.flowtally.ledger.revision.RevisedTable;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.service.ServiceTable;
import net.flowtally.ledger.service.Services;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.settings.SettingsSnapshot;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.TariffTables.KeptHoliday;
import net.flowtally.ledger.tariff.TariffTables.KeptLevel;
import net.flowtally.ledger.tariff.TariffTables.KeptPeak;
import net.flowtally.ledger.tariff.TariffTables.KeptPool;
import net.flowtally.ledger.tariff.TariffTables.KeptRule;
import net.flowtally.ledger.tariff.TariffTables.KeptTerm;
import net.flowtally.ledger.tariff.TariffTables.KeptVersion;
import net.flowtally.ledger.time.Span;
import net.flowtally.ledger.zone.Zone;
import net.flowtally.ledger.zone.ZoneMap;
import net.flowtally.ledger.zone.Zones;

/// The tariff as the ledger keeps it. Thread-safe.
public final class Tariffs {
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private final Store store;

    public Tariffs(Store store) {
        this.store = store;
    }

    public Tariff current() {
        return at(Long.MAX_VALUE);
    }

    /// As it was when a revision was the newest.
    public Tariff at(long revision) {
        return store.read(connection -> at(connection, revision));
    }

    /// As it was when a revision was the newest, read in a transaction that is under way.
    public static Tariff at(Connection connection, long revision) throws SQLException {
        SettingsSnapshot settings = Settings.at(connection, revision);
        Map<Long, List<TariffRule>> rules = new HashMap<>();
        for (KeptRule kept : TariffTables.RULES.at(connection, revision)) {
            rules.computeIfAbsent(kept.version(), _ -> new ArrayList<>()).add(kept.rule());
        }
        Map<Long, List<TariffTerm>> terms = new HashMap<>();
        for (KeptTerm kept : TariffTables.TERMS.at(connection, revision)) {
            terms.computeIfAbsent(kept.version(), _ -> new ArrayList<>()).add(kept.term());
        }
        Map<Long, List<CostPool>> pools = new HashMap<>();
        for (KeptPool kept : TariffTables.POOLS.at(connection, revision)) {
            pools.computeIfAbsent(kept.version(), _ -> new ArrayList<>()).add(kept.pool());
        }
        Map<Long, List<ServiceLevel>> levels = new HashMap<>();
        for (KeptLevel kept : TariffTables.LEVELS.at(connection, revision)) {
            levels.computeIfAbsent(kept.version(), _ -> new ArrayList<>()).add(kept.level());
        }
        List<TariffVersion> versions = new ArrayList<>();
        for (KeptVersion kept : TariffTables.VERSIONS.at(connection, revision)) {
            versions.add(
                    new TariffVersion(
                            kept.id(),
                            kept.name(),
                            kept.span(),
                            kept.payer(settings.payer()),
                            rules.getOrDefault(kept.id(), List.of()),
                            terms.getOrDefault(kept.id(), List.of()),
                            pools.getOrDefault(kept.id(), List.of()),
                            levels.getOrDefault(kept.id(), List.of())));
        }
        return new Tariff(
                versions, peaks(connection, revision, List.of(), List.of()), settings.payer());
    }

    /// The tariff if a draft were in force at all times, as the site was at a revision. Changes
    /// nothing.
    ///
    /// @throws BadTariff if a rule names what there is not, or has no category or a senseless price
    public Tariff supposing(TariffDraft draft, long revision) {
        return store.read(connection ->
                with(
                        connection,
                        draft,
                        revision,
                        List.of(version(connection, draft, revision, Span.ALWAYS))));
    }

    /// The tariff as `replace` would make it, as the site was at a revision. Changes nothing.
    ///
    /// @throws BadTariff if a rule names what there is not, or has no category or a senseless price
    public Tariff replacing(TariffDraft draft, long revision) {
        return store.read(connection -> {
            List<TariffVersion> versions = new ArrayList<>();
            Instant next = Instant.MAX;
            for (TariffVersion version : at(connection, revision).versions()) {
                Span span = version.span();
                if (span.from().isBefore(draft.from())) {
                    boolean reaches = span.to().isAfter(draft.from());
                    versions.add(reaches ? version.until(draft.from()) : version);
                } else if (span.from().isAfter(draft.from())) {
                    versions.add(version);
                    next = span.from().isBefore(next) ? span.from() : next;
                }
            }
            versions.add(version(connection, draft, revision, new Span(draft.from(), next)));
            return with(connection, draft, revision, versions);
        });
    }

    private static Tariff with(
            Connection connection, TariffDraft draft, long revision, List<TariffVersion> versions)
            throws SQLException {
        return new Tariff(
                versions,
                peaks(connection, revision, draft.peaks(), draft.holidays()),
                Settings.at(connection, revision).payer());
    }

    private static TariffVersion version(
            Connection connection, TariffDraft draft, long revision, Span span)
            throws SQLException {
        return new TariffVersion(
                TariffTables.VERSIONS.nextId(connection),
                draft.name(),
                span,
                TariffTables.payer(draft.payer(), Settings.at(connection, revision).payer()),
                rules(connection, revision, draft.rules()),
                draft.terms(),
                draft.pools(),
                draft.levels());
    }

    /// @param spans in place of those of the revision, unless there are none; so with the holidays
    private static PeakCalendar peaks(
            Connection connection, long revision, List<PeakSpan> spans, List<Holiday> holidays)
            throws SQLException {
        return new PeakCalendar(
                Settings.at(connection, revision).zone(),
                spans.isEmpty()
                        ? TariffTables.PEAKS.at(connection, revision).stream()
                                .map(KeptPeak::span)
                                .toList()
                        : spans,
                holidays.isEmpty()
                        ? TariffTables.HOLIDAYS.at(connection, revision).stream()
                                .map(KeptHoliday::holiday)
                                .toList()
                        : holidays);
    }

    /// Puts rules in force from an instant on, until the next version that is already there.
    ///
    /// @param from a border of quarter hours, or `Instant.MIN` for always
    /// @param rules in the order in which they are tried
    /// @throws BadTariff if a rule names what there is not, or has no category or a senseless price
    /// @throws net.flowtally.ledger.time.MalformedTime if `from` is no border
    public void replace(String name, Instant from, List<RuleDraft> rules, String actor) {
        replace(
                new TariffDraft(
                        name,
                        from,
                        TariffTables.SITE,
                        List.of(),
                        List.of(),
                        rules,
                        List.of(),
                        List.of(),
                        List.of()),
                actor);
    }

    /// Puts a tariff in force from an instant on, until the next version that is already there.
    ///
    /// @throws BadTariff if a rule names what there is not, or has no category or a senseless price
    /// @throws net.flowtally.ledger.time.MalformedTime if it comes into force at no border
    public void replace(TariffDraft draft, String actor) {
        String what = "tariff " + draft.name();
        store.edit(
                actor,
                what,
                (connection, revision) -> {
                    if (!draft.from().equals(Instant.MIN)) {
                        Settings.at(connection, revision).zone().checkBorder(draft.from());
                    }
                    Span span =
                            new Span(draft.from(), makeRoom(connection, revision, draft.from()));
                    add(connection, revision, span, draft);
                    if (!draft.peaks().isEmpty()) {
                        replacePeaks(connection, revision, draft.peaks());
                    }
                    if (!draft.holidays().isEmpty()) {
                        replaceHolidays(connection, revision, draft.holidays());
                    }
                    if (draft.peaks().isEmpty() && draft.holidays().isEmpty()) {
                        Rework.mark(connection, List.of(span), what);
                    } else {
                        Rework.markAll(connection, what);
                    }
                    return span;
                });
    }

    /// Puts other peak hours in place of those that are there.
    public void setPeaks(List<PeakSpan> peaks, String actor) {
        store.edit(
                actor,
                "set peak hours",
                (connection, revision) -> {
                    replacePeaks(connection, revision, peaks);
                    Rework.markAll(connection, "peak hours");
                    return revision;
                });
    }

    private static void replacePeaks(Connection connection, long revision, List<PeakSpan> peaks)
            throws SQLException {
        List<KeptPeak> before = TariffTables.PEAKS.current(connection);
        TariffTables.PEAKS.close(connection, revision, before.stream().map(KeptPeak::id).toList());
        addPeaks(connection, revision, peaks);
    }

    private static void replaceHolidays(
            Connection connection, long revision, List<Holiday> holidays) throws SQLException {
        List<KeptHoliday> before = TariffTables.HOLIDAYS.current(connection);
        long id = TariffTables.HOLIDAYS.nextId(connection);
        TariffTables.HOLIDAYS.close(
                connection, revision, before.stream().map(KeptHoliday::id).toList());
        List<KeptHoliday> kept = new ArrayList<>();
        for (Holiday holiday : holidays) {
            kept.add(new KeptHoliday(id + kept.size(), holiday));
        }
        TariffTables.HOLIDAYS.add(connection, revision, kept);
    }

    /// Whether no tariff was ever set.
    public static boolean isEmpty(Connection connection) throws SQLException {
        return TariffTables.VERSIONS.nextId(connection) == 1;
    }

    /// Gives a ledger without a tariff the one that a site begins with.
    public static void addDefaults(Connection connection, long revision) throws SQLException {
        if (!isEmpty(connection)) {
            return;
        }
        List<PeakSpan> office = new ArrayList<>();
        for (int weekday = 1; weekday <= 5; weekday++) {
            office.add(new PeakSpan(weekday, 8 * 60, 18 * 60));
        }
        addPeaks(connection, revision, office);
        add(
                connection,
                revision,
                Span.ALWAYS,
                TariffDraft.ofRules(
                        "Starter tariff",
                        Instant.MIN,
                        List.of(
                                starter("Internet", Band.PEAK, "Internet peak", "0.0020"),
                                starter("Internet", Band.OFF_PEAK, "Internet off-peak", "0.0008"),
                                starter("WAN", Band.PEAK, "WAN peak", "0.0035"),
                                starter("WAN", Band.OFF_PEAK, "WAN off-peak", "0.0015"),
                                starter("Intranet", Band.ANY, "Intranet", "0.0000"))));
    }

    private static RuleDraft starter(String zone, Band band, String category, String price) {
        return new RuleDraft(zone, "", band, category, new BigDecimal(price));
    }

    /// Ends the version that is valid at an instant there, and tells where the next one begins.
    private static Instant makeRoom(Connection connection, long revision, Instant from)
            throws SQLException {
        Instant to = Instant.MAX;
        for (KeptVersion version : TariffTables.VERSIONS.current(connection)) {
            if (version.span().contains(from)) {
                TariffTables.VERSIONS.close(connection, revision, List.of(version.id()));
                if (version.span().from().isBefore(from)) {
                    KeptVersion shorter = version.until(from);
                    TariffTables.VERSIONS.add(connection, revision, List.of(shorter));
                } else {
                    closeContent(connection, revision, version.id());
                }
            }
            Instant next = version.span().from();
            if (next.isAfter(from) && next.isBefore(to)) {
                to = next;
            }
        }
        return to;
    }

    private static void closeContent(Connection connection, long revision, long version)
            throws SQLException {
        close(TariffTables.TERMS, KeptTerm::version, KeptTerm::id, connection, revision, version);
        close(TariffTables.POOLS, KeptPool::version, KeptPool::id, connection, revision, version);
        close(
                TariffTables.LEVELS,
                KeptLevel::version,
                KeptLevel::id,
                connection,
                revision,
                version);
        close(
                TariffTables.RULES,
                KeptRule::version,
                kept -> kept.rule().id(),
                connection,
                revision,
                version);
    }

    private static <T> void close(
            RevisedTable<T> table,
            ToLongFunction<T> versionOf,
            Function<T, Long> id,
            Connection connection,
            long revision,
            long version)
            throws SQLException {
        table.close(
                connection,
                revision,
                table.current(connection).stream()
                        .filter(kept -> versionOf.applyAsLong(kept) == version)
                        .map(id)
                        .toList());
    }

    private static void add(Connection connection, long revision, Span span, TariffDraft draft)
            throws SQLException {
        long id = TariffTables.VERSIONS.nextId(connection);
        TariffTables.VERSIONS.add(
                connection,
                revision,
                List.of(new KeptVersion(id, draft.name(), span, draft.payer())));
        TariffTables.RULES.add(
                connection,
                revision,
                rules(connection, revision, draft.rules()).stream()
                        .map(rule -> new KeptRule(id, rule))
                        .toList());
        long first = TariffTables.TERMS.nextId(connection);
        List<KeptTerm> terms = new ArrayList<>();
        for (TariffTerm term : draft.terms()) {
            terms.add(new KeptTerm(first + terms.size(), id, terms.size() + 1, term));
        }
        TariffTables.TERMS.add(connection, revision, terms);
        first = TariffTables.POOLS.nextId(connection);
        List<KeptPool> pools = new ArrayList<>();
        for (CostPool pool : draft.pools()) {
            pools.add(new KeptPool(first + pools.size(), id, pools.size() + 1, pool));
        }
        TariffTables.POOLS.add(connection, revision, pools);
        first = TariffTables.LEVELS.nextId(connection);
        List<KeptLevel> levels = new ArrayList<>();
        for (ServiceLevel level : draft.levels()) {
            levels.add(new KeptLevel(first + levels.size(), id, levels.size() + 1, level));
        }
        TariffTables.LEVELS.add(connection, revision, levels);
    }

    /// Rules with ids that none has had.
    private static List<TariffRule> rules(
            Connection connection, long revision, List<RuleDraft> drafts) throws SQLException {
        ZoneMap zones = Zones.at(connection, revision);
        ServiceTable services = Services.at(connection, revision);
        long first = TariffTables.RULES.nextId(connection);
        List<TariffRule> rules = new ArrayList<>();
        for (RuleDraft draft : drafts) {
            check(draft, services);
            rules.add(
                    new TariffRule(
                            first + rules.size(),
                            rules.size() + 1,
                            zoneId(draft.zone(), zones),
                            draft.service(),
                            draft.band(),
                            draft.category().strip(),
                            draft.pricing()));
        }
        return rules;
    }

    private static void check(RuleDraft draft, ServiceTable services) {
        if (draft.category().isBlank()) {
            throw new BadTariff("A rule needs a cost category.");
        }
        BigDecimal price = draft.pricing().listPrice();
        if (price.compareTo(MOST) >= 0) {
            throw new BadTariff("The price of " + draft.category() + " must be below a million.");
        }
        if (price.signum() < 0 || price.scale() > PriceText.MOST_DECIMALS) {
            throw new BadTariff(
                    "The price of "
                            + draft.category()
                            + " must be 0 or more, with at most "
                            + PriceText.MOST_DECIMALS
                            + " decimals.");
        }
        if (!draft.service().isEmpty() && !services.hasName(draft.service())) {
            throw new BadTariff("There is no service " + draft.service() + ".");
        }
    }

    private static long zoneId(String name, ZoneMap zones) {
        if (name.isEmpty()) {
            return 0;
        }
        Optional<Zone> zone = zones.zone(name);
        return zone.orElseThrow(() -> new BadTariff("There is no zone " + name + ".")).id();
    }

    private static void addPeaks(Connection connection, long revision, List<PeakSpan> peaks)
            throws SQLException {
        long id = TariffTables.PEAKS.nextId(connection);
        List<KeptPeak> kept = new ArrayList<>();
        for (PeakSpan span : peaks) {
            kept.add(new KeptPeak(id + kept.size(), span));
        }
        TariffTables.PEAKS.add(connection, revision, kept);
    }
}
