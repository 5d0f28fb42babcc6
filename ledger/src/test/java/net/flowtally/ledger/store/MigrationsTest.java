package net.flowtally.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.time.Micros;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MigrationsTest {
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-01T00:00:00Z");

    @TempDir Path directory;

    static IntStream olderVersions() {
        return IntStream.range(1, Store.SCHEMA_VERSION);
    }

    /// A ledger in use since the first version, last opened by a program of an older one.
    @ParameterizedTest
    @MethodSource("olderVersions")
    void aLedgerOfEveryOlderVersionIsReadAsItWas(int version) throws Exception {
        Home home = Home.open(directory.resolve("home"));
        migrate(home, 1);
        fill(home);
        migrate(home, version);
        try (Store store = Store.open(home);
                UsageReader usage = new UsageReader(home, store)) {
            assertThat(store.revision()).isEqualTo(2);
            Settings settings = new Settings(store);
            assertThat(settings.get(Setting.CURRENCY).getCurrencyCode()).isEqualTo("CHF");
            assertThat(settings.at(1).get(Setting.CURRENCY).getCurrencyCode()).isEqualTo("EUR");
            DirectorySnapshot people = new Directory(store).current();
            Address address = Address.parse("10.1.1.9");
            assertThat(
                            people.pathOf(
                                    people.ownerOf(
                                                    address.hi(),
                                                    address.lo(),
                                                    Micros.of(MARCH),
                                                    0,
                                                    0,
                                                    0)
                                            .department()))
                    .isEqualTo("Sales/North");
            assertThat(new Exporters(store).preferences(Long.MAX_VALUE))
                    .containsEntry(Address.parse("192.0.2.1"), 7);
            assertThat(new Tariffs(store).at(2).versions())
                    .singleElement()
                    .satisfies(tariff ->
                            assertThat(tariff.rules())
                                    .singleElement()
                                    .satisfies(rule ->
                                            assertThat(rule.category()).isEqualTo("Internet")));
            BillingPeriod march = new Periods(store).find("2026-03").orElseThrow();
            assertThat(march.isSealed()).isTrue();
            assertThat(new Statements(store, usage).of(march, Cancellation.none()))
                    .singleElement()
                    .satisfies(statement -> {
                        assertThat(statement.departmentPath()).isEqualTo("Sales/North");
                        assertThat(statement.bytes()).isEqualTo(2_500_000);
                        assertThat(statement.total().minor()).isEqualTo(25);
                        assertThat(statement.lines())
                                .singleElement()
                                .satisfies(line -> assertThat(line.kind().isOfUsage()).isTrue());
                    });
            assertThat(
                            store.<List<String>>read(connection ->
                                    texts(
                                            connection,
                                            "SELECT assigned || ' ' || user FROM v_assignment"
                                                    + " UNION SELECT line_id || ' ' || amount"
                                                    + " FROM v_statement_line")))
                    .containsExactly("10.1.1.0/24 Anna", "2026-03-0001-01 0.25");
            assertThat(
                            store.<List<String>>read(
                                    connection -> texts(connection, "PRAGMA foreign_key_check")))
                    .isEmpty();
            assertThat(
                            store.<List<String>>read(
                                    connection -> texts(connection, "PRAGMA integrity_check")))
                    .containsExactly("ok");
        }
        assertThat(shape(home)).isEqualTo(shapeOfANewLedger());
    }

    /// As programs of that version left it.
    private static void migrate(Home home, int version) throws SQLException {
        Flyway.configure(Store.class.getClassLoader())
                .dataSource(url(home), "", "")
                .loggers("slf4j")
                .locations("classpath:net/flowtally/ledger/store/migration")
                .target(Integer.toString(version))
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url(home));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    private static void fill(Home home) throws SQLException {
        long from = Micros.of(MARCH);
        long to = Micros.of(APRIL);
        try (Connection connection = DriverManager.getConnection(url(home));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    """
                    BEGIN;
                    INSERT INTO revision (made_at, actor, what) VALUES (%1$d, 'test', 'first'), (%1$d, 'test', 'second');
                    INSERT INTO setting VALUES ('currency', 'EUR', 1, 2), ('currency', 'CHF', 2, NULL),
                        ('unit', 'MB', 1, NULL), ('payer', 'caller', 1, NULL), ('accounting.zone', 'UTC', 1, NULL);
                    INSERT INTO exporter VALUES (x'00000000000000000000ffffc0000201', 'edge', 'approved', '', '', 7, 1, NULL);
                    INSERT INTO department VALUES (1, 0, 'Sales', NULL, NULL, 1, NULL), (2, 1, 'North', NULL, NULL, 1, NULL);
                    INSERT INTO directory_user VALUES (1, 'Anna', 1, NULL);
                    INSERT INTO membership VALUES (1, 1, 2, NULL, NULL, 1, NULL);
                    INSERT INTO assignment VALUES (1, x'00000000000000000000ffff0a010100', 120, 0, 1, 0, NULL, NULL, 0, 'static', 1, NULL);
                    INSERT INTO zone VALUES (1, 'Internet', 'outside', 1, 1, NULL);
                    INSERT INTO tariff_version VALUES (1, 'Standard', NULL, NULL, 'site', 1, NULL);
                    INSERT INTO tariff_rule VALUES (1, 1, 1, 1, '', 'any', 'Internet', '0.10', 1, NULL);
                    INSERT INTO billing_period VALUES (1, '2026-03', %1$d, %2$d, 'UTC', 'sealed');
                    INSERT INTO seal VALUES (1, %2$d, 2, 0, 'test', '', '', '', '', 2976, 1, 10, 1, 2500000, 0, 0, 0, 0, 0, 0);
                    INSERT INTO statement VALUES (1, '2026-03-0001', 1, 2, 'Sales/North', 'CHF', 25);
                    INSERT INTO statement_line VALUES (1, 1, '2026-03-0001-01', 1, 'Internet', 'Internet', 'any', 3, 2500000,
                        '0.10', 1000000, 25);
                    COMMIT
                    """
                            .formatted(from, to));
        }
    }

    private List<String> shapeOfANewLedger() throws SQLException {
        Home fresh = Home.open(directory.resolve("fresh"));
        Store.open(fresh).close();
        return shape(fresh);
    }

    /// Tables with their columns, indexes and views.
    private static List<String> shape(Home home) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(home))) {
            return texts(
                    connection,
                    """
                    SELECT m.type || ' ' || m.name || ' ' || coalesce(
                        (SELECT group_concat(name || ' ' || type) FROM pragma_table_info(m.name)), '')
                    FROM sqlite_master m ORDER BY 1
                    """);
        }
    }

    private static String url(Home home) {
        return "jdbc:sqlite:" + home.database();
    }

    private static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
