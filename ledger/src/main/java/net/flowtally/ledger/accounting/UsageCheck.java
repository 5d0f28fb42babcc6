package net.flowtally.ledger.accounting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.Finding.Subject;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.calls.RemovedDetails;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;
import org.jspecify.annotations.Nullable;

/// Builds usage again from the archive and compares it, row by row, with the usage files: sealed
/// periods as they were sealed, the rest as it is known now. Quarter hours that wait for accounting
/// are left out. For one run.
public final class UsageCheck {
    /// Of one file; what is beyond is counted.
    private static final int MOST_ROWS = 20;

    private static final String WAITING = "SELECT quarter FROM dirty_quarter";

    /// What is late for a sealed period is in no usage file.
    private static final String HEARD =
            """
            SELECT DISTINCT q.quarter FROM slice_file_quarter q JOIN slice_file f ON f.id = q.file
            WHERE NOT EXISTS (SELECT 1 FROM seal s JOIN billing_period p ON p.id = s.period
                WHERE p.from_instant <= q.quarter AND q.quarter < p.to_instant
                    AND s.last_commit < coalesce(f.through_commit, f.id))
            """;

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final List<Finding> findings = new ArrayList<>();
    private Set<Long> dirty = new HashSet<>();
    private List<RemovedDetail> removed = List.of();
    private int files;
    private int quarters;
    private long rows;

    public UsageCheck(Home home, Store store, CallArchive archive) {
        this.home = home;
        this.store = store;
        this.archive = archive;
    }

    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /// Usage files that were compared.
    public int files() {
        return files;
    }

    /// Quarter hours that were built again.
    public int quarterHours() {
        return quarters;
    }

    /// Usage rows that were compared.
    public long rows() {
        return rows;
    }

    /// Quarter hours that wait for accounting.
    public int waiting() {
        return dirty.size();
    }

    /// @param lock held during the run, so that no file is replaced
    public void run(MaintenanceLock lock, Cancellation cancellation, Progress progress) {
        run(lock, Long.MIN_VALUE, Long.MAX_VALUE, cancellation, progress);
    }

    /// Looks at the usage files of a span alone.
    ///
    /// @param from microseconds, as `to`, which is exclusive
    public void run(
            MaintenanceLock lock,
            long from,
            long to,
            Cancellation cancellation,
            Progress progress) {
        lock.check();
        List<UsageFile> catalog =
                store.read(connection -> {
                    dirty = new TreeSet<>(quarters(connection, WAITING));
                    removed = RemovedDetails.all(connection);
                    return UsageFile.overlapping(connection, UsageFile.Kind.USAGE, from, to);
                });
        checkCovered(catalog, from, to);
        checkSuppressed(from, to);
        if (catalog.isEmpty()) {
            return;
        }
        List<Stretch> stretches =
                Stretch.cut(
                        store,
                        Micros.instant(catalog.getFirst().fromQuarter()),
                        Micros.instant(catalog.getLast().toQuarter()));
        int done = 0;
        try (Engine engine = UsageEngine.open(home, store)) {
            for (Stretch stretch : stretches) {
                try (CallReader reader = archive.reader(stretch.snapshots().revision())) {
                    for (UsageFile file : catalog) {
                        if (stretch.contains(file.fromQuarter())) {
                            cancellation.check();
                            progress.at("verifying usage", done++, catalog.size());
                            check(file, stretch, engine, reader, cancellation);
                        }
                    }
                }
            }
        }
    }

    private void check(
            UsageFile file,
            Stretch stretch,
            Engine engine,
            CallReader reader,
            Cancellation cancellation) {
        try {
            if (!checkFile(file) || isRemoved(file)) {
                return;
            }
            files++;
            List<Long> wanted = new ArrayList<>();
            for (long quarter = file.fromQuarter();
                    quarter < file.toQuarter();
                    quarter += QuarterHour.MICROS) {
                if (stretch.isSealed() || !dirty.contains(quarter)) {
                    wanted.add(quarter);
                }
            }
            ArchiveCalls calls = new ArchiveCalls(reader, stretch.lastCommit(), cancellation);
            UsageBuild build = new UsageBuild(engine);
            List<QuarterSums> sums =
                    calls.read(wanted, new Association(stretch.snapshots()), build, _ -> {});
            compare(file, build, wanted, stretch.snapshots(), engine, cancellation);
            compareSums(wanted, sums);
            quarters += wanted.size();
        } catch (Cancelled e) {
            throw e;
        } catch (SQLException | IOException | LedgerException e) {
            findings.add(
                    new Finding(
                            Subject.USAGE_FILE,
                            file.path(),
                            "Its usage cannot be built again or read: " + e.getMessage()));
        }
    }

    /// There is nothing left that its usage could be built from again.
    private boolean isRemoved(UsageFile file) {
        return removed.stream()
                .anyMatch(gone ->
                        gone.from() <= file.fromQuarter() && file.fromQuarter() < gone.to());
    }

    private boolean checkFile(UsageFile file) throws IOException {
        Path path = home.usage().resolve(file.path());
        if (!Files.exists(path)) {
            findings.add(new Finding(Subject.USAGE_FILE, file.path(), "The file is missing."));
            return false;
        }
        String hash = FileHash.of(path);
        if (!hash.equals(file.hash())) {
            findings.add(
                    new Finding(
                            Subject.USAGE_FILE,
                            file.path(),
                            "The file has hash "
                                    + hash
                                    + ", the catalog says "
                                    + file.hash()
                                    + ": it was damaged or changed."));
        }
        return true;
    }

    private void compare(
            UsageFile file,
            UsageBuild build,
            List<Long> wanted,
            Snapshots snapshots,
            Engine engine,
            Cancellation cancellation)
            throws SQLException {
        engine.execute("CREATE OR REPLACE TABLE wanted (quarter BIGINT)");
        try (var appender = engine.connection().createAppender("wanted")) {
            for (long quarter : wanted) {
                appender.beginRow();
                appender.append(quarter);
                appender.endRow();
            }
        }
        engine.execute(
                "CREATE OR REPLACE TABLE kept AS SELECT * FROM "
                        + UsageFile.readParquet(home, List.of(file))
                        + " SEMI JOIN wanted USING (quarter)",
                cancellation);
        engine.execute("CREATE OR REPLACE TABLE again AS " + build.relation(), cancellation);
        rows +=
                engine.query(
                        "SELECT count(*) FROM again",
                        cancellation,
                        result -> {
                            result.next();
                            return result.getLong(1);
                        });
        List<String> columns = new ArrayList<>(UsageColumns.KEYS);
        List<String> differs = new ArrayList<>();
        for (String sum : UsageColumns.SUMS) {
            columns.add("kept." + sum);
            columns.add("again." + sum);
            differs.add("kept." + sum + " IS DISTINCT FROM again." + sum);
        }
        engine.query(
                "SELECT %s, count(*) OVER () FROM kept FULL JOIN again USING (%s) WHERE %s ORDER BY %s LIMIT %d"
                        .formatted(
                                String.join(", ", columns),
                                String.join(", ", UsageColumns.KEYS),
                                String.join(" OR ", differs),
                                String.join(", ", UsageColumns.KEYS),
                                MOST_ROWS),
                cancellation,
                result -> {
                    long more = 0;
                    UsageValues values = new UsageValues(snapshots);
                    while (result.next()) {
                        findings.add(difference(file, values, result));
                        more = result.getLong(columns.size() + 1) - MOST_ROWS;
                    }
                    if (more > 0) {
                        findings.add(
                                new Finding(
                                        Subject.USAGE_ROW,
                                        file.path(),
                                        more + " more rows of this file differ."));
                    }
                    return more;
                });
    }

    private static Finding difference(UsageFile file, UsageValues values, ResultSet row)
            throws SQLException {
        String place =
                file.path()
                        + ": quarter hour "
                        + Micros.instant(row.getLong(1))
                        + ", "
                        + values.value(UsageDimension.DEPARTMENT, row.getLong(2)).label()
                        + ", user "
                        + row.getLong(3)
                        + ", workstation "
                        + row.getLong(4)
                        + ", "
                        + row.getString(5)
                        + ", zone "
                        + values.value(UsageDimension.ZONE, row.getLong(6)).label()
                        + ", "
                        + row.getString(7)
                        + ", rule "
                        + row.getLong(8)
                        + " "
                        + row.getString(9);
        List<String> figures = new ArrayList<>();
        int column = UsageColumns.KEYS.size() + 1;
        for (String sum : UsageColumns.SUMS) {
            String kept = figure(row, column++);
            String again = figure(row, column++);
            if (!kept.equals(again)) {
                figures.add(sum + " is " + kept + ", the calls give " + again);
            }
        }
        return new Finding(Subject.USAGE_ROW, place, String.join("; ", figures) + ".");
    }

    private static String figure(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? "no such row" : Long.toString(value);
    }

    private void compareSums(List<Long> wanted, List<QuarterSums> again) {
        if (wanted.isEmpty()) {
            return;
        }
        record Key(long quarter, Address exporter) {}
        Set<Long> asked = new HashSet<>(wanted);
        Map<Key, QuarterSums> open = new HashMap<>();
        again.forEach(sum -> open.put(new Key(sum.quarter(), sum.exporter()), sum));
        List<QuarterSums> kept =
                store.read(connection ->
                        QuarterSums.read(
                                connection,
                                wanted.getFirst(),
                                wanted.getLast() + QuarterHour.MICROS));
        for (QuarterSums sum : kept) {
            if (!asked.contains(sum.quarter())) {
                continue;
            }
            QuarterSums other = open.remove(new Key(sum.quarter(), sum.exporter()));
            if (!sum.equals(other)) {
                addSum(sum.quarter(), sum.exporter(), sum + " is kept", other);
            }
        }
        open.forEach((key, sum) -> addSum(key.quarter, key.exporter, "Nothing is kept", sum));
    }

    private void addSum(long quarter, Address exporter, String kept, @Nullable QuarterSums again) {
        findings.add(
                new Finding(
                        Subject.QUARTER_SUM,
                        "quarter hour " + Micros.instant(quarter) + ", exporter " + exporter,
                        kept + ", the slices give " + (again == null ? "nothing" : again) + "."));
    }

    /// The files of suppressed duplicates are whole, and say what the sums say.
    private void checkSuppressed(long from, long to) {
        List<UsageFile> catalog =
                store.read(connection ->
                        UsageFile.overlapping(connection, UsageFile.Kind.SUPPRESSED, from, to));
        for (UsageFile file : catalog) {
            files++;
            try {
                checkFile(file);
            } catch (IOException e) {
                findings.add(
                        new Finding(
                                Subject.USAGE_FILE, file.path(), "The file cannot be read: " + e));
            }
            long bytes =
                    store.read(connection ->
                            QuarterSums.read(connection, file.fromQuarter(), file.toQuarter())
                                    .stream()
                                    .mapToLong(QuarterSums::suppressedBytes)
                                    .sum());
            if (bytes != file.bytes()) {
                findings.add(
                        new Finding(
                                Subject.USAGE_FILE,
                                file.path(),
                                "It has "
                                        + file.bytes()
                                        + " bytes of duplicates, the sums by exporter say "
                                        + bytes
                                        + "."));
            }
        }
    }

    /// Every quarter hour that has slices lies in a usage file or waits for accounting.
    private void checkCovered(List<UsageFile> catalog, long from, long to) {
        Set<Long> heard = store.read(connection -> new TreeSet<>(quarters(connection, HEARD)));
        for (long quarter : heard) {
            boolean covered =
                    quarter < from
                            || quarter >= to
                            || dirty.contains(quarter)
                            || catalog.stream()
                                    .anyMatch(file ->
                                            file.fromQuarter() <= quarter
                                                    && quarter < file.toQuarter());
            if (!covered) {
                findings.add(
                        new Finding(
                                Subject.USAGE_FILE,
                                "quarter hour " + Micros.instant(quarter),
                                "It has calls, but no usage file holds it."));
            }
        }
    }

    private static List<Long> quarters(Connection connection, String sql) throws SQLException {
        List<Long> quarters = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet result = query.executeQuery()) {
            while (result.next()) {
                quarters.add(result.getLong(1));
            }
        }
        return quarters;
    }
}
