package net.flowtally.ledger.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final String MANY = "(SELECT range, -range AS less FROM range(1000000))";

    @TempDir Path directory;
    private Store store;
    private Engine engine;

    @BeforeEach
    void open() {
        Home home = Home.open(directory);
        store = Store.open(home);
        engine = Engine.open(home, store, "engine", 1, List.of());
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
    }

    @Test
    void everyRowIsHandedOverOnce() throws SQLException {
        assertAllAreHandedOver();
    }

    private void assertAllAreHandedOver() throws SQLException {
        boolean[] seen = new boolean[1_000_000];
        engine.handOver(
                List.of("range", "less"),
                MANY,
                Cancellation.none(),
                rows -> {
                    for (int row = 0; row < rows.size(); row++) {
                        int number = (int) rows.get(0, row);
                        assertThat(rows.get(1, row)).isEqualTo(-number);
                        assertThat(seen[number]).isFalse();
                        seen[number] = true;
                    }
                });
        assertThat(seen).doesNotContain(false);
    }

    @Test
    void whatFailsOnTheWayIsNoEnd() {
        assertThatThrownBy(() ->
                        engine.handOver(
                                List.of("CASE WHEN range = 900000 THEN error('torn') ELSE 1 END"),
                                MANY,
                                Cancellation.none(),
                                _ -> {}))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("torn");
    }

    @Test
    void anEmptyNumberIsAnErrorAndNotLeftOut() {
        assertThatThrownBy(() ->
                        engine.handOver(
                                List.of("nullif(range, 900000)"),
                                MANY,
                                Cancellation.none(),
                                rows -> {
                                    for (int row = 0; row < rows.size(); row++) {
                                        assertThat(rows.get(0, row)).isNotNegative();
                                    }
                                }))
                .isInstanceOf(Exception.class);
    }

    @Test
    void theFailureOfATakerIsThrownAsItIsAndTheEngineGoesOn() throws SQLException {
        assertThatThrownBy(() ->
                        engine.<IOException>handOver(
                                List.of("range"),
                                MANY,
                                Cancellation.none(),
                                _ -> {
                                    throw new IOException("enough");
                                }))
                .isInstanceOf(IOException.class)
                .hasMessage("enough");
        assertAllAreHandedOver();
    }

    @Test
    void aCancellationStopsIt() {
        Cancellation cancellation = new Cancellation();
        assertThatThrownBy(() ->
                        engine.handOver(
                                List.of("range"),
                                "range(100000000000)",
                                cancellation,
                                _ -> cancellation.cancel()))
                .isInstanceOf(Cancelled.class);
    }

    @Test
    void rowsAreInsertedInTheirOrder() throws SQLException {
        engine.execute("CREATE TABLE numbers (one BIGINT NOT NULL, other BIGINT NOT NULL)");
        engine.insert("numbers", numbers(5_000, 0));
        engine.insert("numbers", numbers(0, 5_000));
        engine.insert("numbers", numbers(3, 5_000));
        List<Long> found = new ArrayList<>();
        engine.query(
                "SELECT one, other FROM numbers",
                Cancellation.none(),
                rows -> {
                    while (rows.next()) {
                        assertThat(rows.getLong(2)).isEqualTo(rows.getLong(1) + 1_000_000);
                        found.add(rows.getLong(1));
                    }
                    return found;
                });
        assertThat(found).hasSize(5_003).isSorted().doesNotHaveDuplicates();
    }

    private static NumberSource numbers(int count, int from) {
        return new NumberSource() {
            @Override
            public int columns() {
                return 2;
            }

            @Override
            public int rows() {
                return count;
            }

            @Override
            public long get(int column, int row) {
                return from + row + column * 1_000_000L;
            }
        };
    }
}
