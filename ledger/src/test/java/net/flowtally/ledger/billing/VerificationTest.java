package net.flowtally.ledger.billing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.accounting.Finding;
import net.flowtally.ledger.accounting.Finding.Subject;
import net.flowtally.ledger.directory.Billing;
import net.flowtally.ledger.directory.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    private static final Instant FROM = Instant.parse("2026-03-10T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-12T00:00:00Z");

    @TempDir Path directory;
    private SmallCompany company;

    @BeforeEach
    void seal() {
        company = new SmallCompany(directory, System.nanoTime());
        company.draw(150, FROM, TO);
        company.draw(
                50, Instant.parse("2026-04-02T00:00:00Z"), Instant.parse("2026-04-02T06:00:00Z"));
        assertThat(company.seal("2026-03", "")).isInstanceOf(SealOutcome.Sealed.class);
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void whatNobodyTouchedIsClean() {
        VerificationReport report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.sliceFiles()).isEqualTo(2);
        assertThat(report.usageFiles()).isEqualTo(6);
        assertThat(report.usageRows()).isPositive();
        assertThat(report.sealedPeriods()).isEqualTo(1);
        assertThat(report.statements()).isEqualTo(4);
        assertThat(report.lines()).isGreaterThan(4);
    }

    @Test
    void lateCallsAndEditsAfterTheSealAreNoDifference() {
        company.draw(20, FROM, TO);
        company.importDirectory(
                """
                department,user,workstation,address,from,to
                Newcomers,Gina,pc-gina,10.9.9.9,,
                """);
        company.account();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aStatementStaysTheShowbackOrChargebackItWasSealedAs() throws Exception {
        Directory departments = new Directory(company.store());
        departments.edit(
                "test", "bill", draft -> draft.billDepartment("Research", Billing.SHOWBACK));
        company.account();
        assertThat(company.seal("2026-04", "")).isInstanceOf(SealOutcome.Sealed.class);
        assertThat(shown("2026-03")).isEmpty();
        assertThat(shown("2026-04"))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path).startsWith("Research"));
        departments.edit(
                "test", "bill", draft -> draft.billDepartment("Research", Billing.CHARGEBACK));
        assertThat(shown("2026-04")).isNotEmpty();
        assertThat(verify().findings()).isEmpty();

        company.store()
                .write(connection -> {
                    try (var sql = connection.createStatement()) {
                        return sql.executeUpdate("UPDATE statement SET billing = 'chargeback'");
                    }
                });
        assertThat(verify().findings())
                .anySatisfy(finding ->
                        assertThat(finding.what())
                                .isEqualTo("It is a chargeback, the directory says showback."));
    }

    /// Departments whose statements are showbacks.
    private List<String> shown(String period) {
        return company.statements().of(company.period(period), Cancellation.none()).stream()
                .filter(statement -> !statement.isCharged())
                .map(Statement::departmentPath)
                .toList();
    }

    @Test
    void aFlippedByteInASliceFileIsFoundThere() throws IOException {
        List<Path> files = files(company.home().calls());
        Path file = files.get(company.random().nextInt(files.size()));
        flip(file);
        assertThat(verify().findings())
                .anySatisfy(finding -> {
                    assertThat(finding.subject()).isEqualTo(Subject.SLICE_FILE);
                    assertThat(finding.place()).isEqualTo(file.getFileName().toString());
                });
    }

    @Test
    void aFlippedByteInAUsageFileIsFoundThere() throws IOException {
        List<Path> files = files(company.home().usage());
        Path file = files.get(company.random().nextInt(files.size()));
        flip(file);
        assertThat(verify().findings())
                .anySatisfy(finding -> {
                    assertThat(finding.subject()).isEqualTo(Subject.USAGE_FILE);
                    assertThat(finding.place()).isEqualTo(file.getFileName().toString());
                });
    }

    @Test
    void aChangedStatementLineIsFoundByItsId() {
        update(
                "UPDATE statement_line SET amount_minor = amount_minor + 1"
                        + " WHERE line_id = '2026-03-0002-01'");
        List<Finding> findings = verify().findings();
        assertThat(findings)
                .anySatisfy(finding ->
                        assertThat(finding.place()).isEqualTo("statement line 2026-03-0002-01"))
                .anySatisfy(finding -> {
                    assertThat(finding.subject()).isEqualTo(Subject.SEAL);
                    assertThat(finding.what()).contains("statements");
                });
    }

    @Test
    void usageThatDoesNotFollowFromTheCallsIsFoundByRow() {
        // as if the directory had been different when April was accounted
        update("UPDATE assignment SET department = department + 1");
        update("UPDATE membership SET department = department + 1");
        assertThat(verify().findings())
                .anySatisfy(finding -> {
                    assertThat(finding.subject()).isEqualTo(Subject.USAGE_ROW);
                    assertThat(finding.place()).contains("quarter hour 2026-04-02T");
                    assertThat(finding.what()).contains("the calls give");
                });
    }

    @Test
    void aChangedCatalogSumIsFoundByFileAndQuarterHour() {
        update(
                "UPDATE slice_file_quarter SET bytes = bytes + 1 WHERE (file, quarter) IN"
                        + " (SELECT file, quarter FROM slice_file_quarter LIMIT 1)");
        assertThat(verify().findings())
                .anySatisfy(finding -> {
                    assertThat(finding.subject()).isEqualTo(Subject.SLICE_FILE);
                    assertThat(finding.what()).contains("The catalog says");
                });
    }

    private VerificationReport verify() {
        return new Verification(company.home(), company.store(), company.archive())
                .run(Cancellation.none(), Progress.NONE);
    }

    private void update(String sql) {
        int rows =
                company.store()
                        .write(connection -> {
                            try (var statement = connection.createStatement()) {
                                return statement.executeUpdate(sql);
                            }
                        });
        assertThat(rows).isPositive();
    }

    private void flip(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int at = company.random().nextInt(content.length);
        content[at] ^= (byte) (1 << company.random().nextInt(8));
        Files.write(file, content);
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.parquet")) {
            entries.forEach(files::add);
        }
        files.sort(null);
        return files;
    }
}
