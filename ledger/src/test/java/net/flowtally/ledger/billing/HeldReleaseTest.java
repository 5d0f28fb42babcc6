package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CanonicalQuarter;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.calls.SliceFile;
import net.flowtally.ledger.calls.StreamCommit;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.exporter.BadRelease;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.exporter.HeldRelease.Reason;
import net.flowtally.ledger.exporter.HeldReleases;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Held records that an administrator releases, and holds again.
class HeldReleaseTest {
    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-04-01T00:00:00Z");
    private static final Instant HELD = Instant.parse("2026-03-05T10:00:00Z");

    @TempDir Path directory;
    private SmallCompany company;
    private HeldReleases releases;

    @BeforeEach
    void open() {
        company = new SmallCompany(directory, System.nanoTime());
        releases = new HeldReleases(company.store());
        company.draw(60, HELD.plus(Duration.ofDays(1)), HELD.plus(Duration.ofDays(2)));
    }

    @AfterEach
    void close() {
        company.store().close();
    }

    private Slice hold(byte reason, long raw) {
        Slice slice = company.held(HELD, raw);
        slice.rawBytes = raw;
        slice.rawPackets = 3;
        slice.packets = 3;
        slice.records = 1;
        slice.held = reason;
        company.commit(List.of(slice), Micros.of(TO));
        return slice;
    }

    private HeldRelease release(Slice slice, Reason reason, long rate, long shift) {
        return new HeldRelease(
                0,
                new Address(slice.exporterHi, slice.exporterLo),
                reason,
                Micros.of(HELD),
                Micros.of(HELD.plus(Duration.ofHours(1))),
                rate,
                1,
                shift);
    }

    private long bytes(Instant from, Instant to) {
        company.account();
        return company.usage().total(from, to, UsageScope.ALL, Cancellation.none()).bytes();
    }

    private VerificationReport verify() {
        return new Verification(company.home(), company.store(), company.archive())
                .run(Cancellation.none(), Progress.NONE);
    }

    private List<CanonicalQuarter> canonical() {
        return company.archive()
                .canonical(Micros.of(FROM), Micros.of(TO), Long.MAX_VALUE, Cancellation.none());
    }

    @Test
    void atARateCountScaledAndAreHeldAgainWhenItIsRevoked() {
        Slice slice = hold(Slice.HELD_UNKNOWN_RATE, 1_001);
        long before = bytes(FROM, TO);
        List<CanonicalQuarter> archive = canonical();
        assertThat(before).isEqualTo(company.bytes());

        long id = releases.release(release(slice, Reason.RATE, 512, 0), "test");
        assertThat(bytes(FROM, TO)).isEqualTo(before + 512 * 1_001);
        assertThat(bytes(HELD, HELD.plus(Duration.ofMinutes(15)))).isEqualTo(512 * 1_001);
        assertThat(canonical()).isEqualTo(archive);
        assertThat(verify().findings()).isEmpty();

        releases.revoke(id, "test");
        assertThat(bytes(FROM, TO)).isEqualTo(before);
        assertThat(releases.at(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void shiftedCountInTheQuarterHourWhereTheyBelong() {
        Slice slice = hold(Slice.HELD_FUTURE, 4_000);
        long before = bytes(FROM, TO);
        Instant belongs = HELD.minus(Duration.ofHours(8));
        long id =
                releases.release(
                        release(slice, Reason.FUTURE, 1, -32 * QuarterHour.MICROS), "test");
        assertThat(bytes(FROM, TO)).isEqualTo(before + 4_000);
        assertThat(bytes(belongs, belongs.plus(Duration.ofMinutes(15)))).isEqualTo(4_000);
        assertThat(bytes(HELD, HELD.plus(Duration.ofMinutes(15)))).isZero();
        assertThat(verify().findings()).isEmpty();

        releases.revoke(id, "test");
        assertThat(bytes(FROM, TO)).isEqualTo(before);
        assertThat(bytes(belongs, belongs.plus(Duration.ofMinutes(15)))).isZero();
    }

    /// A slice of an LFAP flow from 10.1.1.1, as the stream of a server has it.
    private Slice flow(Instant quarter, int flags, long bytes, byte reason) {
        Slice slice = company.held(quarter, bytes);
        slice.callHi = 77;
        slice.callLo = 78;
        slice.callStart = Micros.of(HELD);
        slice.rawBytes = bytes;
        slice.rawPackets = 1;
        slice.records = 1;
        slice.held = reason;
        slice.flags = Slice.FLOW | flags;
        if ((flags & Slice.RESUMED) != 0) {
            slice.sourceLo = 0;
            slice.destinationLo = 0;
        }
        return slice;
    }

    private void commit(String stream, List<Slice> slices) {
        SliceBatch batch = new SliceBatch();
        for (Slice slice : slices) {
            slice.firstPosition = batch.size();
            slice.lastPosition = batch.size();
            batch.accept(slice);
        }
        try (SliceFile file = company.archive().begin(stream, 0)) {
            file.append(batch);
            company.archive()
                    .commit(
                            new StreamCommit(
                                    stream,
                                    StreamKind.REPLAY,
                                    slices.size(),
                                    slices.size(),
                                    Micros.of(TO),
                                    List.of(file.finish()),
                                    List.of(),
                                    List.of(),
                                    List.of()));
        }
        company.archive().finish(stream);
    }

    @Test
    void ofAFlowThatWentToAnotherServerCountOnceWithItsEndpoints() {
        long before = bytes(FROM, TO);
        Instant belongs = HELD.minus(Duration.ofHours(8));
        commit("primary", List.of(flow(HELD, 0, 1_000, Slice.NOT_HELD)));
        commit(
                "secondary",
                List.of(
                        flow(HELD, Slice.RESUMED | Slice.REBASED, 1_500, Slice.NOT_HELD),
                        flow(HELD, Slice.RESUMED, 200, Slice.HELD_FUTURE)));
        assertThat(bytes(FROM, TO)).isEqualTo(before + 1_500);
        assertThat(verify().findings()).isEmpty();

        Slice seen = flow(HELD, 0, 0, Slice.NOT_HELD);
        long id =
                releases.release(release(seen, Reason.FUTURE, 1, -32 * QuarterHour.MICROS), "test");
        assertThat(bytes(FROM, TO)).isEqualTo(before + 1_700);
        assertThat(bytes(belongs, belongs.plus(Duration.ofMinutes(15)))).isEqualTo(200);
        assertThat(callers(belongs)).containsExactly("10.1.1.1");
        assertThat(verify().findings()).isEmpty();

        releases.revoke(id, "test");
        assertThat(bytes(FROM, TO)).isEqualTo(before + 1_500);
        assertThat(verify().findings()).isEmpty();
    }

    private List<String> callers(Instant quarter) {
        List<String> callers = new ArrayList<>();
        try (CallReader reader = company.archive().reader()) {
            reader.electedCalls(
                    Micros.of(quarter),
                    Micros.of(quarter) + QuarterHour.MICROS,
                    Long.MAX_VALUE,
                    call -> callers.add(new Address(call.callerHi, call.callerLo).toString()));
        }
        return callers;
    }

    @Test
    void ofAnotherReasonExporterOrTimeStayHeld() {
        Slice slice = hold(Slice.HELD_UNKNOWN_RATE, 1_000);
        long before = bytes(FROM, TO);
        releases.release(release(slice, Reason.CLOCK, 1, 0), "test");
        releases.release(
                new HeldRelease(
                        0,
                        Address.parse("192.0.2.200"),
                        Reason.RATE,
                        Micros.of(FROM),
                        Micros.of(TO),
                        9,
                        1,
                        0),
                "test");
        releases.release(
                new HeldRelease(
                        0,
                        new Address(slice.exporterHi, slice.exporterLo),
                        Reason.RATE,
                        Micros.of(FROM),
                        Micros.of(HELD),
                        9,
                        1,
                        0),
                "test");
        assertThat(bytes(FROM, TO)).isEqualTo(before);
    }

    @Test
    void areRefusedWhereTheyTouchASealedPeriodOrAnotherRelease() {
        Slice slice = hold(Slice.HELD_UNKNOWN_RATE, 1_000);
        releases.release(release(slice, Reason.RATE, 2, 0), "test");
        assertThatThrownBy(() -> releases.release(release(slice, Reason.RATE, 3, 0), "test"))
                .isInstanceOf(BadRelease.class)
                .hasMessageContaining("revoke it first");
        assertThat(company.seal("2026-03", "the test says so"))
                .isInstanceOf(SealOutcome.Sealed.class);
        assertThatThrownBy(() -> releases.release(release(slice, Reason.CLOCK, 1, 0), "test"))
                .isInstanceOf(BadRelease.class)
                .hasMessageContaining("2026-03, which is sealed");
        assertThatThrownBy(() -> releases.revoke(1, "test")).isInstanceOf(BadRelease.class);
    }
}
