package net.flowtally.ledger.directory;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import net.flowtally.ledger.revision.RevisedTable;

/// The current rows of one table while they are edited, by id. For one thread.
final class DraftRows<T> {
    private final RevisedTable<T> table;
    private final ToLongFunction<T> id;
    private final Map<Long, T> before = new LinkedHashMap<>();
    private final Map<Long, T> now;
    private long nextId;

    private DraftRows(RevisedTable<T> table, ToLongFunction<T> id, List<T> rows, long nextId) {
        this.table = table;
        this.id = id;
        rows.forEach(row -> before.put(id.applyAsLong(row), row));
        now = new LinkedHashMap<>(before);
        this.nextId = nextId;
    }

    static <T> DraftRows<T> read(Connection connection, RevisedTable<T> table, ToLongFunction<T> id)
            throws SQLException {
        return new DraftRows<>(table, id, table.current(connection), table.nextId(connection));
    }

    /// What one revision changed, as if it were a draft.
    static <T> DraftRows<T> read(
            Connection connection, RevisedTable<T> table, ToLongFunction<T> id, long revision)
            throws SQLException {
        DraftRows<T> rows = new DraftRows<>(table, id, table.closedBy(connection, revision), 0);
        rows.now.clear();
        table.openedBy(connection, revision).forEach(rows::put);
        return rows;
    }

    Collection<T> before() {
        return before.values();
    }

    Collection<T> now() {
        return now.values();
    }

    Optional<T> find(long rowId) {
        return Optional.ofNullable(now.get(rowId));
    }

    long newId() {
        return nextId++;
    }

    /// Adds a row or puts it in the place of the one with its id.
    void put(T row) {
        now.put(id.applyAsLong(row), row);
    }

    void remove(long rowId) {
        now.remove(rowId);
    }

    /// Hands over each row that differs from before: as it was and as it is, one of which may be
    /// missing.
    void forEachChange(ChangeSink<T> sink) {
        before.forEach((rowId, old) -> {
            Optional<T> current = find(rowId);
            if (current.isEmpty() || !current.get().equals(old)) {
                sink.accept(Optional.of(old), current);
            }
        });
        now.forEach((rowId, row) -> {
            if (!before.containsKey(rowId)) {
                sink.accept(Optional.empty(), Optional.of(row));
            }
        });
    }

    void write(Connection connection, long revision) throws SQLException {
        List<Long> closed = new ArrayList<>();
        List<T> opened = new ArrayList<>();
        forEachChange((old, current) -> {
            old.ifPresent(row -> closed.add(id.applyAsLong(row)));
            current.ifPresent(opened::add);
        });
        table.close(connection, revision, closed);
        table.add(connection, revision, opened);
    }

    /// Puts the rows back that a revision changed.
    ///
    /// @param contested is told of rows that have been changed since
    void revert(Connection connection, long revision, Consumer<T> contested) throws SQLException {
        Map<Long, T> opened = new LinkedHashMap<>();
        table.openedBy(connection, revision).forEach(row -> opened.put(id.applyAsLong(row), row));
        opened.forEach((rowId, row) -> {
            if (!row.equals(now.get(rowId))) {
                contested.accept(row);
            }
            now.remove(rowId);
        });
        for (T row : table.closedBy(connection, revision)) {
            if (now.containsKey(id.applyAsLong(row))) {
                contested.accept(row);
            }
            put(row);
        }
    }

    /// Takes a row as it was and as it is.
    interface ChangeSink<T> {
        void accept(Optional<T> before, Optional<T> after);
    }
}
