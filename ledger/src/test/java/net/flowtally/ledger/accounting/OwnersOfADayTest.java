package net.flowtally.ledger.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.directory.Claim;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.directory.Owner;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One address with several owners in a day, of which some are said at the same time by different
/// sources: every byte has exactly one, and it is told what says so.
class OwnersOfADayTest {
    private static final String ADDRESS = "10.9.1.1";
    private static final Instant DAY = Instant.parse("2026-03-10T00:00:00Z");
    private static final Instant NEXT_DAY = DAY.plus(Duration.ofDays(1));

    private static final String LEASES =
            """
            lease 10.9.1.1 {
              starts 2 2026/03/10 06:00:00;
              ends 2 2026/03/10 12:00:00;
              hardware ethernet 00:11:22:33:44:aa;
            }
            lease 10.9.1.1 {
              starts 2 2026/03/10 12:00:00;
              ends 2 2026/03/10 18:00:00;
              hardware ethernet 00:11:22:33:44:bb;
            }
            """;

    private static final String LOGONS =
            """
            time,user,address,event
            2026-03-10T11:00:00Z,Fina,10.9.1.1,logon
            2026-03-10T13:00:00Z,Fina,10.9.1.1,logoff
            """;

    @TempDir private Path folder;

    @Test
    void everyByteHasOneOwnerAndItIsToldWhatSaysSo() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        try (SmallCompany company = new SmallCompany(folder, seed)) {
            company.importDirectory(
                    """
                    department,user,workstation,address,from,to
                    Sales,,,10.9.0.0/16,,
                    Sales,Bert,,00:11:22:33:44:aa,,
                    Research,Emil,,00:11:22:33:44:bb,,
                    """);
            DirectoryImport imports =
                    new DirectoryImport(company.store(), AccountingZone.of("Europe/Berlin"));
            applied(
                    imports.leases(
                            Files.writeString(folder.resolve("dhcpd.leases"), LEASES),
                            ImportOptions.ALL_OR_NOTHING,
                            "test"));
            applied(
                    imports.logons(
                            Files.writeString(folder.resolve("logons.csv"), LOGONS),
                            Duration.ofHours(8),
                            ImportOptions.ALL_OR_NOTHING,
                            "test"));

            Map<String, Long> expected = new TreeMap<>();
            List<Slice> slices = new ArrayList<>();
            List<Instant> instants = new ArrayList<>();
            for (String border :
                    List.of("06:00:00", "11:00:00", "12:00:00", "13:00:00", "18:00:00")) {
                Instant at = Instant.parse("2026-03-10T" + border + "Z");
                instants.add(at.minusNanos(1_000));
                instants.add(at);
            }
            for (int i = 0; i < 500; i++) {
                instants.add(Micros.instant(random.nextLong(Micros.of(DAY), Micros.of(NEXT_DAY))));
            }
            for (Instant at : instants) {
                long bytes = random.nextLong(1, 1_000_000);
                slices.add(company.sent(at, ADDRESS, "198.51.100.7", bytes));
                expected.merge(ownerAt(at), bytes, Long::sum);
            }
            company.commit(slices, Micros.of(NEXT_DAY));
            company.account();

            Map<String, Long> accounted = new TreeMap<>();
            company.usage()
                    .rows(
                            DAY,
                            NEXT_DAY,
                            row ->
                                    accounted.merge(
                                            row.department() + " " + row.user(),
                                            row.bytesSent() + row.bytesReceived(),
                                            Long::sum),
                            Cancellation.none());
            assertThat(accounted).as("seed %d", seed).isEqualTo(expected);
            DirectorySnapshot directory = new Directory(company.store()).current();
            for (Instant at : instants) {
                isExplained(directory, at);
            }
        }
    }

    /// The logon goes before the leases, and these before the prefix.
    private static String ownerAt(Instant at) {
        int hour = (int) Duration.between(DAY, at).toHours();
        if (hour < 6 || hour >= 18) {
            return "Sales ";
        }
        if (hour >= 11 && hour < 13) {
            return "Research/Lab Fina";
        }
        return hour < 11 ? "Sales Bert" : "Research Emil";
    }

    private static void isExplained(DirectorySnapshot directory, Instant at) {
        List<Claim> claims = directory.claimsOn(Address.parse(ADDRESS), at);
        Owner owner = directory.ownerOf(Address.parse(ADDRESS), Micros.of(at));
        Claim first = claims.getFirst();
        assertThat(first.assignment().id()).as("at %s", at).isEqualTo(owner.assignment());
        int hour = (int) Duration.between(DAY, at).toHours();
        boolean leased = hour >= 6 && hour < 18;
        boolean loggedOn = hour >= 11 && hour < 13;
        assertThat(first.assignment().evidence() == Evidence.LOGON).isEqualTo(loggedOn);
        assertThat(first.lease() != 0).isEqualTo(leased && !loggedOn);
        assertThat(claims).as("at %s", at).hasSize(1 + (leased ? 1 : 0) + (loggedOn ? 1 : 0));
    }

    private static void applied(ImportOutcome outcome) {
        assertThat(outcome).isInstanceOf(ImportOutcome.Compared.class);
    }
}
