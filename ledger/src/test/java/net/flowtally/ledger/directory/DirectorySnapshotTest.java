package net.flowtally.ledger.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;
import org.junit.jupiter.api.Test;

class DirectorySnapshotTest {
    private static final long COMPANY = 1;
    private static final long SALES = 2;
    private static final long WORKS = 3;
    private static final long ANN = 1;
    private static final long BEN = 2;
    private static final long CAM = 3;
    private static final String DAY = "2026-03-10T";

    private final List<Membership> memberships = new ArrayList<>();
    private final List<Assignment> assignments = new ArrayList<>();
    private final List<Lease> leases = new ArrayList<>();

    @Test
    void oneAddressWithThreeOwnersInADayHasOneAtEachInstant() {
        member(ANN, SALES, Span.ALWAYS);
        member(BEN, WORKS, Span.ALWAYS);
        member(CAM, SALES, Span.ALWAYS);
        assign("10.0.0.5", ANN, span("08:00", "10:00"));
        assign("10.0.0.5", BEN, span("10:00", "14:30"));
        assign("10.0.0.5", CAM, span("14:30", "18:00"));

        assertThat(userAt("10.0.0.5", "07:59:59.999999")).isZero();
        assertThat(userAt("10.0.0.5", "08:00:00")).isEqualTo(ANN);
        assertThat(userAt("10.0.0.5", "09:59:59.999999")).isEqualTo(ANN);
        assertThat(userAt("10.0.0.5", "10:00:00")).isEqualTo(BEN);
        assertThat(userAt("10.0.0.5", "14:30:00")).isEqualTo(CAM);
        assertThat(ownerAt("10.0.0.5", "18:00:00")).isEqualTo(Owner.UNASSIGNED);
        assertThat(ownerAt("10.0.0.5", "12:00:00")).isEqualTo(new Owner(WORKS, BEN, 0, 2));
        assertThat(snapshot().conflicts()).isEmpty();
    }

    @Test
    void mostSpecificKeyComesBeforePriorityAndStart() {
        assign("10.0.0.0/8", ANN, Span.ALWAYS, 9);
        assign("10.0.0.0/24", BEN, Span.ALWAYS, 0);
        assign("10.0.0.7", CAM, span("09:00", "10:00"), 0);
        assertThat(userAt("10.0.0.7", "09:30:00")).isEqualTo(CAM);
        assertThat(userAt("10.0.0.7", "10:30:00")).isEqualTo(BEN);
        assertThat(userAt("10.9.0.7", "10:30:00")).isEqualTo(ANN);
    }

    @Test
    void higherPriorityPrevailsWithoutAConflict() {
        assign("10.0.0.7", ANN, span("08:00", "18:00"), 5);
        assign("10.0.0.7", BEN, span("09:00", "10:00"), 0);
        assertThat(userAt("10.0.0.7", "09:30:00")).isEqualTo(ANN);
        assertThat(snapshot().conflicts()).isEmpty();
    }

    @Test
    void laterStartPrevailsAndTheConflictIsListed() {
        assign("10.0.0.7", ANN, span("08:00", "18:00"));
        assign("10.0.0.7", BEN, span("09:00", "10:00"));
        assertThat(userAt("10.0.0.7", "08:30:00")).isEqualTo(ANN);
        assertThat(userAt("10.0.0.7", "09:30:00")).isEqualTo(BEN);
        assertThat(userAt("10.0.0.7", "10:00:00")).isEqualTo(ANN);
        assertThat(snapshot().conflicts())
                .containsExactly(
                        new OwnershipConflict.TwoOwners(
                                AssignmentKey.parse("10.0.0.7"),
                                span("09:00", "10:00"),
                                assignments.get(1),
                                assignments.get(0)));
    }

    @Test
    void aMacOwnsTheAddressesThatLeasesTieItTo() {
        assign("00:11:22:33:44:55", ANN, Span.ALWAYS);
        assign("0011.2233.4466", BEN, span("09:00", "11:00"));
        assign("10.0.0.0/24", CAM, Span.ALWAYS);
        lease("10.0.0.7", "00:11:22:33:44:55", span("08:00", "10:00"));
        lease("10.0.0.7", "00-11-22-33-44-66", span("10:00", "12:00"));
        assertThat(userAt("10.0.0.7", "07:59:59")).isEqualTo(CAM);
        assertThat(userAt("10.0.0.7", "08:00:00")).isEqualTo(ANN);
        assertThat(userAt("10.0.0.7", "10:00:00")).isEqualTo(BEN);
        // the lease goes on, the assignment does not
        assertThat(userAt("10.0.0.7", "11:00:00")).isEqualTo(CAM);
        assertThat(userAt("10.0.0.8", "10:00:00")).isEqualTo(CAM);
    }

    @Test
    void anAddressOfItsOwnGoesBeforeTheMacAndTellsBoth() {
        assign("00:11:22:33:44:55", ANN, Span.ALWAYS, 9);
        assign("10.0.0.7", BEN, Span.ALWAYS, 0);
        assign("10.0.0.0/8", CAM, Span.ALWAYS, 0);
        lease("10.0.0.7", "00:11:22:33:44:55", Span.ALWAYS);
        assertThat(userAt("10.0.0.7", "09:00:00")).isEqualTo(BEN);
        assertThat(snapshot().claimsOn(Address.parse("10.0.0.7"), instant("09:00:00")))
                .extracting(claim -> claim.assignment().user() + " by lease " + claim.lease())
                .containsExactly(BEN + " by lease 0", ANN + " by lease 1", CAM + " by lease 0");
    }

    @Test
    void anInterfaceGoesBeforeAPrefixAndAfterAnAddress() {
        assign("192.0.2.1#7", ANN, span("08:00", "12:00"));
        assign("10.0.0.0/24", BEN, Span.ALWAYS);
        assign("10.0.0.9", CAM, Span.ALWAYS);
        assertThat(userBehind("10.0.0.7", "192.0.2.1", 7, "09:00:00")).isEqualTo(ANN);
        assertThat(userBehind("10.0.0.7", "192.0.2.1", 7, "12:00:00")).isEqualTo(BEN);
        assertThat(userBehind("10.0.0.7", "192.0.2.1", 8, "09:00:00")).isEqualTo(BEN);
        assertThat(userBehind("10.0.0.7", "192.0.2.2", 7, "09:00:00")).isEqualTo(BEN);
        assertThat(userBehind("10.0.0.9", "192.0.2.1", 7, "09:00:00")).isEqualTo(CAM);
        assertThat(userBehind("172.16.0.1", "192.0.2.1", 7, "09:00:00")).isEqualTo(ANN);
        assertThat(userAt("10.0.0.7", "09:00:00")).isEqualTo(BEN);
    }

    private long userBehind(String address, String exporter, int port, String time) {
        Address seen = Address.parse(address);
        Address by = Address.parse(exporter);
        return snapshot()
                .ownerOf(seen.hi(), seen.lo(), Micros.of(instant(time)), by.hi(), by.lo(), port)
                .user();
    }

    @Test
    void aUserTakesTheDepartmentOfTheInstant() {
        member(ANN, SALES, new Span(Instant.MIN, instant("10:00:00")));
        member(ANN, WORKS, Span.since(instant("12:00:00")));
        assign("10.0.0.7", ANN, Span.ALWAYS);
        assertThat(ownerAt("10.0.0.7", "09:59:59").department()).isEqualTo(SALES);
        // between two memberships the assignment's own department owns
        assertThat(ownerAt("10.0.0.7", "10:00:00")).isEqualTo(new Owner(COMPANY, ANN, 0, 1));
        assertThat(ownerAt("10.0.0.7", "12:00:00").department()).isEqualTo(WORKS);
    }

    @Test
    void aUserInTwoDepartmentsIsAConflictThatTheLaterStartWins() {
        member(ANN, SALES, Span.ALWAYS);
        member(ANN, WORKS, span("10:00", "12:00"));
        assign("10.0.0.7", ANN, Span.ALWAYS);
        assertThat(ownerAt("10.0.0.7", "11:00:00").department()).isEqualTo(WORKS);
        assertThat(ownerAt("10.0.0.7", "12:00:00").department()).isEqualTo(SALES);
        assertThat(snapshot().conflicts())
                .containsExactly(
                        new OwnershipConflict.TwoDepartments(
                                ANN,
                                span("10:00", "12:00"),
                                memberships.get(1),
                                memberships.get(0)));
    }

    @Test
    void departmentsAreNamedByTheirPath() {
        DirectorySnapshot snapshot = snapshot();
        assertThat(snapshot.pathOf(SALES)).isEqualTo("Company/Sales");
        assertThat(snapshot.pathOf(COMPANY)).isEqualTo("Company");
        assertThat(snapshot.pathOf(0)).isEqualTo("Unassigned");
        assertThat(snapshot.department("Company/Works").orElseThrow().id()).isEqualTo(WORKS);
        assertThat(snapshot.userName(BEN)).isEqualTo("ben");
        assertThat(snapshot.userName(0)).isEmpty();
    }

    @Test
    void everyInstantHasTheOwnerThatTheRulesSay() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            assignments.clear();
            int count = random.nextInt(1, 40);
            for (int i = 0; i < count; i++) {
                long from = random.nextInt(50);
                assign(
                        random.nextBoolean() ? "10.0.0.1" : "10.0.0.0/30",
                        random.nextInt(1, 4),
                        Span.ofMicros(from, from + random.nextInt(1, 30)),
                        random.nextInt(3));
            }
            DirectorySnapshot snapshot = snapshot();
            Address address = Address.parse("10.0.0.1");
            for (long at = 0; at < 80; at++) {
                long instant = at;
                long expected =
                        assignments.stream()
                                .filter(claim -> claim.span().contains(Micros.instant(instant)))
                                .max(DirectorySnapshotTest::strength)
                                .map(Assignment::id)
                                .orElse(0L);
                assertThat(snapshot.ownerOf(address, at).assignment())
                        .as("at %d, round %d, seed %d", at, round, seed)
                        .isEqualTo(expected);
            }
        }
    }

    private static int strength(Assignment one, Assignment other) {
        if (prefix(one).bits() != prefix(other).bits()) {
            return Integer.compare(prefix(one).bits(), prefix(other).bits());
        }
        if (one.priority() != other.priority()) {
            return Integer.compare(one.priority(), other.priority());
        }
        int start = one.span().from().compareTo(other.span().from());
        return start != 0 ? start : Long.compare(one.id(), other.id());
    }

    private DirectorySnapshot snapshot() {
        return new DirectorySnapshot(
                List.of(
                        Department.of(COMPANY, 0, "Company"),
                        Department.of(SALES, COMPANY, "Sales"),
                        Department.of(WORKS, COMPANY, "Works")),
                List.of(new User(ANN, "ann"), new User(BEN, "ben"), new User(CAM, "cam")),
                List.of(),
                memberships,
                assignments,
                leases);
    }

    private void member(long user, long department, Span span) {
        memberships.add(new Membership(memberships.size() + 1, user, department, span, ""));
    }

    private void lease(String address, String mac, Span span) {
        leases.add(
                new Lease(
                        leases.size() + 1,
                        Address.parse(address),
                        Mac.parse(mac),
                        "",
                        span,
                        "dhcp"));
    }

    private void assign(String key, long user, Span span) {
        assign(key, user, span, 0);
    }

    private void assign(String key, long user, Span span, int priority) {
        assignments.add(
                new Assignment(
                        assignments.size() + 1,
                        AssignmentKey.parse(key),
                        0,
                        user,
                        COMPANY,
                        span,
                        priority,
                        Evidence.STATIC,
                        ""));
    }

    private Owner ownerAt(String address, String time) {
        return snapshot().ownerOf(Address.parse(address), Micros.of(instant(time)));
    }

    private long userAt(String address, String time) {
        return ownerAt(address, time).user();
    }

    private static Prefix prefix(Assignment assignment) {
        return ((AssignmentKey.OfPrefix) assignment.key()).prefix();
    }

    private static Span span(String from, String to) {
        return new Span(instant(from + ":00"), instant(to + ":00"));
    }

    private static Instant instant(String time) {
        return Instant.parse(DAY + time + "Z");
    }
}
