package net.flowtally.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir Path directory;

    @Test
    void aFullDiskIsToldInASentenceAndItGoesOnWhenThereIsRoom() {
        try (Store store = Store.open(Home.open(directory))) {
            assertThatThrownBy(() -> writeMuch(store, 1))
                    .isInstanceOf(StoreException.class)
                    .hasMessageEndingWith("there is no room on its disk (SQLITE_FULL).");
            writeMuch(store, 4_294_967_294L);
        }
    }

    /// @param pages to which the database may grow; what it has already it may keep
    private static void writeMuch(Store store, long pages) {
        store.write(connection -> {
            try (Statement sql = connection.createStatement()) {
                sql.execute("PRAGMA max_page_count = " + pages);
                return sql.execute("CREATE TABLE much AS SELECT randomblob(1000000)");
            }
        });
    }

    @Test
    void aFileThatIsNoDatabaseIsToldInASentence() throws Exception {
        Home home = Home.open(directory);
        Files.writeString(home.database(), "no database at all".repeat(500));
        assertThatThrownBy(() -> Store.open(home))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the file is damaged or no database (SQLITE_NOTADB)");
    }

    @Test
    void aNewStoreHasTheTablesAndNoRevision() {
        try (Store store = Store.open(Home.open(directory))) {
            assertThat(store.revision()).isZero();
            assertThat(count(store, "dirty_quarter")).isZero();
        }
    }

    @Test
    void whatWasWrittenIsThereAfterOpeningAgain() {
        Home home = Home.open(directory);
        try (Store store = Store.open(home)) {
            insert(store, 900);
        }
        try (Store store = Store.open(home)) {
            assertThat(count(store, "dirty_quarter")).isOne();
        }
    }

    @Test
    void aWriteThatFailsLeavesNothing() {
        try (Store store = Store.open(Home.open(directory))) {
            assertThatThrownBy(() ->
                            store.write(connection -> {
                                update(connection, insertion(900));
                                update(connection, insertion(900));
                                return 0;
                            }))
                    .isInstanceOf(StoreException.class);
            assertThat(count(store, "dirty_quarter")).isZero();
            insert(store, 900);
            assertThat(count(store, "dirty_quarter")).isOne();
        }
    }

    @Test
    void anExceptionOfTheWorkItselfRollsBackAndRises() {
        try (Store store = Store.open(Home.open(directory))) {
            assertThatThrownBy(() ->
                            store.edit(
                                    "test",
                                    "fails",
                                    (connection, _) -> {
                                        update(connection, insertion(900));
                                        throw new IllegalStateException("no");
                                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(count(store, "dirty_quarter")).isZero();
            assertThat(store.revision()).isZero();
        }
    }

    @Test
    void eachEditMakesARevision() {
        try (Store store = Store.open(Home.open(directory))) {
            long first = store.edit("test", "one", (_, revision) -> revision);
            long second = store.edit("test", "two", (_, revision) -> revision);
            assertThat(second).isEqualTo(first + 1);
            assertThat(store.revision()).isEqualTo(second);
        }
    }

    @Test
    void aReadSeesOneStateThroughout() {
        try (Store store = Store.open(Home.open(directory))) {
            long[] counts =
                    store.read(connection -> {
                        long before = count(connection, "dirty_quarter");
                        insert(store, 900);
                        return new long[] {before, count(connection, "dirty_quarter")};
                    });
            assertThat(counts).containsExactly(0, 0);
            assertThat(count(store, "dirty_quarter")).isOne();
        }
    }

    @Test
    void aReaderCannotWrite() {
        try (Store store = Store.open(Home.open(directory))) {
            assertThatThrownBy(() -> store.read(connection -> update(connection, insertion(900))))
                    .isInstanceOf(StoreException.class);
            assertThat(store.revision()).isZero();
        }
    }

    @Test
    void manyThreadsOfTwoStoresOnOneHomeWriteSideBySide() throws Exception {
        Home home = Home.open(directory);
        try (Store one = Store.open(home);
                Store other = Store.open(home);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Store store = i % 2 == 0 ? one : other;
                int quarter = i * 900;
                work.add(() -> insert(store, quarter));
            }
            for (Future<Integer> done : threads.invokeAll(work)) {
                assertThat(done.get()).isOne();
            }
            assertThat(count(one, "dirty_quarter")).isEqualTo(40);
        }
    }

    @Test
    void twoStoresMayOpenANewHomeAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Long>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                work.add(() -> {
                    try (Store store = Store.open(Home.open(directory))) {
                        return store.revision();
                    }
                });
            }
            for (Future<Long> done : threads.invokeAll(work)) {
                assertThat(done.get()).isZero();
            }
        }
    }

    @Test
    void migrationsAreNumberedWithoutGapsUpToTheVersionOfTheTables() throws Exception {
        URL folder = Objects.requireNonNull(Store.class.getResource("migration"));
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            assertThat(files.map(file -> file.getFileName().toString().split("__", -1)[0]))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, Store.SCHEMA_VERSION)
                                    .mapToObj(number -> "V" + number)
                                    .toList());
        }
    }

    @Test
    void tablesOfANewerProgramAreRefused() {
        Home home = Home.open(directory);
        try (Store store = Store.open(home)) {
            store.write(connection -> update(connection, "PRAGMA user_version = 99"));
        }
        assertThatThrownBy(() -> Store.open(home))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer Flowtally");
    }

    private static String insertion(int quarter) {
        return "INSERT INTO dirty_quarter VALUES (" + quarter + ", 'test')";
    }

    private static int insert(Store store, int quarter) {
        return store.write(connection -> update(connection, insertion(quarter)));
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static long count(Store store, String table) {
        return store.read(connection -> count(connection, table));
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }
}
