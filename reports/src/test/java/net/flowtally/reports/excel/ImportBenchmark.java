package net.flowtally.reports.excel;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.xssf.streaming.SXSSFWorkbook;

/// Imports the same 100,000 rows as CSV and as an Excel workbook into empty directories: 25,000
/// addresses with four owners each, 10,000 users, 1,000 departments. Prints, as rows of a Markdown
/// table, format, time and time of the processor; the first of each format is also the first work
/// of a kind that this JVM does.
public final class ImportBenchmark {
    private static final int ROWS = 100_000;
    private static final int OWNERS = 4;
    private static final int ROUNDS = 3;
    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TURN = Duration.ofDays(91);

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Path folder;

    private ImportBenchmark(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("import");
        new ImportBenchmark(folder).run();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run() throws IOException {
        List<List<String>> rows = rows();
        Path csv = folder.resolve("directory.csv");
        Files.write(csv, rows.stream().map(row -> String.join(",", row)).toList());
        Path workbook = folder.resolve("directory.xlsx");
        write(workbook, rows);
        for (int round = 1; round <= ROUNDS; round++) {
            time("CSV, round " + round, imports -> imports.csv(csv, "bench"));
            time(
                    "Excel, round " + round,
                    imports ->
                            imports.table(
                                    workbook,
                                    new WorkbookTable(workbook),
                                    Mapping.PLAIN,
                                    ImportOptions.ALL_OR_NOTHING,
                                    "bench"));
        }
    }

    private void time(String what, Function<DirectoryImport, ImportOutcome> work) {
        try (Store store = Store.open(Home.open(folder.resolve(what.replaceAll("\\W+", "-"))))) {
            DirectoryImport imports = new DirectoryImport(store, AccountingZone.UTC);
            long start = System.nanoTime();
            long used = SYSTEM.getProcessCpuTime();
            ImportOutcome outcome = work.apply(imports);
            used = SYSTEM.getProcessCpuTime() - used;
            double seconds = (System.nanoTime() - start) / 1e9;
            if (!(outcome instanceof ImportOutcome.Compared compared)
                    || compared.tally().added() != ROWS) {
                throw new IllegalStateException(outcome.toString());
            }
            System.out.printf(Locale.ROOT, "| %s | %.1f s | %.1f s |%n", what, seconds, used / 1e9);
        }
    }

    private static List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("department", "user", "workstation", "address", "from", "to"));
        for (int i = 0; i < ROWS; i++) {
            int turn = i % OWNERS;
            int user = (int) ((i * 7_919L + turn * 104_729L) % 10_000);
            int department = user % 1_000;
            rows.add(
                    List.of(
                            "Company/Division %d/Unit %d".formatted(department / 50, department),
                            "user" + user,
                            "pc" + i / OWNERS,
                            Address.v4(0x0a00_0000 + i / OWNERS).toString(),
                            YEAR.plus(TURN.multipliedBy(turn)).toString(),
                            turn == OWNERS - 1
                                    ? ""
                                    : YEAR.plus(TURN.multipliedBy(turn + 1)).toString()));
        }
        return rows;
    }

    /// With a table of shared strings, as Excel writes it.
    private static void write(Path file, List<List<String>> rows) throws IOException {
        try (SXSSFWorkbook workbook = new SXSSFWorkbook(null, 100, false, true);
                OutputStream out = Files.newOutputStream(file)) {
            Sheet sheet = workbook.createSheet("Directory");
            for (List<String> cells : rows) {
                Row row = sheet.createRow(Math.max(0, sheet.getLastRowNum() + 1));
                for (int column = 0; column < cells.size(); column++) {
                    row.createCell(column).setCellValue(cells.get(column));
                }
            }
            workbook.write(out);
        }
    }
}
