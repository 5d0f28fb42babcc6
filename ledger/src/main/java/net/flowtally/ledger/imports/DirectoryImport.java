package net.flowtally.ledger.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectoryChanges;
import net.flowtally.ledger.directory.DirectoryDraft;
import net.flowtally.ledger.directory.DirectoryName;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;

/// Brings into the directory what a file or a server says, always through the same steps: read and
/// map, check, compare with what is known, and apply in one transaction, which is an edit of the
/// directory like any other and can be undone. What is said is added to what is known; bringing in
/// the same twice changes nothing. Thread-safe.
public final class DirectoryImport {
    private static final String INSERT =
            """
            INSERT INTO import_run (at, kind, name, hash, entries, revision)
            SELECT made_at, ?, ?, ?, ?, revision FROM revision WHERE revision = ?
            """;

    private static final String LEASES = "leases";

    private final Store store;
    private final AccountingZone zone;
    private final Progress progress;

    public DirectoryImport(Store store, AccountingZone zone) {
        this(store, zone, Progress.NONE);
    }

    /// @param zone in which dates and local times are meant
    public DirectoryImport(Store store, AccountingZone zone, Progress progress) {
        this.store = store;
        this.zone = zone;
        this.progress = progress;
    }

    /// A CSV file whose columns are named as the fields are: all of it, or nothing.
    ///
    /// @throws UnreadableFile if the file cannot be read at all, as everywhere here
    public ImportOutcome csv(Path file, String actor) {
        return csv(file, Mapping.PLAIN, ImportOptions.ALL_OR_NOTHING, actor);
    }

    /// A CSV file (UTF-8).
    public ImportOutcome csv(Path file, Mapping mapping, ImportOptions options, String actor) {
        requireTold(mapping, options);
        return run(table(file, true, new CsvTable(file), mapping), options, actor);
    }

    /// The entries of an LDIF file.
    public ImportOutcome ldif(Path file, Mapping mapping, ImportOptions options, String actor) {
        requireTold(mapping, options);
        return run(table(file, true, new LdifTable(file, mapping), mapping), options, actor);
    }

    /// A file that somebody else reads as a table.
    public ImportOutcome table(
            Path file, TableSource table, Mapping mapping, ImportOptions options, String actor) {
        requireTold(mapping, options);
        return run(table(file, false, table, mapping), options, actor);
    }

    /// What a server answers.
    ///
    /// @param server its name
    public ImportOutcome answer(
            String server,
            TableSource table,
            Mapping mapping,
            ImportOptions options,
            String actor) {
        requireTold(mapping, options);
        return run(new ServerImport(server, table, mapping, progress), options, actor);
    }

    /// The lease file of the ISC DHCP server or of Kea; which of them it is, it tells itself.
    public ImportOutcome leases(Path file, ImportOptions options, String actor) {
        return run(
                new FileImport(
                        LEASES,
                        file,
                        true,
                        (leases, _, errors) ->
                                isKea(leases)
                                        ? KeaLeases.read(leases, errors)
                                        : IscLeases.read(leases, errors)),
                options,
                actor);
    }

    private static boolean isKea(Path file) throws IOException {
        try (BufferedReader lines = TextFile.read(file)) {
            String first = lines.readLine();
            return first != null && first.startsWith("address,");
        }
    }

    /// Who logged on where (CSV).
    ///
    /// @param longest after which a session that nobody ended has ended
    public ImportOutcome logons(Path file, Duration longest, ImportOptions options, String actor) {
        return run(
                new FileImport(
                        "logons",
                        file,
                        true,
                        (logons, in, errors) -> LogonEvents.read(logons, in, longest, errors)),
                options,
                actor);
    }

    /// The workstations of a hosts file.
    ///
    /// @param department to which they belong
    public ImportOutcome hosts(Path file, String department, ImportOptions options, String actor) {
        String problem = DirectoryName.problemOfPath(department);
        if (!problem.isEmpty()) {
            throw new BadImport(problem);
        }
        return run(
                new FileImport(
                        "hosts",
                        file,
                        true,
                        (hosts, _, errors) -> HostsFile.read(hosts, department, errors)),
                options,
                actor);
    }

    /// Customers (XML, see [CustomerXml]), each a department.
    ///
    /// @param parent the path of the department below which they are, empty = at the top
    public ImportOutcome customers(Path file, String parent, ImportOptions options, String actor) {
        return run(
                new FileImport(
                        "customers",
                        file,
                        false,
                        (customers, _, errors) -> CustomerXml.read(customers, parent, errors)),
                options,
                actor);
    }

    private FileImport table(Path file, boolean isText, TableSource table, Mapping mapping) {
        return FileImport.table(file, isText, table, mapping, progress);
    }

    /// Times are told by the rows, or for all of them at once.
    private static void requireTold(Mapping mapping, ImportOptions options) {
        boolean ofRows = mapping.has(ImportField.FROM) || mapping.has(ImportField.TO);
        if (ofRows && options.telling() instanceof Telling.State) {
            throw new BadImport(
                    "The columns from and to tell of time already; either they or one time for all"
                            + " rows (--as-of, --complete).");
        }
    }

    private ImportOutcome run(ImportSource source, ImportOptions options, String actor) {
        RowErrors errors = new RowErrors();
        RowErrors warnings = new RowErrors();
        List<ImportRow> rows;
        try {
            rows = source.read(zone, errors);
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableFile(source.name(), e);
        }
        if (!errors.hasFailed()) {
            rows = FileContradictions.check(rows, errors, warnings);
        }
        // what a wrong row meant is not known: with it out of the way, it would seem to be gone
        boolean whole =
                options.allOrNothing()
                        || (options.telling() instanceof Telling.State state && state.complete());
        if (errors.hasFailed() || (whole && !errors.isEmpty())) {
            return new ImportOutcome.Rejected(errors.list());
        }
        return compare(source, options, whole, actor, rows, errors, warnings);
    }

    private ImportOutcome compare(
            ImportSource source,
            ImportOptions options,
            boolean whole,
            String actor,
            List<ImportRow> rows,
            RowErrors errors,
            RowErrors warnings) {
        Directory directory = new Directory(store);
        String as = options.source().isEmpty() ? source.kind() : options.source();
        Consumer<DirectoryDraft> edit =
                draft -> {
                    progress.at("comparing with the directory", 0, rows.size());
                    switch (options.telling()) {
                        case Telling.History _ -> ImportPlan.tellHistory(draft, as, rows, errors);
                        case Telling.State state ->
                                ImportPlan.tellState(draft, as, rows, state, errors);
                    }
                    if (whole && !errors.isEmpty()) {
                        throw new Abandoned();
                    }
                };
        DirectoryChanges changes;
        try {
            changes =
                    options.dryRun()
                            ? directory.preview(edit)
                            : directory.edit(
                                    actor,
                                    "import " + source.kind() + " " + source.name(),
                                    edit,
                                    (connection, revision) ->
                                            trail(connection, revision, source, rows.size()));
        } catch (Abandoned _) {
            return new ImportOutcome.Rejected(errors.list());
        }
        int repeated = (int) warnings.count();
        errors.passedOver().forEach(sentence -> warnings.add(0, "", sentence));
        return new ImportOutcome.Compared(
                !options.dryRun(),
                ImportTally.of(rows.size() + repeated, repeated, changes),
                changes,
                warnings.list(),
                errors.list(),
                changes.conflicts());
    }

    private static int trail(Connection connection, long revision, ImportSource source, int rows)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, source.kind());
            insert.setString(2, source.name());
            insert.setString(3, source.hash());
            insert.setInt(4, rows);
            insert.setLong(5, revision);
            return insert.executeUpdate();
        }
    }

    /// Ends an edit of which nothing is to remain.
    private static final class Abandoned extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("", null, false, false);
        }
    }
}
