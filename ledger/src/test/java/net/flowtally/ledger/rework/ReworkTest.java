package net.flowtally.ledger.rework;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReworkTest {
    private static final long QUARTER = 900_000_000L;

    @TempDir private Path home;
    private Store store;

    @BeforeEach
    void fillTenQuarterHours() {
        store = Store.open(Home.open(home));
        store.write(connection -> {
            execute(
                    connection,
                    "INSERT INTO slice_file (id, path, stream, first_emission, last_emission,"
                            + " first_position, last_position, slices, raw_bytes, raw_packets, bytes,"
                            + " packets, octets_on_disk, hash, committed_at) VALUES"
                            + " (1, 'a', 's', 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 'h', 0)");
            execute(
                    connection,
                    "INSERT INTO slice_file (id, path, stream, first_emission, last_emission,"
                            + " first_position, last_position, slices, raw_bytes, raw_packets, bytes,"
                            + " packets, octets_on_disk, hash, committed_at) VALUES"
                            + " (2, 'b', 's', 1, 2, 1, 2, 1, 1, 1, 1, 1, 1, 'h', 0)");
            for (int i = 0; i < 10; i++) {
                for (int file = 1; file <= 2; file++) {
                    execute(
                            connection,
                            "INSERT INTO slice_file_quarter VALUES ("
                                    + file
                                    + ", "
                                    + i * QUARTER
                                    + ", 1, 1, 1)");
                }
            }
            return 0;
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void quarterHoursThatASpanTouchesAreMarked() {
        mark(new Span(Instant.ofEpochSecond(900 * 2 + 1), Instant.ofEpochSecond(900 * 4)));
        assertThat(dirty()).containsExactly(2, 3);
    }

    @Test
    void spansAreMarkedTogetherAndOnce() {
        mark(
                Span.ofMicros(0, 1),
                Span.ofMicros(8 * QUARTER, Long.MAX_VALUE),
                Span.ofMicros(QUARTER - 1, QUARTER + 1));
        assertThat(dirty()).containsExactly(0, 1, 8, 9);
        mark(Span.ofMicros(0, 3 * QUARTER));
        assertThat(dirty()).containsExactly(0, 1, 2, 8, 9);
    }

    @Test
    void quarterHoursOfASealedPeriodAreLeftAlone() {
        store.write(connection -> {
            execute(
                    connection,
                    "INSERT INTO billing_period VALUES (1, 'p', "
                            + 3 * QUARTER
                            + ", "
                            + 6 * QUARTER
                            + ", 'UTC', 'sealed'), (2, 'q', "
                            + 6 * QUARTER
                            + ", "
                            + 8 * QUARTER
                            + ", 'UTC', 'open')");
            return 0;
        });
        mark(Span.ALWAYS);
        assertThat(dirty()).containsExactly(0, 1, 2, 6, 7, 8, 9);
    }

    @Test
    void manySpansMarkAtLeastWhatTheyTouch() {
        List<Span> spans = new ArrayList<>();
        for (long i = 0; i < 2_000; i++) {
            spans.add(Span.ofMicros(QUARTER + i * 2_000_000, QUARTER + i * 2_000_000 + 1));
        }
        mark(spans.toArray(Span[]::new));
        assertThat(dirty()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aSettingThatMoneyDependsOnMarksEverything() {
        Settings settings = new Settings(store);
        settings.set("organisation", "Example", "anna");
        assertThat(dirty()).isEmpty();
        settings.set("currency", "USD", "anna");
        assertThat(dirty()).hasSize(10);
    }

    private void mark(Span... spans) {
        store.write(connection -> {
            Rework.mark(connection, List.of(spans), "test");
            return 0;
        });
    }

    private List<Integer> dirty() {
        return store.read(connection -> {
            List<Integer> quarters = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery(
                                    "SELECT quarter FROM dirty_quarter ORDER BY 1")) {
                while (row.next()) {
                    quarters.add((int) (row.getLong(1) / QUARTER));
                }
            }
            return quarters;
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
