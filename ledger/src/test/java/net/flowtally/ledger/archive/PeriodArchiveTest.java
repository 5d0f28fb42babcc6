package net.flowtally.ledger.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.EveryLine;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.LineKind;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.settings.Settings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeriodArchiveTest {
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");

    @TempDir Path directory;
    private SmallCompany company;
    private Path file;

    @BeforeEach
    void seal() {
        company = new SmallCompany(directory, System.nanoTime());
        company.draw(150, FROM, FROM.plus(Duration.ofDays(2)));
        company.draw(40, FROM.plus(Duration.ofDays(25)), FROM.plus(Duration.ofDays(26)));
        assertThat(company.seal("2026-03", "")).isInstanceOf(SealOutcome.Sealed.class);
        file = directory.resolve("2026-03.sqlite");
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void itHasWhatThePeriodHadAtItsSealAndNothingElse() throws Exception {
        company.draw(30, FROM, FROM.plus(Duration.ofDays(1)));
        company.importDirectory(
                """
                department,user,workstation,address,from,to
                Newcomers,Gina,pc-gina,10.9.9.9,,
                """);
        company.account();
        ArchiveReport report = write();
        assertThat(report.period()).isEqualTo("2026-03");
        long calls = 0;
        long bytes = 0;
        long minor = 0;
        for (Statement statement :
                company.statements().of(company.period("2026-03"), Cancellation.none())) {
            calls += statement.calls();
            bytes += statement.bytes();
            minor += statement.total().minor();
        }
        try (Connection archive = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertThat(
                            text(
                                    archive,
                                    "SELECT sum(calls) || ' ' || sum(bytes_sent + bytes_received)"
                                            + " FROM usage"))
                    .isEqualTo(calls + " " + bytes);
            assertThat(text(archive, "SELECT sum(total_minor) FROM statement"))
                    .isEqualTo(Long.toString(minor));
            assertThat(text(archive, "SELECT sum(bytes) FROM slice WHERE exporter = '192.0.2.1'"))
                    .isEqualTo(Long.toString(bytes));
            assertThat(text(archive, "SELECT count(*) FROM department WHERE name = 'Newcomers'"))
                    .isEqualTo("0");
            assertThat(text(archive, "SELECT count(*) FROM tariff_rule")).isNotEqualTo("0");
            assertThat(text(archive, "SELECT count(DISTINCT user_name) FROM usage"))
                    .isNotEqualTo("0");
            assertThat(text(archive, "SELECT text FROM readme WHERE line = 1"))
                    .contains("billing period 2026-03");
        }
    }

    @Test
    void oneFlippedBitAnywhereIsFound() throws IOException {
        write();
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < 25; i++) {
            byte[] flipped = whole.clone();
            flipped[company.random().nextInt(whole.length)] ^=
                    (byte) (1 << company.random().nextInt(8));
            Files.write(file, flipped);
            assertThat(check().findings()).isNotEmpty();
        }
        Files.write(file, whole);
        assertThat(check().findings()).isEmpty();
    }

    @Test
    void aChangedFigureIsFoundByTableAndRows() throws Exception {
        write();
        try (Connection archive = DriverManager.getConnection("jdbc:sqlite:" + file);
                var update = archive.createStatement()) {
            update.executeUpdate(
                    "UPDATE usage SET bytes_sent = bytes_sent + 1"
                            + " WHERE rowid = (SELECT max(rowid) FROM usage)");
        }
        assertThat(check().findings())
                .anySatisfy(finding ->
                        assertThat(finding)
                                .contains("Table usage: rows ", "not those that were written"))
                .anySatisfy(finding -> assertThat(finding).contains("1 bytes more than the lines"));
    }

    @Test
    void oneUnitOfMoneyTooManyOnALineOfAnyKindIsFoundAndTheLineIsNamed() throws Exception {
        try (SmallCompany every = EveryLine.of(directory.resolve("every"), System.nanoTime())) {
            assertThat(every.seal("2026-04", "")).isInstanceOf(SealOutcome.Sealed.class);
            new PeriodArchive(every.home(), every.store(), every.archive())
                    .write(every.period("2026-04"), file, Cancellation.none(), Progress.NONE);
        }
        byte[] whole = Files.readAllBytes(file);
        for (LineKind kind : LineKind.values()) {
            String id;
            try (Connection archive = DriverManager.getConnection("jdbc:sqlite:" + file);
                    var update = archive.createStatement()) {
                id =
                        text(
                                archive,
                                "SELECT line_id FROM statement_line WHERE kind = '"
                                        + kind.column()
                                        + "' ORDER BY random() LIMIT 1");
                update.executeUpdate(
                        "UPDATE statement_line SET amount_minor = amount_minor + 1"
                                + " WHERE line_id = '"
                                + id
                                + "'");
            }
            assertThat(check().findings())
                    .as(kind.column())
                    .anySatisfy(finding ->
                            assertThat(finding).startsWith("Statement line " + id + " ("));
            Files.write(file, whole);
        }
        assertThat(check().findings()).isEmpty();
    }

    @Test
    void aRowThatIsGoneIsFound() throws Exception {
        write();
        try (Connection archive = DriverManager.getConnection("jdbc:sqlite:" + file);
                var delete = archive.createStatement()) {
            delete.executeUpdate("DELETE FROM correction");
            delete.executeUpdate("DELETE FROM statement_line");
        }
        assertThat(check().findings())
                .anySatisfy(finding ->
                        assertThat(finding).contains("Table statement_line: rows 1 to", "missing"));
    }

    @Test
    void aSealWritesTheArchiveWhereTheSiteNamesAFolder() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("archives"));
        new Settings(company.store()).set("archive.folder", folder.toString(), "test");
        company.draw(
                30, Instant.parse("2026-04-10T00:00:00Z"), Instant.parse("2026-04-11T00:00:00Z"));
        ArchivedSeal seal =
                new ArchivedSeal(
                        company.home(),
                        company.store(),
                        company.archive(),
                        SmallCompany.CLOCK,
                        "test");
        assertThat(seal.seal("2026-04", "", "test", Cancellation.none(), Progress.NONE))
                .isInstanceOf(SealOutcome.Sealed.class);
        assertThat(
                        ArchiveCheck.of(
                                        folder.resolve("2026-04.sqlite"),
                                        Cancellation.none(),
                                        Progress.NONE)
                                .findings())
                .isEmpty();
    }

    @Test
    void aSealWhoseArchiveCannotBeWrittenIsASealAndSaysSo() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("archives"));
        new Settings(company.store()).set("archive.folder", folder.toString(), "test");
        Files.writeString(folder.resolve("2026-04.sqlite"), "mine");
        company.draw(
                30, Instant.parse("2026-04-10T00:00:00Z"), Instant.parse("2026-04-11T00:00:00Z"));
        ArchivedSeal seal =
                new ArchivedSeal(
                        company.home(),
                        company.store(),
                        company.archive(),
                        SmallCompany.CLOCK,
                        "test");
        assertThatThrownBy(
                        () -> seal.seal("2026-04", "", "test", Cancellation.none(), Progress.NONE))
                .isInstanceOf(PeriodArchiveException.class)
                .hasMessageContaining("2026-04 is sealed, but its archive is not written");
        assertThat(company.period("2026-04").isSealed()).isTrue();
    }

    @Test
    void anOpenPeriodIsNotArchived() {
        assertThatThrownBy(() ->
                        new PeriodArchive(company.home(), company.store(), company.archive())
                                .write(
                                        company.period("2026-04"),
                                        file,
                                        Cancellation.none(),
                                        Progress.NONE))
                .isInstanceOf(PeriodArchiveException.class)
                .hasMessageContaining("not sealed");
        assertThat(file).doesNotExist();
    }

    @Test
    void nobodyButItsOwnerReadsIt() throws IOException {
        write();
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatIsThereIsNotWrittenOver() throws IOException {
        Files.writeString(file, "mine");
        assertThatThrownBy(this::write).isInstanceOf(PeriodArchiveException.class);
        assertThat(file).hasContent("mine");
    }

    private ArchiveReport write() {
        return new PeriodArchive(company.home(), company.store(), company.archive())
                .write(company.period("2026-03"), file, Cancellation.none(), Progress.NONE);
    }

    private ArchiveReport check() {
        return ArchiveCheck.of(file, Cancellation.none(), Progress.NONE);
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var query = connection.createStatement();
                ResultSet row = query.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
