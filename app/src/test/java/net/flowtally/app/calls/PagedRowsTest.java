package net.flowtally.app.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.explore.CallRecord;
import org.junit.jupiter.api.Test;

class PagedRowsTest {
    private final List<Integer> wanted = new ArrayList<>();
    private final PagedRows rows = new PagedRows(wanted::add);

    @Test
    void asksForThePageOfARowThatIsLookedAt() {
        rows.reset(1_000_000);

        assertThat(rows).hasSize(1_000_000);
        assertThat(rows.get(401)).isEqualTo(CallRow.LOADING);
        assertThat(wanted).containsExactly(2);
    }

    @Test
    void showsAPageOnceItIsThere() {
        rows.reset(500);
        rows.deliver(2, page(400, 100));

        assertThat(rows.get(499)).isEqualTo(new CallRow.Loaded(call(499)));
        assertThat(wanted).isEmpty();
    }

    @Test
    void tellsWhoLooksWhichRowsHaveChanged() {
        rows.reset(500);
        List<Integer> updated = new ArrayList<>();
        rows.addListener(
                (javafx.collections.ListChangeListener<CallRow>)
                        change -> {
                            while (change.next()) {
                                for (int i = change.getFrom(); i < change.getTo(); i++) {
                                    updated.add(i);
                                }
                            }
                        });

        rows.deliver(2, page(400, 100));

        assertThat(updated).hasSize(100).startsWith(400).endsWith(499);
    }

    @Test
    void forgetsThePagesOfTheAnswerBefore() {
        rows.reset(500);
        rows.deliver(0, page(0, PagedRows.PAGE));
        rows.reset(300);

        assertThat(rows).hasSize(300);
        assertThat(rows.get(0)).isEqualTo(CallRow.LOADING);
    }

    @Test
    void holdsOnlyThePagesLookedAtLast() {
        rows.reset(100_000);
        for (int page = 0; page < 100; page++) {
            rows.deliver(page, page(page * PagedRows.PAGE, PagedRows.PAGE));
        }

        assertThat(rows.get(0)).isEqualTo(CallRow.LOADING);
        assertThat(rows.get(99 * PagedRows.PAGE)).isInstanceOf(CallRow.Loaded.class);
    }

    private static List<CallRecord> page(int from, int count) {
        List<CallRecord> page = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            page.add(call(from + i));
        }
        return page;
    }

    private static CallRecord call(int number) {
        Instant start = Instant.ofEpochSecond(number);
        return new CallRecord(
                "%032x".formatted(number),
                start,
                start.plusSeconds(1),
                "192.0.2.1",
                Address.v4(number),
                Address.v4(1),
                6,
                40_000,
                443,
                "https",
                "Sales",
                "Ann",
                "pc-1",
                "Internet",
                "Internet",
                number,
                2L * number,
                1,
                2,
                1,
                BigDecimal.ZERO);
    }
}
