package net.flowtally.ledger.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;

/// Brings a directory file (CSV) into the ledger: all of it in one transaction, or nothing when
/// anything in it is wrong. What it says is added to what is known; bringing in the same file twice
/// changes nothing.
public final class DirectoryImport {
    private final Store store;

    public DirectoryImport(Store store) {
        this.store = store;
    }

    /// @param zone in which dates and local times of the file are meant
    /// @throws UnreadableFile if the file cannot be read at all
    public ImportOutcome run(Path file, AccountingZone zone, String actor) {
        RowErrors errors = new RowErrors();
        RowErrors warnings = new RowErrors();
        List<DirectoryRow> rows;
        MessageDigest digest = sha256();
        try {
            TextFile.check(file, errors);
            if (!errors.isEmpty()) {
                return new ImportOutcome.Rejected(errors.list());
            }
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                rows = DirectoryFile.read(in, zone, errors);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableFile(file, e);
        }
        rows = FileContradictions.check(rows, errors, warnings);
        if (!errors.isEmpty()) {
            return new ImportOutcome.Rejected(errors.list());
        }
        return apply(rows, warnings.list(), new Origin(file, digest.digest(), actor));
    }

    private ImportOutcome apply(List<DirectoryRow> rows, List<RowError> warnings, Origin origin) {
        DirectoryPlan first = store.read(connection -> DirectoryPlan.of(connection, rows));
        if (first.isEmpty()) {
            return first.outcome(warnings);
        }
        return store.edit(
                origin.actor,
                "import directory " + origin.name(),
                (connection, revision) -> {
                    // planned again: another edit may have come in between
                    DirectoryPlan plan = DirectoryPlan.of(connection, rows);
                    plan.apply(connection, revision);
                    origin.write(connection, rows.size(), revision);
                    return plan.outcome(warnings);
                });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private record Origin(Path file, byte[] hash, String actor) {
        private static final String INSERT =
                """
                INSERT INTO import_run (at, kind, name, hash, entries, revision)
                SELECT made_at, 'directory', ?, ?, ?, revision FROM revision WHERE revision = ?
                """;

        String name() {
            Path name = file.getFileName();
            return name == null ? file.toString() : name.toString();
        }

        void write(Connection connection, int entries, long revision) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setString(1, name());
                insert.setString(2, HexFormat.of().formatHex(hash));
                insert.setInt(3, entries);
                insert.setLong(4, revision);
                insert.executeUpdate();
            }
        }
    }
}
