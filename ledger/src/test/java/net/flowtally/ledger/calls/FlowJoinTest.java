package net.flowtally.ledger.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// LFAP flows that went from one server to another, slice by slice.
class FlowJoinTest {
    private static final long NOON = RandomSlices.MARCH + 48 * QuarterHour.MICROS;
    private static final long SECOND = 1_000_000L;
    private static final Address CALLER = Address.parse("10.0.0.1");
    private static final Address CALLEE = Address.parse("198.51.100.1");
    private static final Address ROUTER = Address.parse("192.0.2.1");

    @TempDir Path directory;
    private ArchiveFixture fixture;

    @BeforeEach
    void open() {
        fixture = new ArchiveFixture(directory.resolve("home"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    /// What the flow's source sent, told so many seconds after noon.
    private static Slice told(int second, long bytes, int flags) {
        long at = NOON + second * SECOND;
        Slice slice =
                ArchiveFixture.flow(ROUTER, CALLER, CALLEE, NOON - 7 * SECOND, at, bytes, flags);
        slice.firstPosition = 1000L + second;
        slice.lastPosition = slice.firstPosition;
        slice.ticks = (Slice.TICKS - 100 + second * 100) % Slice.TICKS;
        return slice;
    }

    /// The same, of a flow whose admission the stream did not hear.
    private static Slice bare(int second, long bytes, int flags) {
        Slice slice = told(second, bytes, Slice.RESUMED | flags);
        slice.sourceLo = 0;
        slice.destinationLo = 0;
        slice.sourcePort = 0;
        slice.destinationPort = 0;
        slice.protocol = 0;
        slice.exporterLo = Address.parse("192.0.2.77").lo();
        slice.callStart = slice.start;
        return slice;
    }

    /// Quarter hour since noon, caller, bytes and start of each call.
    private List<String> calls() {
        List<String> calls = new ArrayList<>();
        try (CallReader reader = fixture.archive.reader()) {
            reader.electedCalls(
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    call ->
                            calls.add(
                                    (call.quarter - NOON) / QuarterHour.MICROS
                                            + " "
                                            + new Address(call.callerHi, call.callerLo)
                                            + " "
                                            + new Address(call.exporterHi, call.exporterLo)
                                            + " "
                                            + call.bytesSent
                                            + " "
                                            + (call.callStart - NOON) / SECOND));
        }
        return calls;
    }

    @Test
    void aSliceWithoutEndpointsTakesThemFromTheStreamThatSawTheFlowBegin() {
        Slice admission = told(0, 0, Slice.ADMISSION);
        admission.rawPackets = 0;
        admission.packets = 0;
        fixture.commit("secondary", List.of(bare(30, 500, Slice.REBASED)));
        assertThat(calls()).containsExactly("0 :: 192.0.2.77 500 30");
        fixture.commit("primary", List.of(admission));
        assertThat(calls()).containsExactly("0 10.0.0.1 192.0.2.1 500 -7");
    }

    @Test
    void whatTwoServersHeardOfARunningCounterCountsOnceInTheQuarterHourItBelongsTo() {
        // the primary heard 100, 250 and, past the border, 400; the secondary is told 250 again
        fixture.commit("primary", List.of(told(10, 100, 0), told(600, 150, 0)));
        fixture.commit(
                "secondary",
                List.of(bare(905, 250, Slice.REBASED), bare(905, 150, 0), bare(930, 60, 0)));
        fixture.commit("primary", List.of(told(901, 150, 0)));
        assertThat(calls())
                .containsExactly("0 10.0.0.1 192.0.2.1 250 -7", "1 10.0.0.1 192.0.2.1 210 -7");
        try (CallReader reader = fixture.archive.reader()) {
            List<JoinedSlices.Correction> corrections = reader.corrections(Cancellation.none());
            assertThat(corrections)
                    .extracting(JoinedSlices.Correction::bytes)
                    .containsExactly(400L);
        }
    }

    @Test
    void anAgentThatComesBackAddsOnlyWhatNoServerHeard() {
        fixture.commit("primary", List.of(told(10, 100, 0)));
        fixture.commit("secondary", List.of(bare(20, 130, Slice.REBASED), bare(40, 70, 0)));
        // at 260 the primary has 100 itself; 100 of the rest are the secondary's
        fixture.commit("primary", List.of(told(60, 160, Slice.REBASED), told(80, 5, 0)));
        assertThat(calls()).containsExactly("0 10.0.0.1 192.0.2.1 265 -7");
    }

    @Test
    void aDeltaThatTheOtherServerHasIsLeftOutThoughTheAgentsClockGoesRound() {
        int flags = Slice.RESUMED | Slice.REPEATABLE;
        // the clock is told modulo 2^24 and goes round a second after noon
        fixture.commit("primary", List.of(told(0, 10, 0), told(3, 20, 0)));
        Slice late = told(3, 20, flags);
        late.start += 50 * SECOND;
        late.end = late.start;
        fixture.commit("secondary", List.of(late, told(4, 40, flags), told(9, 80, Slice.RESUMED)));
        assertThat(calls()).containsExactly("0 10.0.0.1 192.0.2.1 150 -7");
    }

    @Test
    void whatBothServersWereToldAsRepeatableCountsAtOneOfThem() {
        fixture.commit("primary", List.of(told(3, 20, Slice.REPEATABLE)));
        fixture.commit("secondary", List.of(told(3, 20, Slice.REPEATABLE)));
        assertThat(calls()).containsExactly("0 10.0.0.1 192.0.2.1 20 -7");
    }

    @Test
    void flowsOfOneStreamAreLeftAsTheyAre() {
        fixture.commit("primary", List.of(told(3, 20, Slice.REPEATABLE), told(3, 20, 0)));
        fixture.commit("primary", List.of(told(60, 160, Slice.REBASED)));
        assertThat(calls()).containsExactly("0 10.0.0.1 192.0.2.1 200 -7");
    }

    @Test
    void filesFromBeforeTheAgentsClockWasKeptAreReadBesideNewerOnes()
            throws SQLException, IOException {
        fixture.commit("primary", List.of(told(10, 100, 0)));
        withoutTicks();
        fixture.commit("secondary", List.of(bare(20, 130, Slice.REBASED)));
        assertThat(calls()).containsExactly("0 10.0.0.1 192.0.2.1 130 -7");
    }

    /// Writes the files at hand as a former version did.
    private void withoutTicks() throws SQLException, IOException {
        for (WrittenFile each :
                fixture.archive.files(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)) {
            Path file = fixture.home.calls().resolve(each.name());
            Path old = directory.resolve("old.parquet");
            try (Connection engine = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = engine.createStatement()) {
                statement.execute(
                        "COPY (SELECT * EXCLUDE (ticks) FROM read_parquet('"
                                + file
                                + "')) TO '"
                                + old
                                + "' (FORMAT parquet)");
            }
            Files.move(old, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
