package net.flowtally.ledger.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssociationTest {
    private static final String OUTSIDE = "198.51.100.7";
    private static final String ALSO_OUTSIDE = "203.0.113.80";
    private static final String SALES = "10.1.1.1";
    private static final String RESEARCH = "10.1.2.17";

    @TempDir Path directory;
    private SmallCompany company;

    @BeforeEach
    void open() {
        company = new SmallCompany(directory, 1);
    }

    @AfterEach
    void close() {
        company.close();
    }

    /// The call sends 1000 bytes from caller to callee and 300 back.
    @ParameterizedTest
    @CsvSource({
        "caller,   10.1.1.1,     198.51.100.7, Sales sent 1000 received 300 calls 1 Internet",
        "caller,   198.51.100.7, 10.1.1.1,     Sales sent 300 received 1000 calls 1 Internet",
        "caller,   10.1.1.1,     10.1.2.17,    Sales sent 1000 received 300 calls 1 Intranet",
        "callee,   10.1.1.1,     10.1.2.17,    Research sent 300 received 1000 calls 1 Intranet",
        "callee,   10.1.1.1,     198.51.100.7, Sales sent 1000 received 300 calls 1 Internet",
        "caller,   198.51.100.7, 203.0.113.80, Unassigned sent 1000 received 300 calls 1 Internet",
        "sender,   10.1.1.1,     10.1.2.17,    Sales sent 1000 received 0 calls 1 Intranet"
                + " + Research sent 300 received 0 calls 0 Intranet",
        "receiver, 10.1.1.1,     10.1.2.17,    Research sent 0 received 1000 calls 1 Intranet"
                + " + Sales sent 0 received 300 calls 0 Intranet",
        "sender,   10.1.1.1,     198.51.100.7, Sales sent 1000 received 0 calls 1 Internet"
                + " + Sales sent 0 received 300 calls 0 Internet",
    })
    void whoPaysForWhat(String payer, String caller, String callee, String expected)
            throws SQLException {
        new Settings(company.store()).set("payer", payer, "test");
        assertThat(String.join(" + ", associate(caller, callee, "2026-03-10T12:00:00Z")))
                .isEqualTo(expected);
    }

    @Test
    void ownerAndRateAreThoseOfTheInstantOfOwnership() throws SQLException {
        assertThat(associate("10.1.1.9", OUTSIDE, "2026-03-15T22:59:59Z"))
                .first()
                .asString()
                .startsWith("Sales");
        assertThat(associate("10.1.1.9", OUTSIDE, "2026-03-15T23:00:00Z"))
                .first()
                .asString()
                .startsWith("Research");
        assertThat(category(SALES, OUTSIDE, "2026-03-27T17:00:00Z")).isEqualTo("Internet off-peak");
        // the Monday after the change to summer time: 18:00 comes an hour earlier in UTC
        assertThat(category(SALES, OUTSIDE, "2026-03-30T15:59:59Z")).isEqualTo("Internet peak");
        assertThat(category(SALES, OUTSIDE, "2026-03-30T16:00:00Z")).isEqualTo("Internet off-peak");
        assertThat(category(RESEARCH, ALSO_OUTSIDE, "2026-03-28T12:00:00Z"))
                .as("a Saturday")
                .isEqualTo("Internet off-peak");
    }

    private List<String> associate(String caller, String callee, String ownedAt)
            throws SQLException {
        Snapshots snapshots = Snapshots.newest(company.store());
        Names names = new Names(snapshots.directory());
        List<String> parts = new ArrayList<>();
        new Association(snapshots)
                .associate(
                        call(caller, callee, ownedAt),
                        part ->
                                parts.add(
                                        names.department(part.owner.department())
                                                + " sent "
                                                + part.bytesSent()
                                                + " received "
                                                + part.bytesReceived()
                                                + " calls "
                                                + part.calls
                                                + " "
                                                + part.zone.name()));
        return parts;
    }

    private String category(String caller, String callee, String ownedAt) throws SQLException {
        List<String> categories = new ArrayList<>();
        new Association(Snapshots.newest(company.store()))
                .associate(
                        call(caller, callee, ownedAt),
                        part -> categories.add(part.rating.category()));
        return categories.getFirst();
    }

    private static CallQuarter call(String caller, String callee, String ownedAt) {
        CallQuarter call = new CallQuarter();
        call.ownedAt = Micros.of(Instant.parse(ownedAt));
        call.callerHi = Address.parse(caller).hi();
        call.callerLo = Address.parse(caller).lo();
        call.calleeHi = Address.parse(callee).hi();
        call.calleeLo = Address.parse(callee).lo();
        call.protocol = 6;
        call.callerPort = 40_000;
        call.calleePort = 443;
        call.bytesSent = 1_000;
        call.bytesReceived = 300;
        call.startsHere = true;
        return call;
    }
}
