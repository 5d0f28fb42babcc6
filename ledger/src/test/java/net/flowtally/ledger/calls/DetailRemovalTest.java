package net.flowtally.ledger.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.exporter.HeldReleases;
import net.flowtally.ledger.store.MaintenanceLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Slices of the first day of March go, those of the second stay.
class DetailRemovalTest {
    private static final long DAY = 96 * QuarterHour.MICROS;
    private static final long FIRST = RandomSlices.MARCH;
    private static final long SECOND = FIRST + DAY;
    private static final List<PeriodSpan> SPAN = List.of(new PeriodSpan(1, FIRST, SECOND));
    private static final Address ROUTER = Address.parse("192.0.2.1");
    private static final Address CALLER = Address.parse("10.0.0.1");
    private static final Address CALLEE = Address.parse("198.51.100.1");

    @TempDir Path directory;
    private ArchiveFixture fixture;
    private DetailRemoval removal;
    private SharedSlices shared;

    @BeforeEach
    void open() {
        fixture = new ArchiveFixture(directory);
        shared = new SharedSlices(fixture.home, fixture.store);
        removal =
                new DetailRemoval(fixture.home, fixture.store, fixture.archive, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void whatAFileHasBeyondTheSpanStaysAsItIs() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom dice = new SplittableRandom(seed);
        RandomSlices random = new RandomSlices(dice);
        for (int file = 0; file < 3; file++) {
            List<Slice> slices = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Slice slice = new Slice();
                random.fill(slice);
                slice.quarter = FIRST + dice.nextInt(192) * QuarterHour.MICROS;
                slices.add(slice);
            }
            fixture.commit("stream", slices, SECOND + DAY);
        }
        List<CanonicalQuarter> second = canonical(SECOND, SECOND + DAY);
        assertThat(second).isNotEmpty();
        assertThat(shared.areThere(SPAN, Cancellation.none())).isFalse();
        remove();
        assertThat(canonical(SECOND, SECOND + DAY)).isEqualTo(second);
        assertThat(fixture.archive.files(FIRST, SECOND, Long.MAX_VALUE)).isEmpty();
        try (CallReader reader = fixture.archive.reader()) {
            List<WrittenFile> files = fixture.archive.files(SECOND, SECOND + DAY, Long.MAX_VALUE);
            assertThat(files).hasSize(3);
            for (WrittenFile file : files) {
                assertThat(reader.check(file, Cancellation.none())).isEmpty();
            }
        }
    }

    @Test
    void aFlowThatWentToAnotherServerAndGoesOnBeyondTheSpanKeepsIt() {
        fixture.commit("primary", List.of(told(SECOND, -60, 100, 0)));
        fixture.commit("secondary", List.of(told(SECOND, 60, 130, Slice.RESUMED | Slice.REBASED)));
        assertThat(shared.areThere(SPAN, Cancellation.none())).isTrue();
    }

    @Test
    void aFlowThatStayedAtItsServerDoesNot() {
        fixture.commit("primary", List.of(told(SECOND, -60, 100, 0), told(SECOND, 60, 30, 0)));
        fixture.commit("secondary", List.of(other(told(SECOND, -60, 100, 0))));
        assertThat(shared.areThere(SPAN, Cancellation.none())).isFalse();
    }

    @Test
    void flowsThatStayAndWouldBeReadOtherwiseWithoutTheOtherServerKeepIt() {
        fixture.commit("primary", List.of(told(SECOND, -60, 100, 0)));
        fixture.commit(
                "secondary", List.of(other(told(SECOND, 60, 130, Slice.RESUMED | Slice.REBASED))));
        assertThat(shared.areThere(SPAN, Cancellation.none())).isTrue();
    }

    @Test
    void whatServersHaveBothBookedStaysTakenOffInTheStatus() {
        fixture.commit("primary", List.of(told(FIRST, 10, 100, 0)));
        fixture.commit("secondary", List.of(told(FIRST, 20, 130, Slice.RESUMED | Slice.REBASED)));
        fixture.commit("secondary", List.of(other(told(SECOND, 60, 5, 0))));
        fixture.commit("primary", List.of(other(other(told(SECOND, 60, 5, 0)))));
        long bytes = statusBytes();
        assertThat(bytes).isEqualTo(-100);
        assertThat(shared.areThere(SPAN, Cancellation.none())).isFalse();
        remove();
        assertThat(statusBytes()).isEqualTo(bytes);
    }

    @Test
    void whatWasReleasedStaysReleasedInTheStatus() {
        Slice held = told(FIRST, 10, 100, 0);
        held.flags = 0;
        held.held = Slice.HELD_UNKNOWN_RATE;
        fixture.commit("primary", List.of(held));
        release(0);
        long bytes = statusBytes();
        assertThat(bytes).isEqualTo(900);
        remove();
        assertThat(statusBytes()).isEqualTo(bytes);
    }

    @Test
    void heldRecordsThatAReleaseHasMovedToATimeThatStaysKeepIt() {
        Slice held = told(SECOND, -10, 100, 0);
        held.flags = 0;
        held.held = Slice.HELD_UNKNOWN_RATE;
        fixture.commit("primary", List.of(held));
        release(DAY);
        assertThat(shared.areThere(SPAN, Cancellation.none())).isTrue();
    }

    @Test
    void aFileThatComesInMeanwhileStopsTheRemoval() {
        fixture.commit("primary", List.of(told(FIRST, 10, 100, 0)));
        try (MaintenanceLock lock =
                MaintenanceLock.take(fixture.home, MaintenanceLock.PATIENCE, Cancellation.none())) {
            DetailRemoval.Prepared prepared = removal.prepare(lock, SPAN, Cancellation.none());
            fixture.commit("primary", List.of(told(FIRST, 20, 100, 0)));
            assertThat(fixture.store.<Boolean>write(c -> removal.apply(c, prepared))).isFalse();
        }
        assertThat(canonical(FIRST, SECOND)).hasSize(1);
    }

    private void release(long shift) {
        new HeldReleases(fixture.store)
                .release(
                        new HeldRelease(
                                0, ROUTER, HeldRelease.Reason.RATE, FIRST, SECOND, 10, 1, shift),
                        "test");
    }

    private void remove() {
        try (MaintenanceLock lock =
                MaintenanceLock.take(fixture.home, MaintenanceLock.PATIENCE, Cancellation.none())) {
            DetailRemoval.Prepared prepared = removal.prepare(lock, SPAN, Cancellation.none());
            boolean done =
                    fixture.store.edit(
                            "test",
                            "remove",
                            (connection, revision) -> {
                                try (var insert = connection.createStatement()) {
                                    insert.executeUpdate(
                                            "INSERT INTO billing_period VALUES (1, '2026-03', "
                                                    + FIRST
                                                    + ", "
                                                    + SECOND
                                                    + ", 'UTC', 'sealed')");
                                }
                                DetailRemoval.record(
                                        connection,
                                        new RemovedDetail(
                                                1,
                                                "2026-03",
                                                FIRST,
                                                SECOND,
                                                Instant.EPOCH,
                                                "test",
                                                RemovedDetail.Reason.AGE,
                                                revision,
                                                prepared.lastCommit(),
                                                1,
                                                1,
                                                1,
                                                "",
                                                "",
                                                "",
                                                ""),
                                        List.of());
                                return removal.apply(connection, prepared);
                            });
            assertThat(done).isTrue();
        }
    }

    private long statusBytes() {
        return new CollectionStatuses(fixture.store, fixture.archive)
                .read(Cancellation.none())
                .totals()
                .bytes();
    }

    private List<CanonicalQuarter> canonical(long from, long to) {
        return fixture.archive.canonical(from, to, Long.MAX_VALUE, Cancellation.none());
    }

    /// Another flow.
    private static Slice other(Slice slice) {
        slice.callLo++;
        slice.sourcePort++;
        return slice;
    }

    /// What the source of a flow sent, told so many seconds after a day's start or before it.
    private static Slice told(long day, int second, long bytes, int flags) {
        long at = day + second * 1_000_000L;
        Slice slice = ArchiveFixture.flow(ROUTER, CALLER, CALLEE, at, at, bytes, flags);
        slice.firstPosition = 1_000_000L + second;
        slice.lastPosition = slice.firstPosition;
        return slice;
    }
}
