package net.flowtally.ledger.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.UsageEngine;
import net.flowtally.ledger.accounting.UsageFile;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.SealRecord;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.calls.RemovedDetails;
import net.flowtally.ledger.calls.WrittenFile;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.SqlFile;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.store.StoreTrouble;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.zone.Zone;
import org.jspecify.annotations.Nullable;

/// Writes a sealed period to one SQLite file: statements, usage, slices, and the directory, zones,
/// services, tariffs and settings as they were at the seal, with a readme and sums inside. Any
/// program that reads SQLite reads it; nothing else of Flowtally is needed.
public final class PeriodArchive {
    private static final int ROWS_AT_A_TIME = 10_000;

    private final Home home;
    private final Store store;
    private final CallArchive archive;

    public PeriodArchive(Home home, Store store, CallArchive archive) {
        this.home = home;
        this.store = store;
        this.archive = archive;
    }

    /// Writes the archive of a period and verifies it; the file appears when it is whole.
    ///
    /// @param file that does not exist yet
    /// @return what the verification went through
    public ArchiveReport write(
            BillingPeriod period, Path file, Cancellation cancellation, Progress progress) {
        try (MaintenanceLock lock =
                MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation)) {
            return write(lock, period, file, cancellation, progress);
        }
    }

    /// The same under a lock that the caller holds already.
    public ArchiveReport write(
            MaintenanceLock lock,
            BillingPeriod period,
            Path file,
            Cancellation cancellation,
            Progress progress) {
        lock.check();
        Path target = file.toAbsolutePath().normalize();
        if (!period.isSealed()) {
            throw new PeriodArchiveException(
                    period.name() + " is not sealed; what may still change is not archived.");
        }
        Optional<RemovedDetail> removed =
                store.read(connection -> RemovedDetails.of(connection, period.id()));
        if (removed.isPresent()) {
            throw new PeriodArchiveException(
                    "The calls of "
                            + period.name()
                            + " were removed by retention on "
                            + removed.get().removedAt()
                            + (removed.get().archive().isEmpty()
                                    ? "; there is nothing left to archive."
                                    : "; its archive was written before that: "
                                            + removed.get().archive()
                                            + "."));
        }
        if (Files.exists(target)) {
            throw new PeriodArchiveException(target + " exists; name another file.");
        }
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        boolean done = false;
        try {
            Files.deleteIfExists(unfinished);
            Home.createPrivate(unfinished);
            fill(period, unfinished, cancellation, progress);
            OctetSum.put(unfinished);
            ArchiveReport report = ArchiveCheck.of(unfinished, cancellation, progress);
            if (!report.isClean()) {
                throw new PeriodArchiveException(
                        "The archive of "
                                + period.name()
                                + " is not what was written: "
                                + report.findings().getFirst());
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
            done = true;
            return report;
        } catch (IOException | SQLException e) {
            throw new PeriodArchiveException(
                    "The archive " + target + " cannot be written: " + StoreTrouble.of(e) + ".", e);
        } finally {
            if (!done) {
                delete(unfinished);
            }
        }
    }

    /// Whether a file is the whole archive of a period as it stands, its corrections among it.
    public boolean isAt(
            Path file, BillingPeriod period, Cancellation cancellation, Progress progress) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        ArchiveReport report = ArchiveCheck.of(file, cancellation, progress);
        if (!report.isClean() || !report.period().equals(period.name())) {
            return false;
        }
        try (SqlFile sql = SqlFile.read(file)) {
            return identity(sql.connection(), period)
                    .equals(store.read(connection -> identity(connection, period)));
        } catch (SQLException _) {
            return false;
        }
    }

    /// What tells an archive from another of the same period.
    private static List<String> identity(Connection connection, BillingPeriod period)
            throws SQLException {
        List<String> identity = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT slices_hash || usage_hash || statements_hash FROM seal"
                                + " WHERE period = ?1 UNION ALL SELECT number || ' ' || last_commit"
                                + " FROM correction WHERE period = ?1 ORDER BY 1")) {
            query.setLong(1, period.id());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    identity.add(rows.getString(1));
                }
            }
        }
        return identity;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // the next archive of that name writes over it
        }
    }

    private void fill(BillingPeriod period, Path file, Cancellation cancellation, Progress progress)
            throws SQLException {
        SealRecord seal = store.read(connection -> SealRecord.of(connection, period));
        try (SqlFile sql = SqlFile.create(file)) {
            Connection out = sql.connection();
            writeReadme(out, period, seal);
            store.read(source -> {
                for (String table : tables(source)) {
                    cancellation.check();
                    progress.at("archiving " + table, 0, 0);
                    copy(source, table, condition(source, table, period, seal), out);
                }
                return out;
            });
            try (Engine engine = UsageEngine.open(home, store)) {
                writeUsage(engine, period, seal, out, cancellation, progress);
                writeSlices(engine, period, seal, out, cancellation, progress);
            }
            progress.at("summing up the archive", 0, 0);
            ArchiveCheck.writeSums(out);
            sql.finish();
        }
    }

    private static void writeReadme(Connection out, BillingPeriod period, SealRecord seal)
            throws SQLException {
        execute(out, "CREATE TABLE readme (line INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        try (PreparedStatement insert =
                out.prepareStatement("INSERT INTO readme (text) VALUES (?)")) {
            for (String line : Readme.of(period, seal)) {
                insert.setString(1, line);
                insert.addBatch();
            }
            insert.setString(1, OctetSum.MARK + OctetSum.EMPTY);
            insert.addBatch();
            insert.executeBatch();
        }
    }

    private static List<String> tables(Connection source) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows =
                source.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        tables.removeIf(table -> table.startsWith("sqlite_") || table.startsWith("flyway_"));
        return tables;
    }

    /// The rows of a table that belong to the period; empty if the table has nothing to do with it.
    private static Optional<String> condition(
            Connection source, String table, BillingPeriod period, SealRecord seal)
            throws SQLException {
        return switch (table) {
            case "billing_period" -> Optional.of("id = " + period.id());
            case "seal", "statement" -> Optional.of("period = " + period.id());
            case "statement_line" ->
                    Optional.of(
                            "statement IN (SELECT id FROM statement WHERE period = "
                                    + period.id()
                                    + ")");
            case "correction" ->
                    Optional.of("period = " + period.id() + " OR booked_in = " + period.id());
            case "correction_line" ->
                    Optional.of(
                            "correction IN (SELECT id FROM correction WHERE period = "
                                    + period.id()
                                    + " OR booked_in = "
                                    + period.id()
                                    + ")");
            case "quarter_sum", "exporter_loss" ->
                    Optional.of(
                            "quarter >= "
                                    + period.fromMicros()
                                    + " AND quarter < "
                                    + period.toMicros());
            case "revision" -> Optional.of("revision <= " + seal.revision());
            default ->
                    isRevised(source, table)
                            ? Optional.of(
                                    "rev_from <= "
                                            + seal.revision()
                                            + " AND (rev_to IS NULL OR rev_to > "
                                            + seal.revision()
                                            + ")")
                            : Optional.empty();
        };
    }

    private static boolean isRevised(Connection source, String table) throws SQLException {
        try (ResultSet columns = source.getMetaData().getColumns(null, null, table, "rev_from")) {
            return columns.next();
        }
    }

    private static void copy(
            Connection source, String table, Optional<String> condition, Connection out)
            throws SQLException {
        if (condition.isEmpty()) {
            return;
        }
        try (Statement query = source.createStatement();
                ResultSet rows =
                        query.executeQuery(
                                "SELECT * FROM " + table + " WHERE " + condition.get())) {
            ResultSetMetaData shape = rows.getMetaData();
            List<String> names = new ArrayList<>();
            List<String> definitions = new ArrayList<>();
            for (int column = 1; column <= shape.getColumnCount(); column++) {
                names.add(shape.getColumnName(column));
                definitions.add(
                        "\""
                                + shape.getColumnName(column)
                                + "\" "
                                + shape.getColumnTypeName(column));
            }
            try (Inserts inserts = new Inserts(out, table, names, definitions)) {
                while (rows.next()) {
                    for (int column = 1; column <= names.size(); column++) {
                        inserts.set(column, rows.getObject(column));
                    }
                    inserts.endRow();
                }
            }
        }
    }

    /// Usage, with the names of its ids.
    private void writeUsage(
            Engine engine,
            BillingPeriod period,
            SealRecord seal,
            Connection out,
            Cancellation cancellation,
            Progress progress)
            throws SQLException {
        List<UsageFile> files =
                store.read(connection ->
                        UsageFile.overlapping(
                                connection,
                                UsageFile.Kind.USAGE,
                                period.fromMicros(),
                                period.toMicros()));
        List<String> paths =
                files.stream().map(each -> home.usage().resolve(each.path()).toString()).toList();
        Snapshots snapshots = Snapshots.at(store, seal.revision());
        Names names = new Names(snapshots.directory());
        List<Added> added =
                List.of(
                        new Added(
                                "starts TEXT",
                                row -> Micros.instant(row.getLong("quarter")).toString()),
                        new Added(
                                "department_path TEXT",
                                row -> names.department(row.getLong("department"))),
                        new Added("user_name TEXT", row -> names.user(row.getLong("user_id"))),
                        new Added(
                                "workstation_name TEXT",
                                row -> names.workstation(row.getLong("workstation"))),
                        new Added(
                                "zone_name TEXT",
                                row -> {
                                    long zone = row.getLong("zone");
                                    return snapshots.zones().zone(zone).map(Zone::name).orElse("");
                                }));
        writeRows(
                new Source(engine, "usage", paths, period, added),
                "quarter, department, user_id, workstation, service, zone, category, rule, band",
                out,
                cancellation,
                progress);
    }

    /// All slices of the period that counted at the seal: elected, suppressed and held ones; and,
    /// beside them, those that came later and were corrected.
    private void writeSlices(
            Engine engine,
            BillingPeriod period,
            SealRecord seal,
            Connection out,
            Cancellation cancellation,
            Progress progress)
            throws SQLException {
        List<String> paths = paths(period, seal.lastCommit());
        writeSlices(engine, "slice", paths, period, out, cancellation, progress);
        List<String> late = paths(period, lastCorrected(period, seal));
        late.removeAll(paths);
        if (!late.isEmpty()) {
            writeSlices(engine, "late_slice", late, period, out, cancellation, progress);
        }
    }

    private List<String> paths(BillingPeriod period, long lastCommit) {
        List<String> paths = new ArrayList<>();
        for (WrittenFile each : archive.files(period.fromMicros(), period.toMicros(), lastCommit)) {
            paths.add(home.calls().resolve(each.name()).toString());
        }
        return paths;
    }

    /// The highest commit that the period's last correction counted, or its seal.
    private long lastCorrected(BillingPeriod period, SealRecord seal) {
        return store.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT max(?, coalesce(max(last_commit), 0)) FROM correction"
                                    + " WHERE period = ?")) {
                query.setLong(1, seal.lastCommit());
                query.setLong(2, period.id());
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    private static void writeSlices(
            Engine engine,
            String table,
            List<String> paths,
            BillingPeriod period,
            Connection out,
            Cancellation cancellation,
            Progress progress)
            throws SQLException {
        List<Added> added = new ArrayList<>();
        added.add(
                new Added(
                        "starts TEXT",
                        row -> Micros.instant(row.getLong("slice_start")).toString()));
        added.add(
                new Added("ends TEXT", row -> Micros.instant(row.getLong("slice_end")).toString()));
        added.add(
                new Added(
                        "call TEXT",
                        row ->
                                String.format(
                                        Locale.ROOT,
                                        "%016x%016x",
                                        row.getLong("call_hi"),
                                        row.getLong("call_lo"))));
        for (String address : List.of("exporter", "source", "destination")) {
            added.add(
                    new Added(
                            address + " TEXT",
                            row ->
                                    new Address(
                                                    row.getLong(address + "_hi"),
                                                    row.getLong(address + "_lo"))
                                            .toString()));
        }
        writeRows(
                new Source(engine, table, paths, period, added),
                "quarter, call_hi, call_lo, caller_is_source, exporter_hi, exporter_lo,"
                        + " input_interface, output_interface, direction, slice_start, tos",
                out,
                cancellation,
                progress);
    }

    private record Source(
            Engine engine,
            String table,
            List<String> paths,
            BillingPeriod period,
            List<Added> added) {}

    /// A column that is worked out from a row.
    private record Added(String definition, Reading reading) {}

    private interface Reading {
        String of(ResultSet row) throws SQLException;
    }

    private static void writeRows(
            Source source,
            String order,
            Connection out,
            Cancellation cancellation,
            Progress progress)
            throws SQLException {
        if (source.paths.isEmpty()) {
            execute(out, "CREATE TABLE " + source.table + " (quarter INTEGER)");
            return;
        }
        List<String> quoted = source.paths.stream().map(Engine::quote).toList();
        progress.at("archiving " + source.table + "s", 0, 0);
        source.engine.<Long, SQLException>query(
                "SELECT * FROM read_parquet([%s], union_by_name = true) WHERE quarter >= %d AND quarter < %d ORDER BY %s"
                        .formatted(
                                String.join(", ", quoted),
                                source.period.fromMicros(),
                                source.period.toMicros(),
                                order),
                cancellation,
                rows -> {
                    ResultSetMetaData shape = rows.getMetaData();
                    List<String> names = new ArrayList<>();
                    List<String> definitions = new ArrayList<>();
                    for (int column = 1; column <= shape.getColumnCount(); column++) {
                        names.add(shape.getColumnName(column));
                        boolean isText = shape.getColumnType(column) == Types.VARCHAR;
                        definitions.add(
                                "\""
                                        + shape.getColumnName(column)
                                        + "\" "
                                        + (isText ? "TEXT" : "INTEGER"));
                    }
                    int stored = names.size();
                    for (Added each : source.added) {
                        names.add(each.definition.split(" ", -1)[0]);
                        definitions.add(each.definition);
                    }
                    long written = 0;
                    try (Inserts inserts = new Inserts(out, source.table, names, definitions)) {
                        while (rows.next()) {
                            for (int column = 1; column <= stored; column++) {
                                Object value = rows.getObject(column);
                                inserts.set(
                                        column,
                                        value instanceof Boolean yes ? (yes ? 1 : 0) : value);
                            }
                            for (int i = 0; i < source.added.size(); i++) {
                                inserts.set(stored + i + 1, source.added.get(i).reading.of(rows));
                            }
                            inserts.endRow();
                            if (++written % ROWS_AT_A_TIME == 0) {
                                cancellation.check();
                            }
                        }
                    }
                    return written;
                });
    }

    private static void execute(Connection out, String sql) throws SQLException {
        try (Statement statement = out.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Rows on their way into a new table.
    private static final class Inserts implements AutoCloseable {
        private final PreparedStatement insert;
        private int waiting;

        Inserts(Connection out, String table, List<String> names, List<String> definitions)
                throws SQLException {
            execute(out, "CREATE TABLE " + table + " (" + String.join(", ", definitions) + ")");
            insert =
                    out.prepareStatement(
                            "INSERT INTO "
                                    + table
                                    + " VALUES ("
                                    + String.join(", ", names.stream().map(_ -> "?").toList())
                                    + ")");
        }

        void set(int column, @Nullable Object value) throws SQLException {
            insert.setObject(column, value);
        }

        void endRow() throws SQLException {
            insert.addBatch();
            if (++waiting == ROWS_AT_A_TIME) {
                insert.executeBatch();
                waiting = 0;
            }
        }

        @Override
        public void close() throws SQLException {
            insert.executeBatch();
            insert.close();
        }
    }
}
