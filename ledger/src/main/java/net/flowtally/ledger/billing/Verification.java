package net.flowtally.ledger.billing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.ArchiveHash;
import net.flowtally.ledger.accounting.FileHash;
import net.flowtally.ledger.accounting.Finding;
import net.flowtally.ledger.accounting.Finding.Subject;
import net.flowtally.ledger.accounting.Snapshots;
import net.flowtally.ledger.accounting.SumsHash;
import net.flowtally.ledger.accounting.UsageCheck;
import net.flowtally.ledger.accounting.UsageEngine;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.billing.CorrectionHistory.Standpoint;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CanonicalQuarter;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.calls.RemovedDetails;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// Follows every number down: slice files against their hashes and catalog rows, usage against what
/// the slices give when it is built again, statements of sealed periods against usage and seal.
/// Where retention has removed the slices, the figures that were kept of them take their place. It
/// changes nothing.
public final class Verification {
    private static final String FILES = "SELECT id, path, hash FROM slice_file";

    private final Home home;
    private final Store store;
    private final CallArchive archive;

    public Verification(Home home, Store store, CallArchive archive) {
        this.home = home;
        this.store = store;
        this.archive = archive;
    }

    public VerificationReport run(Cancellation cancellation, Progress progress) {
        List<Finding> findings = new ArrayList<>();
        try (MaintenanceLock lock =
                        MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation);
                UsageReader usage = new UsageReader(home, store)) {
            int sliceFiles =
                    checkSliceFiles(
                            store.read(Verification::catalog), findings, cancellation, progress);
            UsageCheck check = new UsageCheck(home, store, archive);
            check.run(lock, cancellation, progress);
            findings.addAll(check.findings());
            int sealed = 0;
            int statements = 0;
            int lines = 0;
            List<RemovedDetail> removed = store.read(RemovedDetails::all);
            for (BillingPeriod period : new Periods(store).list()) {
                if (!period.isSealed()) {
                    continue;
                }
                progress.at("verifying the statements of " + period.name(), sealed, 0);
                sealed++;
                List<Statement> kept =
                        store.read(connection -> Statements.stored(connection, period));
                statements += kept.size();
                lines += kept.stream().mapToInt(statement -> statement.lines().size()).sum();
                checkSeal(
                        period,
                        kept,
                        removed.stream().filter(gone -> gone.period() == period.id()).findFirst(),
                        usage,
                        findings,
                        cancellation);
            }
            return new VerificationReport(
                    findings,
                    sliceFiles,
                    check.files(),
                    check.quarterHours(),
                    check.rows(),
                    check.waiting(),
                    sealed,
                    statements,
                    lines,
                    removed);
        }
    }

    /// Follows one sealed period down to its slices, as `run` does with all.
    ///
    /// @return what differs
    public List<Finding> prove(
            MaintenanceLock lock,
            BillingPeriod period,
            Cancellation cancellation,
            Progress progress) {
        List<Finding> findings = new ArrayList<>();
        checkSliceFiles(
                store.read(connection -> catalog(connection, period)),
                findings,
                cancellation,
                progress);
        if (!findings.isEmpty()) {
            // what rests on damaged files differs as well and says nothing more
            return findings;
        }
        UsageCheck check = new UsageCheck(home, store, archive);
        check.run(lock, period.fromMicros(), period.toMicros(), cancellation, progress);
        findings.addAll(check.findings());
        progress.at("verifying the statements of " + period.name(), 0, 0);
        try (UsageReader usage = new UsageReader(home, store)) {
            List<Statement> kept = store.read(connection -> Statements.stored(connection, period));
            checkSeal(period, kept, Optional.empty(), usage, findings, cancellation);
        }
        return findings;
    }

    private int checkSliceFiles(
            List<CatalogRow> catalog,
            List<Finding> findings,
            Cancellation cancellation,
            Progress progress) {
        List<CatalogRow> sound = new ArrayList<>();
        for (int i = 0; i < catalog.size(); i++) {
            cancellation.check();
            progress.at("verifying slice files", i, catalog.size());
            CatalogRow row = catalog.get(i);
            if (checkHash(row, findings)) {
                sound.add(row);
            }
        }
        if (!sound.isEmpty()) {
            checkSums(sound, findings, cancellation);
        }
        return catalog.size();
    }

    private boolean checkHash(CatalogRow row, List<Finding> findings) {
        Path file = home.calls().resolve(row.path);
        try {
            if (!Files.exists(file)) {
                findings.add(new Finding(Subject.SLICE_FILE, row.path, "The file is missing."));
                return false;
            }
            String hash = FileHash.of(file);
            if (hash.equals(row.hash)) {
                return true;
            }
            findings.add(
                    new Finding(
                            Subject.SLICE_FILE,
                            row.path,
                            "The file has hash "
                                    + hash
                                    + ", the catalog says "
                                    + row.hash
                                    + ": it was damaged or changed."));
        } catch (IOException e) {
            findings.add(
                    new Finding(Subject.SLICE_FILE, row.path, "The file cannot be read: " + e));
        }
        return false;
    }

    /// Compares what the catalog says of each file and quarter hour with the file.
    private void checkSums(
            List<CatalogRow> files, List<Finding> findings, Cancellation cancellation) {
        List<String> paths = new ArrayList<>();
        Map<String, Map<Long, Sums>> open = new HashMap<>();
        for (CatalogRow file : files) {
            paths.add(Engine.quote(home.calls().resolve(file.path).toString()));
            open.put(file.path, store.read(connection -> quarters(connection, file.id)));
        }
        try (Engine engine = UsageEngine.open(home, store)) {
            engine.query(
                    "SELECT parse_filename(filename), quarter, count(*), sum(bytes)::BIGINT,"
                            + " sum(packets)::BIGINT FROM read_parquet(["
                            + String.join(", ", paths)
                            + "], filename = true) GROUP BY ALL ORDER BY ALL",
                    cancellation,
                    rows -> {
                        while (rows.next()) {
                            Sums found =
                                    new Sums(rows.getLong(3), rows.getLong(4), rows.getLong(5));
                            compare(rows.getString(1), rows.getLong(2), found, open, findings);
                        }
                        return findings;
                    });
        } catch (SQLException e) {
            findings.add(
                    new Finding(
                            Subject.SLICE_FILE,
                            home.calls().toString(),
                            "The slices cannot be summed up: " + e.getMessage()));
            return;
        }
        open.forEach((path, quarters) ->
                quarters.forEach((quarter, sums) ->
                        addSums(path, quarter, sums, new Sums(0, 0, 0), findings)));
    }

    private static void compare(
            String path,
            long quarter,
            Sums found,
            Map<String, Map<Long, Sums>> open,
            List<Finding> findings) {
        Map<Long, Sums> quarters = open.getOrDefault(path, new HashMap<>());
        Sums kept = quarters.containsKey(quarter) ? quarters.remove(quarter) : new Sums(0, 0, 0);
        if (!found.equals(kept)) {
            addSums(path, quarter, kept, found, findings);
        }
    }

    private static void addSums(
            String path, long quarter, Sums kept, Sums found, List<Finding> findings) {
        findings.add(
                new Finding(
                        Subject.SLICE_FILE,
                        path + ": quarter hour " + Micros.instant(quarter),
                        "The catalog says " + kept + ", the file has " + found + "."));
    }

    private void checkSeal(
            BillingPeriod period,
            List<Statement> kept,
            Optional<RemovedDetail> removed,
            UsageReader usage,
            List<Finding> findings,
            Cancellation cancellation) {
        SealRecord seal = store.read(connection -> SealRecord.of(connection, period));
        compareHash(
                period, "its statements", seal.statementsHash(), StatementHash.of(kept), findings);
        try {
            compareHash(
                    period,
                    removed.isPresent() ? "the kept figures of its slices" : "its slices",
                    seal.slicesHash(),
                    removed.isPresent()
                            ? ArchiveHash.of(keptQuarters(period))
                            : ArchiveHash.of(archive, period, seal.lastCommit(), cancellation),
                    findings);
            compareHash(
                    period,
                    "its usage",
                    seal.usageHash(),
                    usage.hash(period.from(), period.to(), cancellation),
                    findings);
            List<Statement> again =
                    Statements.draft(
                            period,
                            usage.lines(period, cancellation),
                            Booked.in(store, period, seal.revision()),
                            Snapshots.at(store, seal.revision()),
                            seal.integrity());
            StatementComparison.compare(period, kept, again, findings);
            if (removed.isPresent()) {
                checkKept(period, removed.get(), findings);
            } else {
                checkCorrections(period, kept, findings, cancellation);
            }
        } catch (Cancelled e) {
            throw e;
        } catch (LedgerException e) {
            findings.add(
                    new Finding(
                            Subject.SEAL,
                            period.name(),
                            "It cannot be worked out again: " + e.getMessage()));
        }
    }

    private List<CanonicalQuarter> keptQuarters(BillingPeriod period) {
        return store.read(connection ->
                RemovedDetails.quarters(connection, period.fromMicros(), period.toMicros()));
    }

    /// What was proven from the slices before they were removed is what it was then.
    private void checkKept(BillingPeriod period, RemovedDetail removed, List<Finding> findings) {
        String sums =
                store.read(connection ->
                        SumsHash.of(connection, period.fromMicros(), period.toMicros()));
        if (!sums.equals(removed.sumsHash())) {
            findings.add(
                    new Finding(
                            Subject.QUARTER_SUM,
                            period.name(),
                            "The sums by exporter are not those that its slices gave when they were"
                                    + " removed on "
                                    + removed.removedAt()
                                    + "."));
        }
        List<Correction> corrections =
                store.read(connection -> CorrectionTables.of(connection, period));
        if (!CorrectionHash.of(corrections).equals(removed.correctionsHash())) {
            findings.add(
                    new Finding(
                            Subject.CORRECTION,
                            period.name(),
                            "Its corrections are not those that its slices gave when they were"
                                    + " removed on "
                                    + removed.removedAt()
                                    + "."));
        }
    }

    /// Rates a period again as each of its corrections did.
    private void checkCorrections(
            BillingPeriod period,
            List<Statement> sealed,
            List<Finding> findings,
            Cancellation cancellation) {
        List<Correction> corrections =
                store.read(connection -> CorrectionTables.of(connection, period));
        for (int i = 0; i < corrections.size(); i++) {
            Correction kept = corrections.get(i);
            List<CorrectionLine> again =
                    Corrections.lines(
                            archive,
                            period,
                            sealed,
                            corrections.subList(0, i),
                            Snapshots.at(store, kept.revision()),
                            new Standpoint(kept.revision(), kept.lastCommit()),
                            kept.number(),
                            cancellation,
                            Progress.NONE);
            if (!kept.lines().equals(again)) {
                findings.add(
                        new Finding(
                                Subject.CORRECTION,
                                "correction " + kept.number(),
                                "It books "
                                        + words(kept.lines())
                                        + "; rating the period again gives "
                                        + words(again)
                                        + "."));
            }
        }
    }

    private static String words(List<CorrectionLine> lines) {
        return lines.isEmpty()
                ? "nothing"
                : lines.size()
                        + " lines of "
                        + lines.stream()
                                .map(CorrectionLine::amount)
                                .reduce(Amount::plus)
                                .orElseThrow()
                        + " together";
    }

    private static void compareHash(
            BillingPeriod period,
            String what,
            String sealed,
            String again,
            List<Finding> findings) {
        if (!sealed.equals(again)) {
            findings.add(
                    new Finding(
                            Subject.SEAL,
                            period.name(),
                            "The hash over "
                                    + what
                                    + " was "
                                    + sealed
                                    + " when it was sealed and is "
                                    + again
                                    + " now."));
        }
    }

    private static List<CatalogRow> catalog(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(FILES + " WHERE replaced_at IS NULL ORDER BY id")) {
            return catalog(query);
        }
    }

    /// The files that have something of a period.
    private static List<CatalogRow> catalog(Connection connection, BillingPeriod period)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        FILES
                                + " WHERE id IN (SELECT file FROM slice_file_quarter"
                                + " WHERE quarter >= ? AND quarter < ?) ORDER BY id")) {
            query.setLong(1, period.fromMicros());
            query.setLong(2, period.toMicros());
            return catalog(query);
        }
    }

    private static List<CatalogRow> catalog(PreparedStatement query) throws SQLException {
        List<CatalogRow> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            while (result.next()) {
                rows.add(
                        new CatalogRow(
                                result.getLong(1), result.getString(2), result.getString(3)));
            }
        }
        return rows;
    }

    private static Map<Long, Sums> quarters(Connection connection, long file) throws SQLException {
        Map<Long, Sums> quarters = new HashMap<>();
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT quarter, slices, bytes, packets FROM slice_file_quarter"
                                + " WHERE file = ?")) {
            query.setLong(1, file);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    quarters.put(
                            rows.getLong(1),
                            new Sums(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
                }
            }
        }
        return quarters;
    }

    private record CatalogRow(long id, String path, String hash) {}

    private record Sums(long slices, long bytes, long packets) {
        @Override
        public String toString() {
            return slices + " slices, " + bytes + " bytes, " + packets + " packets";
        }
    }
}
