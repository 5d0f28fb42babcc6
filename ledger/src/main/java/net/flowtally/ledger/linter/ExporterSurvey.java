package net.flowtally.ledger.linter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CollectionStatuses;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.ExporterHour;
import net.flowtally.ledger.exporter.ExporterRule;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.exporter.SeenInterface;
import net.flowtally.ledger.exporter.SeenRate;
import net.flowtally.ledger.exporter.Standing;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// Gathers what is known of exporters, those that were never heard but have a rule among them. What
/// is said of their behaviour is said of the last hours in which each was heard. Thread-safe.
public final class ExporterSurvey {
    private static final int LOSS_DAYS = 31;

    private final Store store;
    private final CallArchive archive;
    private final CollectionStatuses statuses;
    private final Exporters exporters;

    public ExporterSurvey(Store store, CallArchive archive) {
        this.store = store;
        this.archive = archive;
        statuses = new CollectionStatuses(store, archive);
        exporters = new Exporters(store);
    }

    /// Surveys all exporters, by address.
    ///
    /// @param window how far back from an exporter's last datagram its behaviour is looked at
    public List<SurveyedExporter> read(Duration window, Cancellation cancellation) {
        CollectorSettings settings = exporters.collectorSettings();
        TreeMap<Address, ExporterStatus> known = new TreeMap<>();
        for (ExporterStatus status : statuses.read(cancellation).exporters()) {
            known.put(status.address(), status);
        }
        for (ExporterRule rule : settings.exporters()) {
            known.putIfAbsent(rule.address(), ExporterStatus.silent(rule.address(), rule.name()));
        }
        long micros = window.toNanos() / 1000;
        return store.read(connection -> {
            Figures figures = new Figures(connection, micros);
            List<SurveyedExporter> all = new ArrayList<>();
            for (ExporterStatus status : known.values()) {
                SurveyedExporter exporter = figures.of(status, settings);
                all.add(exporter.with(Linter.lint(exporter)));
            }
            return all;
        });
    }

    /// Surveys one exporter.
    ///
    /// @return empty if it was never heard and has no rule
    public Optional<SurveyedExporter> read(
            Address address, Duration window, Cancellation cancellation) {
        return read(window, cancellation).stream()
                .filter(exporter -> exporter.address().equals(address))
                .findFirst();
    }

    /// What was suppressed in elections in which an exporter took part, the larger first.
    public List<Duplicates> duplicates(
            SurveyedExporter exporter, Duration window, Cancellation cancellation) {
        long last = exporter.behaviour().lastSeen();
        if (last == 0) {
            return List.of();
        }
        record Pair(Address loser, Address winner) {}
        Map<Pair, long[]> sums = new HashMap<>();
        try (CallReader reader = archive.reader()) {
            reader.suppressed(
                    last - window.toNanos() / 1000,
                    last + ExporterHour.MICROS,
                    Long.MAX_VALUE,
                    cancellation,
                    call -> {
                        Pair pair = new Pair(call.loser().exporter(), call.winner().exporter());
                        if (pair.loser().equals(exporter.address())
                                || pair.winner().equals(exporter.address())) {
                            long[] sum = sums.computeIfAbsent(pair, _ -> new long[2]);
                            sum[0] += call.records();
                            sum[1] += call.bytes();
                        }
                    });
        }
        Map<Address, Integer> preferences = exporters.preferences(Long.MAX_VALUE);
        List<Duplicates> all = new ArrayList<>();
        sums.forEach((pair, sum) -> {
            boolean preferred =
                    preferences.getOrDefault(pair.winner(), 0)
                            > preferences.getOrDefault(pair.loser(), 0);
            all.add(
                    new Duplicates(
                            pair.loser(),
                            pair.winner(),
                            sum[0],
                            sum[1],
                            pair.loser().equals(pair.winner())
                                    ? Duplicates.Reason.SAME_EXPORTER
                                    : preferred
                                            ? Duplicates.Reason.PREFERENCE
                                            : Duplicates.Reason.FIGURES));
        });
        all.sort(
                Comparator.comparingLong(Duplicates::bytes)
                        .reversed()
                        .thenComparing(Duplicates::loser)
                        .thenComparing(Duplicates::winner));
        return all;
    }

    /// What the tables hold of exporters, read once for all of them.
    private static final class Figures {
        private final long window;
        private final Map<Address, List<ExporterHour>> hours = new HashMap<>();
        private final Map<Address, TreeMap<String, SeenRate>> rates = new HashMap<>();
        private final Map<Address, TreeMap<Long, SeenInterface>> interfaces = new HashMap<>();
        private final Map<Address, TreeMap<Long, long[]>> losses = new HashMap<>();
        private final Map<Address, PendingSource> pending = new HashMap<>();

        Figures(Connection connection, long window) throws SQLException {
            this.window = window;
            readHours(connection);
            readRates(connection);
            readInterfaces(connection);
            readLosses(connection);
            readPending(connection);
        }

        SurveyedExporter of(ExporterStatus status, CollectorSettings settings) {
            Address address = status.address();
            List<ExporterHour> all = hours.getOrDefault(address, List.of());
            long last = all.stream().mapToLong(ExporterHour::lastSeen).max().orElse(0);
            Behaviour behaviour =
                    Behaviour.of(
                            all.stream().filter(hour -> hour.lastSeen() > last - window).toList());
            TreeMap<Long, long[]> quarters = losses.getOrDefault(address, new TreeMap<>());
            long expected = 0;
            long lost = 0;
            for (long[] loss : quarters.tailMap(last - window).values()) {
                expected += loss[0];
                lost += loss[1];
            }
            List<SeenRate> seen =
                    new ArrayList<>(rates.getOrDefault(address, new TreeMap<>()).values());
            seen.sort(Comparator.comparingLong(SeenRate::records).reversed());
            return new SurveyedExporter(
                    status,
                    address.equals(Address.NONE) ? Standing.PENDING : settings.standing(address),
                    settings.rule(address).orElse(ExporterRule.undecided(address)),
                    settings.allowed().stream().filter(prefix -> prefix.contains(address)).toList(),
                    behaviour,
                    seen,
                    List.copyOf(interfaces.getOrDefault(address, new TreeMap<>()).values()),
                    days(quarters),
                    expected,
                    lost,
                    Optional.ofNullable(pending.get(address)),
                    List.of());
        }

        private static List<DayLoss> days(Map<Long, long[]> quarters) {
            TreeMap<LocalDate, long[]> days = new TreeMap<>();
            quarters.forEach((quarter, loss) -> {
                LocalDate day = LocalDate.ofInstant(Micros.instant(quarter), ZoneOffset.UTC);
                long[] sum = days.computeIfAbsent(day, _ -> new long[2]);
                sum[0] += loss[0];
                sum[1] += loss[1];
            });
            while (days.size() > LOSS_DAYS) {
                days.pollFirstEntry();
            }
            List<DayLoss> all = new ArrayList<>();
            days.forEach((day, sum) -> all.add(new DayLoss(day, sum[0], sum[1])));
            return all;
        }

        private void readHours(Connection connection) throws SQLException {
            try (Statement query = connection.createStatement();
                    ResultSet row =
                            query.executeQuery(
                                    """
                                    SELECT address, protocol, hour, first_seen, last_seen,
                                        datagrams, records, skew_last, skew_least, skew_most,
                                        longest_record, long_records, ingress, egress,
                                        unknown_rate, restarts, templates, template_age,
                                        both_counters, equal_counters
                                    FROM exporter_hour ORDER BY hour, stream, protocol
                                    """)) {
                while (row.next()) {
                    Address address = Address.of(row.getBytes(1));
                    hours.computeIfAbsent(address, _ -> new ArrayList<>())
                            .add(
                                    new ExporterHour(
                                            address,
                                            row.getString(2),
                                            row.getLong(3),
                                            row.getLong(4),
                                            row.getLong(5),
                                            row.getLong(6),
                                            row.getLong(7),
                                            row.getLong(8),
                                            row.getLong(9),
                                            row.getLong(10),
                                            row.getLong(11),
                                            row.getLong(12),
                                            row.getLong(13),
                                            row.getLong(14),
                                            row.getLong(15),
                                            row.getLong(16),
                                            row.getLong(17),
                                            row.getLong(18),
                                            row.getLong(19),
                                            row.getLong(20)));
                }
            }
        }

        private void readRates(Connection connection) throws SQLException {
            try (Statement query = connection.createStatement();
                    ResultSet row =
                            query.executeQuery(
                                    """
                                    SELECT address, protocol, numerator, denominator, source,
                                        sum(records), max(last_seen)
                                    FROM exporter_rate GROUP BY 1, 2, 3, 4, 5
                                    """)) {
                while (row.next()) {
                    Address address = Address.of(row.getBytes(1));
                    SeenRate rate =
                            new SeenRate(
                                    address,
                                    row.getString(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getInt(5),
                                    row.getLong(6),
                                    row.getLong(7));
                    String key =
                            rate.protocol()
                                    + " "
                                    + rate.numerator()
                                    + "/"
                                    + rate.denominator()
                                    + " "
                                    + rate.source();
                    rates.computeIfAbsent(address, _ -> new TreeMap<>()).put(key, rate);
                }
            }
        }

        private void readInterfaces(Connection connection) throws SQLException {
            try (Statement query = connection.createStatement();
                    ResultSet row =
                            query.executeQuery(
                                    """
                                    SELECT address, min(protocol), interface, sum(records_in),
                                        sum(records_out), max(last_seen)
                                    FROM exporter_interface GROUP BY address, interface
                                    """)) {
                while (row.next()) {
                    Address address = Address.of(row.getBytes(1));
                    interfaces
                            .computeIfAbsent(address, _ -> new TreeMap<>())
                            .put(
                                    row.getLong(3),
                                    new SeenInterface(
                                            address,
                                            row.getString(2),
                                            row.getLong(3),
                                            row.getLong(4),
                                            row.getLong(5),
                                            row.getLong(6)));
                }
            }
        }

        private void readLosses(Connection connection) throws SQLException {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT address, quarter, sum(expected), sum(lost)"
                                            + " FROM exporter_loss GROUP BY address, quarter");
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    losses.computeIfAbsent(Address.of(row.getBytes(1)), _ -> new TreeMap<>())
                            .put(row.getLong(2), new long[] {row.getLong(3), row.getLong(4)});
                }
            }
        }

        private void readPending(Connection connection) throws SQLException {
            try (Statement query = connection.createStatement();
                    ResultSet row =
                            query.executeQuery(
                                    """
                                    SELECT address, protocol, sum(datagrams), max(last_seen),
                                        last_datagram
                                    FROM pending_source GROUP BY address
                                    """)) {
                while (row.next()) {
                    Address address = Address.of(row.getBytes(1));
                    pending.put(
                            address,
                            new PendingSource(
                                    address,
                                    row.getString(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getBytes(5)));
                }
            }
        }
    }
}
