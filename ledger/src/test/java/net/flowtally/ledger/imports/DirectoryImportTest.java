package net.flowtally.ledger.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.Membership;
import net.flowtally.ledger.directory.Owner;
import net.flowtally.ledger.directory.OwnershipConflict;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryImportTest {
    private static final String HEADER = "department,user,workstation,address,from,to\n";
    private static final AccountingZone BERLIN = AccountingZone.of("Europe/Berlin");

    @TempDir private Path folder;
    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(folder.resolve("home")));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Nested
    class Applied {
        @Test
        void rowsBecomeTheDirectory() {
            ImportOutcome outcome =
                    imported(
                            """
                            Company/Sales,ann,pc-1,10.0.0.1,,
                            Company/Sales,,printer,10.0.0.2,2026-03-01,
                            Company/Works,,,10.1.0.0/16,2026-03-01T08:00:00Z,2026-03-02T00:00:00Z
                            Company,ben,,2001:db8::/64,,2026-04-01
                            """);
            assertApplied(outcome, new ImportTally(4, 4, 0, 0, 0, 3, 2, 2));
            DirectorySnapshot snapshot = snapshot();
            assertThat(described("10.0.0.1", "2020-01-01T00:00:00Z"))
                    .isEqualTo("Company/Sales ann pc-1");
            // midnight in Berlin
            assertThat(described("10.0.0.2", "2026-02-28T22:59:59Z")).isEqualTo("Unassigned  ");
            assertThat(described("10.0.0.2", "2026-02-28T23:00:00Z"))
                    .isEqualTo("Company/Sales  printer");
            assertThat(described("10.1.2.3", "2026-03-01T12:00:00Z")).isEqualTo("Company/Works  ");
            assertThat(described("10.1.2.3", "2026-03-02T00:00:00Z")).isEqualTo("Unassigned  ");
            assertThat(described("2001:db8::77", "2026-03-31T21:59:59Z")).isEqualTo("Company ben ");
            assertThat(described("2001:db8::77", "2026-03-31T22:00:00Z")).isEqualTo("Unassigned  ");
            assertThat(snapshot.department("Company/Works").orElseThrow().parent())
                    .isEqualTo(snapshot.department("Company").orElseThrow().id());
            assertThat(importRuns()).containsExactly("directory directory.csv 4");
        }

        @Test
        void columnsMayComeInAnyOrderAfterAByteOrderMark() {
            assertThat(
                            run(
                                    "\ufeff"
                                            + "To,From,Address,Workstation,User,Department\r\n"
                                            + ",,10.0.0.1,pc,ann,Sales\r\n\r\n"))
                    .isInstanceOf(ImportOutcome.Compared.class);
            assertThat(described("10.0.0.1", "2026-01-01T00:00:00Z")).isEqualTo("Sales ann pc");
        }

        @Test
        void theSameFileTwiceChangesNothing() {
            String rows =
                    """
                    Sales,ann,pc-1,10.0.0.1,,2026-03-15
                    Works,ann,pc-1,10.0.0.1,2026-03-15,
                    Works,ann,pc-2,10.0.0.2,2026-03-20,
                    """;
            imported(rows);
            long revision = store.revision();
            List<Membership> memberships = snapshot().memberships();
            assertApplied(imported(rows), new ImportTally(3, 0, 0, 0, 3, 0, 0, 0));
            assertThat(store.revision()).isEqualTo(revision);
            assertThat(snapshot().memberships()).isEqualTo(memberships);
        }

        @Test
        void theSameNameInTwoFormsOfUnicodeIsOneName() {
            imported("Büro,Jörg,,10.0.0.1,,\n");
            assertApplied(
                    imported("Bu\u0308ro,Jo\u0308rg,,10.0.0.1,,\n"),
                    new ImportTally(1, 0, 0, 0, 1, 0, 0, 0));
        }

        @Test
        void aRepeatedRowIsWarnedAboutAndCountsOnce() {
            ImportOutcome outcome =
                    imported("Sales,ann,pc,10.0.0.1,,\n\nSales,ann,pc,10.0.0.1,,\n");
            assertApplied(
                    outcome,
                    new ImportTally(2, 1, 0, 0, 0, 1, 1, 1),
                    new RowError(4, "", "The line says the same as line 2."));
        }

        @Test
        void aRowTakesThePlaceOfTheOneWithTheSameAddressAndStart() {
            imported("Slaes,ann,pc,10.0.0.1,,\n");
            long wrong = store.revision();
            assertApplied(
                    imported("Sales,ann,pc,10.0.0.1,,\n"), new ImportTally(1, 0, 1, 0, 0, 1, 0, 0));
            assertThat(described("10.0.0.1", "2026-01-01T00:00:00Z")).isEqualTo("Sales ann pc");
            assertThat(snapshot().memberships()).hasSize(1);
            Owner before = new Directory(store).at(wrong).ownerOf(Address.parse("10.0.0.1"), 0);
            assertThat(snapshot().pathOf(before.department())).isEqualTo("Slaes");
        }

        @Test
        void aUserWhoMovesTakesEachAddressAlong() {
            imported(
                    """
                    Sales,ann,pc-1,10.0.0.1,,
                    Sales,ann,pc-2,10.0.0.2,,
                    """);
            imported(
                    """
                    Sales,ann,pc-1,10.0.0.1,,2026-03-15
                    Sales,ann,pc-2,10.0.0.2,,2026-03-15
                    Works,ann,pc-1,10.0.0.1,2026-03-15,
                    Works,ann,pc-2,10.0.0.2,2026-03-15,
                    """);
            assertThat(described("10.0.0.2", "2026-03-14T22:59:59Z")).isEqualTo("Sales ann pc-2");
            assertThat(described("10.0.0.2", "2026-03-14T23:00:00Z")).isEqualTo("Works ann pc-2");
            assertThat(snapshot().conflicts()).isEmpty();
            assertThat(snapshot().memberships())
                    .extracting(Membership::span)
                    .containsExactlyInAnyOrder(
                            new Span(Instant.MIN, Instant.parse("2026-03-14T23:00:00Z")),
                            Span.since(Instant.parse("2026-03-14T23:00:00Z")));
        }

        @Test
        void theLaterStartWinsOverWhatWasKnownAndTheConflictIsListed() {
            imported("Sales,ann,pc,10.0.0.1,,\n");
            ImportOutcome outcome = imported("Works,ben,pc,10.0.0.1,2026-03-15,\n");
            assertThat(outcome).isInstanceOf(ImportOutcome.Compared.class);
            List<OwnershipConflict> conflicts = ((ImportOutcome.Compared) outcome).conflicts();
            assertThat(conflicts).hasSize(1).isEqualTo(snapshot().conflicts());
            assertThat(conflicts.getFirst().overlap())
                    .isEqualTo(Span.since(Instant.parse("2026-03-14T23:00:00Z")));
            assertThat(described("10.0.0.1", "2026-03-10T00:00:00Z")).isEqualTo("Sales ann pc");
            assertThat(described("10.0.0.1", "2026-03-20T00:00:00Z")).isEqualTo("Works ben pc");
        }

        @Test
        void quartersOfTheTimeConcernedAreWorkedOutAgain() {
            long noon = Micros.of(Instant.parse("2026-03-10T12:00:00Z"));
            store.write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(
                            "INSERT INTO slice_file (id, path, stream, first_emission, last_emission,"
                                    + " first_position, last_position, slices, raw_bytes, raw_packets, bytes,"
                                    + " packets, octets_on_disk, hash, committed_at) VALUES"
                                    + " (1, 'a', 's', 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 'h', 0)");
                    for (int i = 0; i < 8; i++) {
                        statement.execute(
                                "INSERT INTO slice_file_quarter VALUES (1, "
                                        + (noon + i * 900_000_000L)
                                        + ", 1, 1, 1)");
                    }
                }
                return 0;
            });
            imported("Sales,,,10.0.0.1,2026-03-10T13:20:00+01:00,2026-03-10T14:00:00+01:00\n");
            assertThat(strings("SELECT quarter FROM dirty_quarter ORDER BY quarter"))
                    .containsExactly(
                            String.valueOf(noon + 900_000_000L),
                            String.valueOf(noon + 2 * 900_000_000L),
                            String.valueOf(noon + 3 * 900_000_000L));
        }
    }

    @Nested
    class Rejected {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '^',
                value = {
                    "Sales,ann,pc,10.0.0.999,, | address | '10.0.0.999' is not an address or prefix.",
                    "Sales,ann,pc,,, | address | The address is empty.",
                    "Sales,ann,pc,10.0.0.1/24,, | address | '10.0.0.1/24' has bits set after its"
                            + " length; meant is perhaps 10.0.0.0/24.",
                    "Sales,ann,pc,10.0.0.0/33,, | address | '10.0.0.0/33' is not an address or"
                            + " prefix.",
                    "Sales,ann,pc,host.example.com,, | address | 'host.example.com' is not an address"
                            + " or prefix.",
                    ",ann,pc,10.0.0.1,, | department | The department is empty.",
                    "Sales//East,ann,pc,10.0.0.1,, | department | A part of the path 'Sales//East' is"
                            + " empty.",
                    "unassigned,ann,pc,10.0.0.1,, | department | The name 'unassigned' is kept for"
                            + " what nobody owns.",
                    "Sales,ann,pc,10.0.0.1,2026-02-30, | from | '2026-02-30' is no time; write a date"
                            + " as 2026-03-31, a local time as 2026-03-31T14:30 or an instant as"
                            + " 2026-03-31T14:30:00Z.",
                    "Sales,ann,pc,10.0.0.1,2026-03-02,2026-03-02 | to | The end is not after the"
                            + " start.",
                    "Sales,ann,pc,10.0.0.1,2026-03-02,2026-03-01 | to | The end is not after the"
                            + " start.",
                    "Sales,ann,pc,10.0.0.1, | ^^ | The line has 5 fields; the header has 6.",
                    "Sales,ann,pc,10.0.0.1,,,x | ^^ | The line has 7 fields; the header has 6.",
                })
        void aWrongRowIsToldWithItsPlace(String row, String column, String message) {
            assertThat(errors(HEADER + "Sales,ben,,10.0.0.8,,\n" + row.strip() + "\n"))
                    .containsExactly(new RowError(3, column, message));
            assertThat(snapshot().assignments()).isEmpty();
            assertThat(store.revision()).isZero();
        }

        @Test
        void everythingThatIsWrongIsToldAtOnce() {
            assertThat(
                            errors(
                                    HEADER
                                            + "Sales,ann,pc,10.0.0.1,soon,never\n"
                                            + "\"Sa\nles\",ben,pc,10.0.0.2,,\n"
                                            + ",ben,pc,x,,\n"))
                    .extracting(error -> error.line() + " " + error.column())
                    .containsExactly("2 from", "2 to", "3 department", "5 department", "5 address");
        }

        @Test
        void twoRowsThatClaimAnAddressAtOnceAreToldWithBothLines() {
            assertThat(
                            errors(
                                    HEADER
                                            + "Sales,ann,pc,10.0.0.1,2026-03-10,\n"
                                            + "Sales,ben,pc,10.0.0.2,,\n"
                                            + "Works,cam,pc,10.0.0.1,,2026-03-11\n"))
                    .containsExactly(
                            new RowError(
                                    4,
                                    "address",
                                    "10.0.0.1 is claimed for the same time by line 2."));
        }

        @Test
        void aUserInTwoDepartmentsAtOnceIsToldWithBothLines() {
            assertThat(
                            errors(
                                    HEADER
                                            + "Sales,ann,pc-1,10.0.0.1,,\n"
                                            + "Sales,ann,pc-2,10.0.0.2,,2026-03-01\n"
                                            + "Works,ann,pc-3,10.0.0.3,2026-03-01,\n"))
                    .containsExactly(
                            new RowError(
                                    4,
                                    "department",
                                    "ann is in Works here and in Sales at the same time in line"
                                            + " 2."));
        }

        @Test
        void aHeaderWithOtherColumnsNamesThem() {
            assertThat(errors("department,user,pc,address,from,from\nSales,ann,x,10.0.0.1,,\n"))
                    .containsExactly(
                            new RowError(
                                    1,
                                    "",
                                    "There is no column 'pc'; columns are"
                                            + " department,user,workstation,address,from,to."),
                            new RowError(1, "from", "The column is there twice."),
                            new RowError(
                                    1,
                                    "workstation",
                                    "The column is missing; columns are"
                                            + " department,user,workstation,address,from,to."),
                            new RowError(
                                    1,
                                    "to",
                                    "The column is missing; columns are"
                                            + " department,user,workstation,address,from,to."));
            assertThat(errors("department;user;workstation;address;from;to\n"))
                    .containsExactly(
                            new RowError(
                                    1,
                                    "",
                                    "Columns are parted by ';'; a directory file parts them by"
                                            + " ','."));
            assertThat(errors("")).extracting(RowError::line).containsExactly(1L);
        }

        @Test
        void anotherCharsetIsToldWithItsLine() throws IOException {
            assertThat(
                            errors(
                                    (HEADER + "Sales,ann,,10.0.0.1,,\nBüro,x,,10.0.0.2,,\n")
                                            .getBytes(ISO_8859_1)))
                    .containsExactly(
                            new RowError(
                                    3,
                                    "",
                                    "The line is not UTF-8 (its byte 2 is no part of a character);"
                                            + " save the file as UTF-8."));
            assertThat(errors(HEADER.getBytes(UTF_16)))
                    .containsExactly(new RowError(1, "", "The file is UTF-16; save it as UTF-8."));
        }

        @Test
        void aQuoteThatIsNotClosedIsToldWithItsLine() {
            assertThat(errors(HEADER + "Sales,ann,,10.0.0.1,,\n\"Works,ben,,10.0.0.2,,\n"))
                    .containsExactly(new RowError(3, "", "Unclosed quoted field at end of input."));
            assertThat(
                            errors(
                                    HEADER
                                            + "\"Works,ben,,10.0.0.2,,\n"
                                            + "Sales,ann,,10.0.0.1,,\n".repeat(10_000)))
                    .containsExactly(
                            new RowError(
                                    2,
                                    "",
                                    "A field is too long, or its closing quote is missing."));
        }

        @Test
        void whatIsTooLongOrHasControlCharactersIsRefused() {
            String name = "n".repeat(201);
            assertThat(
                            errors(
                                    HEADER
                                            + name
                                            + ",ann,,10.0.0.1,,\n"
                                            + "Sales,"
                                            + name
                                            + ",,10.0.0.2,,\n"
                                            + "Sales,a\u0000b,,10.0.0.3,,\n"
                                            + "a/".repeat(64)
                                            + "a,,,10.0.0.4,,\n"))
                    .extracting(RowError::toString)
                    .containsExactly(
                            "line 2, department: The name is longer than 200 characters.",
                            "line 3, user: The name is longer than 200 characters.",
                            "line 4, user: The text has a control character in it.",
                            "line 5, department: The path has more than 64 levels.");
            assertThat(errors(HEADER + "x".repeat(70_000)))
                    .containsExactly(new RowError(2, "", "The line is longer than 65536 bytes."));
        }

        @Test
        void noMoreThanAThousandErrorsAreListed() {
            List<RowError> errors = errors(HEADER + "Sales,ann,,nowhere,,\n".repeat(1_500));
            assertThat(errors).hasSize(1_001);
            assertThat(errors.getLast())
                    .isEqualTo(new RowError(0, "", "500 more errors are not listed."));
        }

        @Test
        void aFileBeyondTheLimitIsNotEvenRead() throws IOException {
            Path large = folder.resolve("large.csv");
            try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
                file.setLength(TextFile.MOST_BYTES + 1);
            }
            assertThat(new DirectoryImport(store, BERLIN).csv(large, "anna"))
                    .isEqualTo(
                            new ImportOutcome.Rejected(
                                    List.of(
                                            new RowError(
                                                    0, "", "The file is larger than 200 MB."))));
        }

        @Test
        void aFileThatIsNotThereIsToldSo() {
            Path missing = folder.resolve("missing.csv");
            assertThat(new DirectoryImport(store, BERLIN).csv(missing, "anna"))
                    .isEqualTo(
                            new ImportOutcome.Rejected(
                                    List.of(
                                            new RowError(
                                                    0, "", "There is no file " + missing + "."))));
        }
    }

    @Test
    void aHundredThousandRowsAreImportedAndLookedUp() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            String where = ",10." + (i >> 16) + "." + (i >> 8 & 0xff) + "." + (i & 0xff);
            for (int half = 0; half < 2; half++) {
                int user = (i + half * 7) / 4;
                rows.append("Company/Department ").append(user % 200).append(",user ").append(user);
                rows.append(",pc-").append(i).append(where);
                rows.append(half == 0 ? ",,2026-03-15\n" : ",2026-03-15,\n");
            }
        }
        // processor time: other work on the machine must not fail the test
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        ImportOutcome outcome = imported(rows.toString());
        Duration taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);

        assertThat(((ImportOutcome.Compared) outcome).tally().added()).isEqualTo(100_000);
        assertThat(taken).isLessThan(Duration.ofSeconds(10));
        DirectorySnapshot snapshot = snapshot();
        assertThat(snapshot.users()).hasSize(12_502);
        for (int i = 0; i < 50_000; i++) {
            Address address = Address.v4(0x0a000000 | i);
            assertThat(snapshot.userName(snapshot.ownerOf(address, 0).user()))
                    .isEqualTo("user " + i / 4);
        }
    }

    private static void assertApplied(
            ImportOutcome outcome, ImportTally tally, RowError... warnings) {
        ImportOutcome.Compared compared = (ImportOutcome.Compared) outcome;
        assertThat(compared.applied()).isTrue();
        assertThat(compared.tally()).isEqualTo(tally);
        assertThat(compared.warnings()).containsExactly(warnings);
        assertThat(compared.leftOut()).isEmpty();
        assertThat(compared.conflicts()).isEmpty();
    }

    private ImportOutcome imported(String rows) {
        ImportOutcome outcome = run(HEADER + rows);
        assertThat(outcome).isInstanceOf(ImportOutcome.Compared.class);
        return outcome;
    }

    private List<RowError> errors(String text) {
        return errors(text.getBytes(UTF_8));
    }

    private List<RowError> errors(byte[] text) {
        ImportOutcome outcome = run(text);
        assertThat(outcome).isInstanceOf(ImportOutcome.Rejected.class);
        return ((ImportOutcome.Rejected) outcome).errors();
    }

    private ImportOutcome run(String text) {
        return run(text.getBytes(UTF_8));
    }

    private ImportOutcome run(byte[] text) {
        try {
            Path file = Files.write(folder.resolve("directory.csv"), text);
            return new DirectoryImport(store, BERLIN).csv(file, "anna");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private DirectorySnapshot snapshot() {
        return new Directory(store).current();
    }

    private String described(String address, String instant) {
        DirectorySnapshot snapshot = snapshot();
        Owner owner = snapshot.ownerOf(Address.parse(address), Micros.of(Instant.parse(instant)));
        return snapshot.pathOf(owner.department())
                + " "
                + snapshot.userName(owner.user())
                + " "
                + snapshot.workstationName(owner.workstation());
    }

    private List<String> importRuns() {
        return strings("SELECT kind || ' ' || name || ' ' || entries FROM import_run");
    }

    private List<String> strings(String query) {
        return store.read(connection -> {
            List<String> texts = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        });
    }
}
