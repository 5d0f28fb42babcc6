package net.flowtally.ledger.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectoryChanges;
import net.flowtally.ledger.directory.DirectoryDraft;
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

    private final Store store;
    private final AccountingZone zone;

    /// @param zone in which dates and local times are meant
    public DirectoryImport(Store store, AccountingZone zone) {
        this.store = store;
        this.zone = zone;
    }

    /// A CSV file (UTF-8).
    ///
    /// @throws UnreadableFile if the file cannot be read at all
    public ImportOutcome csv(Path file, Mapping mapping, ImportOptions options, String actor) {
        return run(new TableImport(file, true, new CsvTable(file), mapping), options, actor);
    }

    /// A CSV file whose columns are named as the fields are: all of it, or nothing.
    ///
    /// @throws UnreadableFile if the file cannot be read at all
    public ImportOutcome csv(Path file, String actor) {
        return csv(file, Mapping.PLAIN, ImportOptions.ALL_OR_NOTHING, actor);
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
        if (errors.hasFailed() || (options.allOrNothing() && !errors.isEmpty())) {
            return new ImportOutcome.Rejected(errors.list());
        }
        return compare(source, options, actor, rows, errors, warnings);
    }

    private ImportOutcome compare(
            ImportSource source,
            ImportOptions options,
            String actor,
            List<ImportRow> rows,
            RowErrors errors,
            RowErrors warnings) {
        Directory directory = new Directory(store);
        String as = options.source().isEmpty() ? source.kind() : options.source();
        Consumer<DirectoryDraft> edit =
                draft -> {
                    ImportPlan.tellHistory(draft, as, rows, errors);
                    if (options.allOrNothing() && !errors.isEmpty()) {
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
