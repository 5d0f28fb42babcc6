package net.flowtally.ledger.exporter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.store.Store;

/// What the administrator says about sources of flow information, as stored. Thread-safe.
public final class Exporters {
    private static final Prefix LOOPBACK_V4 = Prefix.parse("127.0.0.0/8");
    private static final Prefix LOOPBACK_V6 = Prefix.parse("::1");

    private final Store store;

    public Exporters(Store store) {
        this.store = store;
    }

    /// Allows loopback if no prefix was ever allowed.
    public static void ensureDefaults(Store store) {
        boolean fresh =
                store.read(connection -> {
                    try (Statement query = connection.createStatement();
                            ResultSet row = query.executeQuery("SELECT 1 FROM allowed_subnet")) {
                        return !row.next();
                    }
                });
        if (fresh) {
            store.edit(
                    "flowtally",
                    "approve loopback",
                    (connection, revision) -> {
                        insertAllowed(connection, revision, LOOPBACK_V4);
                        insertAllowed(connection, revision, LOOPBACK_V6);
                        return revision;
                    });
        }
    }

    /// The settings as they are now.
    public CollectorSettings collectorSettings() {
        return store.read(connection ->
                new CollectorSettings(
                        allowed(connection),
                        rules(connection),
                        number(
                                connection,
                                "collector.idle",
                                CollectorSettings.DEFAULT_IDLE_SECONDS),
                        number(
                                connection,
                                "collector.emission",
                                CollectorSettings.DEFAULT_EMISSION_SECONDS),
                        clocks(connection),
                        number(
                                connection,
                                "collector.skew",
                                CollectorSettings.DEFAULT_SKEW_LIMIT_SECONDS),
                        number(
                                connection,
                                "collector.limit",
                                CollectorSettings.DEFAULT_DATAGRAM_LIMIT)));
    }

    /// The preferences in elections that were set at a revision; an exporter without one has 0.
    ///
    /// @param revision `Long.MAX_VALUE` for now
    public Map<Address, Integer> preferences(long revision) {
        return store.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT address, preference FROM exporter"
                                    + " WHERE rev_from <= ?1 AND preference <> 0"
                                    + " AND (rev_to IS NULL OR rev_to > ?1)"
                                    + " ORDER BY address")) {
                query.setLong(1, revision);
                try (ResultSet row = query.executeQuery()) {
                    Map<Address, Integer> preferences = new LinkedHashMap<>();
                    while (row.next()) {
                        preferences.put(Address.of(row.getBytes(1)), row.getInt(2));
                    }
                    return preferences;
                }
            }
        });
    }

    /// Approves the sources inside a prefix beforehand. Does nothing if it is allowed already.
    public void allow(Prefix prefix, String actor) {
        if (collectorSettings().allowed().contains(prefix)) {
            return;
        }
        store.edit(
                actor,
                "allow exporters in " + prefix,
                (connection, revision) -> {
                    if (!allowed(connection).contains(prefix)) {
                        insertAllowed(connection, revision, prefix);
                    }
                    return revision;
                });
    }

    /// Takes an allowed prefix back; sources in it that no rule names become pending.
    ///
    /// @return false if it was not allowed
    public boolean disallow(Prefix prefix, String actor) {
        if (!collectorSettings().allowed().contains(prefix)) {
            return false;
        }
        int closed =
                store.edit(
                        actor,
                        "no longer allow exporters in " + prefix,
                        (connection, revision) -> {
                            try (PreparedStatement update =
                                    connection.prepareStatement(
                                            "UPDATE allowed_subnet SET rev_to = ?"
                                                    + " WHERE prefix = ? AND bits = ?"
                                                    + " AND rev_to IS NULL")) {
                                update.setLong(1, revision);
                                update.setBytes(2, prefix.address().octets());
                                update.setInt(3, prefix.bits());
                                return update.executeUpdate();
                            }
                        });
        return closed > 0;
    }

    /// Approves a source under a name, and keeps what else is said of it.
    public void approve(Address address, String name, String actor) {
        change(
                address,
                actor,
                "approve exporter " + address,
                rule -> rule.withApproval(Approval.APPROVED).withName(name));
    }

    /// As `approve`, and keeps the name.
    public void approve(Address address, String actor) {
        change(
                address,
                actor,
                "approve exporter " + address,
                rule -> rule.withApproval(Approval.APPROVED));
    }

    public void refuse(Address address, String name, String actor) {
        change(
                address,
                actor,
                "refuse exporter " + address,
                rule -> rule.withApproval(Approval.REFUSED).withName(name));
    }

    /// As `refuse`, and keeps the name.
    public void refuse(Address address, String actor) {
        change(
                address,
                actor,
                "refuse exporter " + address,
                rule -> rule.withApproval(Approval.REFUSED));
    }

    /// Says of an exporter that only flows which touch one of these prefixes are accounted, from
    /// now on.
    ///
    /// @param accounted empty for all flows
    public void limit(Address address, List<Prefix> accounted, String actor) {
        change(address, actor, "limit exporter " + address, rule -> rule.withAccounted(accounted));
    }

    /// Sets an exporter's sampling rate, from now on.
    ///
    /// @param numerator with the denominator: one packet in numerator/denominator is counted; 0/0
    ///   for what the exporter says
    public void sample(Address address, long numerator, long denominator, String actor) {
        change(
                address,
                actor,
                "set the sampling rate of exporter " + address,
                rule -> rule.withSampling(numerator, denominator));
    }

    /// Sets an exporter's preference in elections; what has been collected is accounted again.
    public void prefer(Address address, int preference, String actor) {
        change(
                address,
                actor,
                "prefer exporter " + address,
                rule -> rule.withPreference(preference));
    }

    /// Stores a rule in place of the one its address had.
    public void put(ExporterRule rule, String actor) {
        change(
                rule.address(),
                actor,
                approvalName(rule.approval()) + " exporter " + rule.address(),
                _ -> rule);
    }

    /// Changes what is said of one exporter; nothing happens if that is said already. Only a
    /// preference bears on what has been collected before: a change of it marks everything to be
    /// accounted again. The rest takes effect where it enters the journal.
    private void change(
            Address address, String actor, String what, UnaryOperator<ExporterRule> change) {
        ExporterRule known =
                collectorSettings().rule(address).orElse(ExporterRule.undecided(address));
        if (change.apply(known).equals(known)) {
            return;
        }
        store.edit(
                actor,
                what,
                (connection, revision) -> {
                    ExporterRule before =
                            rules(connection).stream()
                                    .filter(rule -> rule.address().equals(address))
                                    .findFirst()
                                    .orElse(ExporterRule.undecided(address));
                    ExporterRule after = change.apply(before);
                    replace(connection, revision, after);
                    if (after.preference() != before.preference()) {
                        Rework.markAll(connection, "exporter " + address);
                    }
                    return revision;
                });
    }

    /// The sources that a stream counts as pending, as of its last commit.
    public List<PendingSource> pending(String stream) {
        return store.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT address, protocol, datagrams, last_seen, last_datagram"
                                    + " FROM pending_source WHERE stream = ?"
                                    + " ORDER BY address")) {
                query.setString(1, stream);
                try (ResultSet row = query.executeQuery()) {
                    List<PendingSource> sources = new ArrayList<>();
                    while (row.next()) {
                        sources.add(
                                new PendingSource(
                                        Address.of(row.getBytes(1)),
                                        row.getString(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getBytes(5)));
                    }
                    return sources;
                }
            }
        });
    }

    /// What of approved sources a stream has not taken, as of its last commit.
    public List<ShedSource> shed(String stream) {
        return store.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT address, datagrams, octets, last_seen FROM shed_source"
                                    + " WHERE stream = ? ORDER BY address")) {
                query.setString(1, stream);
                try (ResultSet row = query.executeQuery()) {
                    List<ShedSource> sources = new ArrayList<>();
                    while (row.next()) {
                        sources.add(
                                new ShedSource(
                                        Address.of(row.getBytes(1)),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4)));
                    }
                    return sources;
                }
            }
        });
    }

    /// How long journals are kept.
    ///
    /// @param otherwise as far as the site has not set it
    public JournalKeeping journalKeeping(JournalKeeping otherwise) {
        return store.read(connection ->
                new JournalKeeping(
                        setting(connection, Setting.JOURNAL_KEEP.key())
                                .map(hours -> Duration.ofHours(Setting.JOURNAL_KEEP.parse(hours)))
                                .orElse(otherwise.time()),
                        setting(connection, Setting.JOURNAL_SIZE.key())
                                .map(Setting.JOURNAL_SIZE::parse)
                                .orElse(otherwise.octets())));
    }

    private static void replace(Connection connection, long revision, ExporterRule rule)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE exporter SET rev_to = ? WHERE address = ? AND rev_to IS NULL")) {
            update.setLong(1, revision);
            update.setBytes(2, rule.address().octets());
            update.executeUpdate();
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO exporter (address, name, approval, accounted, sampling,"
                                + " preference, rev_from) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setBytes(1, rule.address().octets());
            insert.setString(2, rule.name());
            insert.setString(3, approvalName(rule.approval()));
            insert.setString(
                    4,
                    rule.accounted().stream()
                            .map(Prefix::toString)
                            .collect(Collectors.joining(",")));
            insert.setString(
                    5,
                    rule.overridesSampling()
                            ? rule.samplingNumerator() + "/" + rule.samplingDenominator()
                            : "");
            insert.setInt(6, rule.preference());
            insert.setLong(7, revision);
            insert.executeUpdate();
        }
    }

    private static List<Prefix> allowed(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT prefix, bits FROM allowed_subnet WHERE rev_to IS NULL"
                                        + " ORDER BY prefix, bits")) {
            List<Prefix> prefixes = new ArrayList<>();
            while (row.next()) {
                prefixes.add(new Prefix(Address.of(row.getBytes(1)), row.getInt(2)));
            }
            return prefixes;
        }
    }

    private static List<ExporterRule> rules(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT address, name, approval, accounted, sampling, preference"
                                        + " FROM exporter WHERE rev_to IS NULL ORDER BY address")) {
            List<ExporterRule> rules = new ArrayList<>();
            while (row.next()) {
                List<Prefix> accounted = new ArrayList<>();
                for (String prefix : row.getString(4).split(",", -1)) {
                    if (!prefix.isBlank()) {
                        accounted.add(Prefix.parse(prefix.strip()));
                    }
                }
                String sampling = row.getString(5);
                int slash = sampling.indexOf('/');
                rules.add(
                        new ExporterRule(
                                Address.of(row.getBytes(1)),
                                row.getString(2),
                                Approval.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                                accounted,
                                slash < 0 ? 0 : Long.parseLong(sampling, 0, slash, 10),
                                slash < 0
                                        ? 0
                                        : Long.parseLong(
                                                sampling, slash + 1, sampling.length(), 10),
                                row.getInt(6)));
            }
            return rules;
        }
    }

    private static int number(Connection connection, String key, int otherwise)
            throws SQLException {
        return setting(connection, key).map(Integer::parseInt).orElse(otherwise);
    }

    private static ClockPolicy clocks(Connection connection) throws SQLException {
        return setting(connection, "collector.clocks")
                .map(name -> ClockPolicy.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(ClockPolicy.CORRECT);
    }

    private static Optional<String> setting(Connection connection, String key) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT value FROM setting WHERE key = ? AND rev_to IS NULL")) {
            query.setString(1, key);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static void insertAllowed(Connection connection, long revision, Prefix prefix)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO allowed_subnet (prefix, bits, rev_from) VALUES (?, ?, ?)")) {
            insert.setBytes(1, prefix.address().octets());
            insert.setInt(2, prefix.bits());
            insert.setLong(3, revision);
            insert.executeUpdate();
        }
    }

    private static String approvalName(Approval approval) {
        return approval.name().toLowerCase(Locale.ROOT);
    }
}
