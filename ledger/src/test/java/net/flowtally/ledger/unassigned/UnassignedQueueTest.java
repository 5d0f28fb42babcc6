package net.flowtally.ledger.unassigned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.unassigned.Suggestion.Kind;
import net.flowtally.ledger.unassigned.UnassignedQueue.Order;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnassignedQueueTest {
    private static final Instant FROM = Instant.parse("2026-03-10T08:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-11T20:00:00Z");
    private static final String INTERNET = "198.51.100.7";

    @TempDir private Path folder;
    private SmallCompany company;

    @BeforeEach
    void open() {
        company = new SmallCompany(folder, System.nanoTime());
    }

    @AfterEach
    void close() {
        company.close();
    }

    private UnassignedWork work(Order order, int most, ReverseNames names) {
        return new UnassignedQueue(
                        company.home(), company.store(), company.archive(), company.usage())
                .of(
                        company.period("2026-03"),
                        order,
                        most,
                        names,
                        Cancellation.none(),
                        Progress.NONE);
    }

    private void sent(String caller, long... bytes) {
        company.commit(
                Arrays.stream(bytes)
                        .mapToObj(each -> company.sent(FROM, caller, INTERNET, each))
                        .toList(),
                Micros.of(TO));
    }

    private DirectoryImport imports() {
        return new DirectoryImport(company.store(), AccountingZone.of("Europe/Berlin"));
    }

    private List<Suggestion> suggestions(String address, ReverseNames names) {
        return work(Order.BYTES, 100, names).top().stream()
                .filter(each -> each.address().toString().equals(address))
                .findFirst()
                .orElseThrow()
                .suggestions();
    }

    @Test
    void bytesAndMoneyOfAllAddressesAreThoseOfTheUnassignedStatement() {
        company.draw(1_500, FROM, TO);
        for (int i = 0; i < 40; i++) {
            sent("10.9.8." + i, 1 + company.random().nextLong(9_000_000), 17);
        }
        company.account();
        Statement statement =
                company.statements().of(company.period("2026-03"), Cancellation.none()).stream()
                        .filter(each -> each.departmentPath().equals("Unassigned"))
                        .findFirst()
                        .orElseThrow();
        UnassignedWork work = work(Order.MONEY, 1_000, ReverseNames.NONE);
        assertThat(work.addresses()).isGreaterThan(40).isEqualTo(work.top().size());
        assertThat(work.bytes()).isEqualTo(statement.bytes());
        assertThat(work.calls()).isEqualTo(statement.calls());
        assertThat(work.charge()).isEqualTo(statement.total());
        assertThat(work.top().stream().mapToLong(UnassignedAddress::bytes).sum())
                .isEqualTo(statement.bytes());
        assertThat(work.top().stream().mapToLong(each -> each.charge().minor()).sum())
                .isEqualTo(statement.total().minor());
        assertThat(work.top())
                .isSortedAccordingTo(
                        Comparator.comparing(UnassignedAddress::charge)
                                .thenComparingLong(UnassignedAddress::bytes)
                                .reversed()
                                .thenComparing(UnassignedAddress::address));
        UnassignedWork byBytes = work(Order.BYTES, 3, ReverseNames.NONE);
        assertThat(byBytes.top()).hasSize(3);
        assertThat(byBytes.addresses()).isEqualTo(work.addresses());
        assertThat(byBytes.top().getFirst().bytes())
                .isEqualTo(work.top().stream().mapToLong(UnassignedAddress::bytes).max().orElse(0));
    }

    @Test
    void aLeaseLeadsToTheOwnerOfTheMacOrOfTheNamedMachine() throws IOException {
        company.importDirectory(
                """
                department,user,workstation,address,from,to
                Research,Emil,,00:11:22:33:44:aa,,2026-03-10T07:00:00Z
                """);
        imports()
                .leases(
                        Files.writeString(
                                folder.resolve("leases.csv"),
                                """
                                address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state
                                10.9.1.1,00:11:22:33:44:aa,,86400,1773187200,1,0,0,,0
                                10.9.1.2,00:11:22:33:44:bb,,86400,1773187200,1,0,0,PC-Bert.example.org,0
                                10.9.1.3,00:11:22:33:44:cc,,86400,1773187200,1,0,0,printer,0
                                """),
                        ImportOptions.ALL_OR_NOTHING,
                        "test");
        for (String address : List.of("10.9.1.1", "10.9.1.2", "10.9.1.3")) {
            sent(address, 1_000);
        }
        Suggestion ofMac = suggestions("10.9.1.1", ReverseNames.NONE).getFirst();
        assertThat(ofMac.kind()).isEqualTo(Kind.LEASE);
        assertThat(company.user(ofMac.user())).isEqualTo("Emil");
        assertThat(ofMac.evidence())
                .contains("a lease ties it to 00:11:22:33:44:aa", "a MAC of Research, user Emil");
        Suggestion ofHost = suggestions("10.9.1.2", ReverseNames.NONE).getFirst();
        assertThat(company.user(ofHost.user())).isEqualTo("Bert");
        assertThat(ofHost.evidence()).contains("calls itself", "a workstation of Sales, user Bert");
        Suggestion trace = suggestions("10.9.1.3", ReverseNames.NONE).getFirst();
        assertThat(trace.namesOwner()).isFalse();
        assertThat(trace.evidence()).contains("(printer), a MAC that is assigned to nobody");
    }

    @Test
    void logonsEarlierOwnersAndNeighboursAreTold() throws IOException {
        company.importDirectory(
                """
                department,user,workstation,address,from,to
                Sales,Bert,,10.9.1.1,,2026-03-01T00:00:00Z
                Research,Dora,,10.9.1.2,2026-03-20T00:00:00Z,
                Sales,,,10.9.2.1,,
                Sales,,,10.9.2.2,,
                Research,,,10.9.2.3,,
                """);
        imports()
                .logons(
                        Files.writeString(
                                folder.resolve("logons.csv"),
                                """
                                time,user,address,event
                                2026-03-10T05:00:00Z,Anna,10.9.1.1,logon
                                2026-03-10T06:00:00Z,Anna,10.9.1.1,logoff
                                2026-03-10T07:00:00Z,Zoe,10.9.1.9,logon
                                2026-03-10T17:00:00Z,Zoe,10.9.1.9,logoff
                                """),
                        Duration.ofHours(12),
                        ImportOptions.ALL_OR_NOTHING,
                        "test");
        for (String address : List.of("10.9.1.1", "10.9.1.2", "10.9.1.9", "10.9.2.9")) {
            sent(address, 1_000);
        }
        List<Suggestion> first = suggestions("10.9.1.1", ReverseNames.NONE);
        assertThat(first)
                .extracting(Suggestion::kind)
                .containsExactly(Kind.LOGON, Kind.PREVIOUS_OWNER);
        assertThat(first)
                .extracting(Suggestion::evidence)
                .containsExactly(
                        "Anna was logged on there, from 2026-03-10T05:00:00Z, to"
                                + " 2026-03-10T06:00:00Z",
                        "Sales, user Bert had it until 2026-03-01T00:00:00Z");
        assertThat(suggestions("10.9.1.2", ReverseNames.NONE).getFirst().evidence())
                .isEqualTo("Research, user Dora has it from 2026-03-20T00:00:00Z");
        assertThat(suggestions("10.9.1.9", ReverseNames.NONE).getFirst().evidence())
                .isEqualTo("it belongs to Zoe, who is in no department then");
        assertThat(suggestions("10.9.2.9", ReverseNames.NONE))
                .extracting(Suggestion::evidence)
                .containsExactly("2 of 3 assigned addresses in 10.9.2.0/24 are of Sales");
    }

    @Test
    void namesAreAskedForOnlyOfWhatIsListed() {
        sent("10.9.1.1", 2_000);
        sent("10.9.1.2", 1_000);
        AtomicReference<List<Address>> asked = new AtomicReference<>(List.of());
        ReverseNames names =
                addresses -> {
                    asked.set(addresses);
                    return Map.of(addresses.getFirst(), "pc-cara.example.org");
                };
        Suggestion suggestion =
                work(Order.BYTES, 1, names).top().getFirst().suggestions().getFirst();
        assertThat(asked.get()).containsExactly(Address.parse("10.9.1.1"));
        assertThat(suggestion.kind()).isEqualTo(Kind.REVERSE_NAME);
        assertThat(company.user(suggestion.user())).isEqualTo("Cara");
    }

    @Test
    void aPeriodWithoutCallsHasNoWork() {
        UnassignedWork work = work(Order.MONEY, 10, ReverseNames.NONE);
        assertThat(work.top()).isEmpty();
        assertThat(work.addresses()).isZero();
        assertThat(work.charge().isZero()).isTrue();
    }
}
