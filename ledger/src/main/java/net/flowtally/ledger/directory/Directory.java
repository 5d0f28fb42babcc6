package net.flowtally.ledger.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// The directory as the ledger keeps it: to be read as of any revision, edited in one revision for
/// each edit, and taken back edit by edit. Thread-safe.
public final class Directory {
    private final Store store;

    public Directory(Store store) {
        this.store = store;
    }

    /// As it is now.
    public DirectorySnapshot current() {
        return at(Long.MAX_VALUE);
    }

    /// As it was known when a revision was the newest.
    public DirectorySnapshot at(long revision) {
        return store.read(connection -> DirectoryTables.at(connection, revision));
    }

    /// What an edit would make of the directory; nothing is written.
    ///
    /// @throws BadDirectoryEdit if it cannot be made
    public DirectoryChanges preview(Consumer<DirectoryDraft> edit) {
        return store.read(connection -> {
            DirectoryDraft draft = DirectoryDraft.of(connection);
            edit.accept(draft);
            return draft.changes();
        });
    }

    /// Makes an edit, all of it in one revision; none is made if nothing changes.
    ///
    /// @param what one line for the audit trail
    /// @throws BadDirectoryEdit if it cannot be made
    public DirectoryChanges edit(String actor, String what, Consumer<DirectoryDraft> edit) {
        return edit(actor, what, edit, (_, _) -> "");
    }

    /// @param also is written in the same transaction, if anything changes
    public DirectoryChanges edit(
            String actor, String what, Consumer<DirectoryDraft> edit, Store.Edit<?> also) {
        return store.write(connection -> {
            DirectoryDraft draft = DirectoryDraft.of(connection);
            edit.accept(draft);
            return write(connection, draft, actor, what, 0, also);
        });
    }

    /// The edits of the directory, newest first.
    public List<DirectoryRevision> history() {
        return store.read(Directory::history);
    }

    /// What one edit changed; empty if it is none of the directory.
    public DirectoryChanges changesOf(long revision) {
        return store.read(connection -> {
            DirectoryChanges.Collector changes =
                    new DirectoryChanges.Collector(
                            DirectoryTables.at(connection, revision - 1),
                            DirectoryTables.at(connection, revision));
            DraftRows.read(connection, DirectoryTables.DEPARTMENTS, Department::id, revision)
                    .forEachChange(changes::department);
            DraftRows.read(connection, DirectoryTables.USERS, User::id, revision)
                    .forEachChange(changes::user);
            DraftRows.read(connection, DirectoryTables.WORKSTATIONS, Workstation::id, revision)
                    .forEachChange(changes::workstation);
            DraftRows.read(connection, DirectoryTables.MEMBERSHIPS, Membership::id, revision)
                    .forEachChange(changes::membership);
            DraftRows.read(connection, DirectoryTables.ASSIGNMENTS, Assignment::id, revision)
                    .forEachChange(changes::assignment);
            DraftRows.read(connection, DirectoryTables.LEASES, Lease::id, revision)
                    .forEachChange(changes::lease);
            return changes.collected().made(revision);
        });
    }

    /// What taking an edit back would change.
    ///
    /// @throws BadDirectoryEdit as [#undo]
    public DirectoryChanges previewUndo(long revision) {
        return store.read(connection -> reverted(connection, revision).changes());
    }

    /// Takes an edit back, or takes back that it was taken back: what it changed is as it was
    /// before.
    ///
    /// @throws BadDirectoryEdit if a later edit has changed the same, or goes on from it
    public DirectoryChanges undo(String actor, long revision) {
        return store.write(connection -> {
            DirectoryDraft draft = reverted(connection, revision);
            DirectoryRevision undone = find(connection, revision);
            String what =
                    (undone.undoes() == 0 ? "undo " : "redo ")
                            + (undone.undoes() == 0 ? revision : undone.undoes())
                            + ": "
                            + (undone.undoes() == 0 ? undone : find(connection, undone.undoes()))
                                    .what();
            return write(connection, draft, actor, what, revision, (_, _) -> "");
        });
    }

    /// The edit that an undo without a number takes back: the newest that stands and is no undo.
    public Optional<DirectoryRevision> newestEdit() {
        return history().stream().filter(each -> each.undoes() == 0 && !each.undone()).findFirst();
    }

    /// The undo that a redo takes back: the newest that stands.
    public Optional<DirectoryRevision> newestUndo() {
        List<DirectoryRevision> history = history();
        Set<Long> edits = new HashSet<>();
        history.stream().filter(each -> each.undoes() == 0).forEach(e -> edits.add(e.revision()));
        return history.stream()
                .filter(each -> !each.undone() && edits.contains(each.undoes()))
                .findFirst();
    }

    private static DirectoryDraft reverted(Connection connection, long revision)
            throws SQLException {
        if (find(connection, revision).undone()) {
            throw new BadDirectoryEdit("Edit " + revision + " has been taken back already.");
        }
        DirectoryDraft draft = DirectoryDraft.of(connection);
        draft.revert(connection, revision);
        return draft;
    }

    private DirectoryChanges write(
            Connection connection,
            DirectoryDraft draft,
            String actor,
            String what,
            long undoes,
            Store.Edit<?> also)
            throws SQLException {
        DirectoryChanges changes = draft.changes();
        if (changes.isEmpty()) {
            return changes;
        }
        long revision = store.revise(connection, actor, what);
        draft.write(connection, revision);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO directory_edit (revision, undoes) VALUES (?, ?)")) {
            insert.setLong(1, revision);
            insert.setLong(2, undoes);
            insert.executeUpdate();
        }
        also.run(connection, revision);
        Rework.mark(connection, changes.affected(), what);
        return changes.made(revision);
    }

    private static DirectoryRevision find(Connection connection, long revision)
            throws SQLException {
        return history(connection).stream()
                .filter(each -> each.revision() == revision)
                .findFirst()
                .orElseThrow(() ->
                        new BadDirectoryEdit(
                                "There is no edit " + revision + " of the directory."));
    }

    private static List<DirectoryRevision> history(Connection connection) throws SQLException {
        List<DirectoryRevision> history = new ArrayList<>();
        Set<Long> undone = new HashSet<>();
        try (PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT revision, made_at, actor, what, undoes"
                                        + " FROM directory_edit JOIN revision USING (revision)"
                                        + " ORDER BY revision DESC");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                long revision = row.getLong(1);
                long undoes = row.getLong(5);
                boolean isUndone = undone.contains(revision);
                if (undoes != 0 && !isUndone) {
                    undone.add(undoes);
                }
                history.add(
                        new DirectoryRevision(
                                revision,
                                Micros.instant(row.getLong(2)),
                                row.getString(3),
                                row.getString(4),
                                undoes,
                                isUndone));
            }
        }
        return history;
    }
}
