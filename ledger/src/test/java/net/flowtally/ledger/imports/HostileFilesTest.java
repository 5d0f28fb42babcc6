package net.flowtally.ledger.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static net.flowtally.ledger.imports.ImportFixture.GOOD_ROWS;
import static net.flowtally.ledger.imports.ImportFixture.asOf;
import static net.flowtally.ledger.imports.ImportFixture.compared;
import static net.flowtally.ledger.imports.ImportFixture.errors;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that are meant to do harm, or might as well be: told in a sentence, in bounded memory, and
/// nothing of them is in the directory afterwards.
class HostileFilesTest {
    private static final ImportOptions STATE = asOf("2026-03-01T00:00:00Z", false);
    private static final long A_GIGABYTE = 1_000_000_000;

    private static final String LEASE =
            """
            lease 10.0.0.1 {
              starts 2 2026/03/10 06:00:00;
              ends never;
              hardware ethernet 00:11:22:33:44:55;
            }
            """;

    @TempDir private Path folder;
    private ImportFixture site;

    @BeforeEach
    void open() {
        site = new ImportFixture(folder);
    }

    @AfterEach
    void close() {
        assertThat(site.isEmpty()).isTrue();
        site.close();
    }

    private ImportOutcome customers(String xml) {
        return site.imports.customers(site.file("c.xml", xml), "", STATE, "anna");
    }

    @Test
    void anExternalEntityIsNotRead() {
        Path secret = site.file("secret.txt", "10.0.0.1");
        assertThat(
                        errors(
                                customers(
                                        "<?xml version=\"1.0\"?>\n<!DOCTYPE customers [<!ENTITY x SYSTEM"
                                                + " \""
                                                + secret.toUri()
                                                + "\">]>\n<customers><customer id=\"1\""
                                                + " name=\"A\"><cidr>&x;</cidr></customer></customers>")))
                .singleElement()
                .asString()
                .contains("The file has a document type; that is not read.");
    }

    @Test
    void aFileOfSomethingElseIsNoFileOfLeases() {
        Path file = site.file("people.csv", "department,user,address\nSales,Ann,10.0.0.1\n");
        assertThat(errors(site.imports.leases(file, GOOD_ROWS, "anna")))
                .containsExactly(
                        "line 1: The file begins like none of the DHCP servers of ISC or"
                                + " Kea.");
    }

    @Test
    void entitiesThatMultiplyAreNotRead() {
        assertThat(
                        errors(
                                customers(
                                        "<!DOCTYPE c [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>"
                                                + "<customers>&b;</customers>")))
                .singleElement()
                .asString()
                .contains("document type");
    }

    @Test
    void brokenXmlIsToldWithItsLine() {
        assertThat(errors(customers("<customers>\n<customer id=\"1\" name=\"A\">\n</customers>\n")))
                .singleElement()
                .asString()
                .startsWith("line 3: The file is no sound XML: ");
        assertThat(errors(customers("<people/>")))
                .containsExactly("line 1: The outermost element is not <customers>.");
        assertThat(
                        errors(
                                customers(
                                        "<customers><customer id=\"1\" name=\"A\"><cidr>"
                                                + "1".repeat(100_000)
                                                + "</cidr></customer></customers>")))
                .containsExactly("line 1: The text is longer than 1000 characters.");
    }

    @Test
    void aLineOfAGigabyteIsNotReadToItsEnd() throws IOException {
        Path file = folder.resolve("long.csv");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(A_GIGABYTE);
        }
        String[] expected = {"The file is larger than 200 MB."};
        Mapping mapping = Mapping.parse("user=uid,department=dn:path");
        assertThat(errors(site.imports.csv(file, "anna"))).containsExactly(expected);
        assertThat(errors(site.imports.ldif(file, mapping, STATE, "anna")))
                .containsExactly(expected);
        assertThat(errors(site.imports.leases(file, GOOD_ROWS, "anna"))).containsExactly(expected);
        assertThat(errors(site.imports.hosts(file, "IT", STATE, "anna"))).containsExactly(expected);
        assertThat(errors(site.imports.customers(file, "", STATE, "anna")))
                .containsExactly(expected);
        assertThat(errors(site.imports.logons(file, Duration.ofHours(8), GOOD_ROWS, "anna")))
                .containsExactly(expected);
    }

    @Test
    void aLineWithoutEndIsToldWhereItBegins() throws IOException {
        Path file = folder.resolve("long.csv");
        byte[] chunk = new byte[1 << 20];
        Arrays.fill(chunk, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write("department,user,workstation,address,from,to\n".getBytes(UTF_8));
            for (int i = 0; i < 20; i++) {
                out.write(chunk);
            }
        }
        String expected = "line 2: The line is longer than 65536 bytes.";
        Mapping mapping = Mapping.parse("user=uid,department=dn:path");
        assertThat(errors(site.imports.csv(file, "anna"))).containsExactly(expected);
        assertThat(errors(site.imports.ldif(file, mapping, STATE, "anna")))
                .containsExactly(expected);
        assertThat(errors(site.imports.leases(file, GOOD_ROWS, "anna"))).containsExactly(expected);
    }

    @Test
    void anLdifValueThatIsFoldedWithoutEndIsCutOff() {
        String folded = "dn: uid=x\n" + (" " + "y".repeat(1_000) + "\n").repeat(100);
        assertThat(
                        errors(
                                site.imports.ldif(
                                        site.file("f.ldif", folded),
                                        Mapping.parse("user=uid,department=dn:path"),
                                        STATE,
                                        "anna")))
                .containsExactly("line 1: The value is longer than 65536 characters.");
    }

    @Test
    void aHeaderThatNamesAColumnTwiceIsToldSo() {
        assertThat(
                        errors(
                                site.imports.csv(
                                        site.file("t.csv", "u,a,a\nann,10.0.0.1,10.0.0.2\n"),
                                        Mapping.parse("user=u,address=a,department:=X"),
                                        GOOD_ROWS,
                                        "anna")))
                .containsExactly("line 1, a: The column is there twice.");
    }

    @Test
    void textsThatAreFormulasElsewhereAreOnlyTextsHere() {
        ImportOutcome.Compared outcome =
                compared(
                        site.imports.csv(
                                site.file("t.csv", "u,a\n\"=cmd|' /C calc'!A0\",10.0.0.1\n"),
                                Mapping.parse("user=u,address=a,department:=X"),
                                new ImportOptions("", true, true, new Telling.History()),
                                "anna"));
        assertThat(outcome.changes().after().users())
                .extracting(user -> user.name())
                .containsExactly("=cmd|' /C calc'!A0");
    }

    @Test
    void mixedEndsOfLinesAndAByteOrderMarkCountAsLinesDo() {
        ImportOutcome.Compared outcome =
                compared(
                        site.imports.csv(
                                site.file(
                                        "t.csv",
                                        "\ufeffu,a\r\nann,10.0.0.1\nben,10.0.0.2\rcam,nowhere\r\n"),
                                Mapping.parse("user=u,address=a,department:=X"),
                                new ImportOptions("", true, false, new Telling.History()),
                                "anna"));
        assertThat(outcome.tally().rows()).isEqualTo(2);
        assertThat(outcome.leftOut())
                .extracting(RowError::toString)
                .containsExactly("line 4, a: 'nowhere' is not an address or prefix.");
    }

    @Test
    void aByteOrderMarkIsNoPartOfAnyFirstLine() {
        ImportOptions dry = new ImportOptions("", true, false, STATE.telling());
        ImportOutcome.Compared hosts =
                compared(
                        site.imports.hosts(
                                site.file("hosts", "\ufeff10.0.0.1 one\r\n10.0.0.2 two\rx y\n"),
                                "IT",
                                dry,
                                "anna"));
        assertThat(hosts.tally().added()).isEqualTo(2);
        assertThat(hosts.leftOut())
                .extracting(RowError::toString)
                .containsExactly("line 3, address: 'x' is not an address or prefix.");
        ImportOutcome.Compared leases =
                compared(
                        site.imports.leases(
                                site.file("dhcpd.leases", "\ufeff" + LEASE.replace("\n", "\r\n")),
                                new ImportOptions("", true, false, new Telling.History()),
                                "anna"));
        assertThat(leases.tally().added()).isEqualTo(1);
    }

    @Test
    void anotherCharsetIsToldWithItsLineInEveryFormat() throws IOException {
        Path file = folder.resolve("latin1");
        Files.writeString(file, "uid: a\nuid: M\u00fcller\n", ISO_8859_1);
        String expected =
                "line 2: The line is not UTF-8 (its byte 7 is no part of a character); save the file"
                        + " as UTF-8.";
        Mapping mapping = Mapping.parse("user=uid,department=dn:path");
        assertThat(errors(site.imports.csv(file, "anna"))).containsExactly(expected);
        assertThat(errors(site.imports.ldif(file, mapping, STATE, "anna")))
                .containsExactly(expected);
        assertThat(errors(site.imports.leases(file, GOOD_ROWS, "anna"))).containsExactly(expected);
        assertThat(errors(site.imports.hosts(file, "IT", STATE, "anna"))).containsExactly(expected);
        assertThat(errors(site.imports.logons(file, Duration.ofHours(8), GOOD_ROWS, "anna")))
                .containsExactly(expected);
    }
}
