package net.flowtally.reports.excel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.Owner;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.RowError;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookTableTest {
    private static final String SHEET = "xl/worksheets/sheet1.xml";
    private static final String[] COLUMNS = {
        "department", "user", "workstation", "address", "from", "to"
    };

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

    @Test
    void aSheetIsATableWithDatesAsDatesAndNumbersAsTheyAreWritten() {
        ImportOutcome outcome =
                imported(
                        workbook(sheet -> {
                            CellStyle date = sheet.getWorkbook().createCellStyle();
                            date.setDataFormat(
                                    sheet.getWorkbook().createDataFormat().getFormat("dd/mm/yyyy"));
                            XSSFRow row = row(sheet, 2, "Büro/Süd", "ann", "", "10.0.0.1");
                            row.createCell(2).setCellValue(4711);
                            row.createCell(4).setCellValue(LocalDate.of(2026, 3, 1));
                            row.getCell(4).setCellStyle(date);
                            row(sheet, 5, "Works", "ben", "pc-2", "10.0.0.2", "", "");
                        }));
        assertThat(outcome).isInstanceOf(ImportOutcome.Compared.class);
        DirectorySnapshot directory = new Directory(store).current();
        Owner ann =
                directory.ownerOf(
                        Address.parse("10.0.0.1"),
                        Micros.of(Instant.parse("2026-02-28T23:00:00Z")));
        assertThat(directory.pathOf(ann.department())).isEqualTo("Büro/Süd");
        assertThat(directory.workstationName(ann.workstation())).isEqualTo("4711");
        assertThat(
                        directory.ownerOf(
                                Address.parse("10.0.0.1"),
                                Micros.of(Instant.parse("2026-02-28T22:59:59Z"))))
                .isEqualTo(Owner.UNASSIGNED);
        assertThat(directory.assignments()).hasSize(2);
    }

    @Test
    void anErrorIsToldWithRowAndCell() {
        assertThat(
                        errors(
                                workbook(sheet -> {
                                    row(sheet, 3, "Sales", "ann", "", "10.0.0.x");
                                    XSSFRow row = row(sheet, 4, "Sales", "", "", "10.0.0.2");
                                    row.createCell(1).setCellFormula("HYPERLINK(\"http://x\")");
                                })))
                .containsExactly(
                        "line 3, address: '10.0.0.x' is not an address or prefix.",
                        "line 4, B4: The cell is a formula; put its value there (copy, paste values).");
        assertThat(new Directory(store).current().assignments()).isEmpty();
    }

    @Test
    void whatIsNoWorkbookOrHasNothingInItIsToldSo() throws IOException {
        Path text = Files.writeString(folder.resolve("t.xlsx"), "department,user\n");
        assertThat(errors(text)).singleElement().asString().contains("is no Excel workbook");
        assertThat(errors(workbook(sheet -> sheet.removeRow(sheet.getRow(0)))))
                .containsExactly(
                        "line 1: The sheet is empty; its first row must name the columns.");
    }

    @Test
    void aSheetThatUnpacksWithoutEndIsNotRead() throws IOException {
        Path bomb =
                withSheet((out, head) -> {
                    out.write(head.getBytes(StandardCharsets.UTF_8));
                    byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
                    for (int i = 0; i < 300; i++) {
                        out.write(blanks);
                    }
                });
        assertThat(Files.size(bomb)).isLessThan(1_000_000);
        assertThat(errors(bomb)).singleElement().asString().contains("it is not read");
    }

    @Test
    void aSheetWithADocumentTypeIsNotRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "10.0.0.1");
        Path hostile =
                withSheet((out, _) ->
                        out.write(
                                ("<?xml version=\"1.0\"?><!DOCTYPE worksheet [<!ENTITY x SYSTEM \""
                                                + secret.toUri()
                                                + "\">]><worksheet><sheetData><row r=\"1\"><c r=\"A1\""
                                                + " t=\"inlineStr\"><is><t>&x;</t></is></c></row>"
                                                + "</sheetData></worksheet>")
                                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(errors(hostile))
                .singleElement()
                .asString()
                .startsWith("The sheet is no sound XML: ")
                .contains("DOCTYPE");
    }

    @Test
    void aCellOfEndlessTextIsCutOff() {
        // beyond what Excel itself lets a cell hold
        assertThat(
                        errors(
                                edited(
                                        workbook(sheet -> row(sheet, 2, "Sales", "ann")),
                                        "</sheetData>",
                                        "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>"
                                                + "x".repeat(70_000)
                                                + "</t></is></c></row></sheetData>")))
                .contains("line 3, A3: The cell has more than 65536 characters.");
    }

    private interface SheetBody {
        void write(OutputStream out, String head) throws IOException;
    }

    private Path withSheet(SheetBody body) throws IOException {
        Path from = workbook(sheet -> row(sheet, 2, "Sales", "ann"));
        Path to = folder.resolve("hostile.xlsx");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(from));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                if (entry.getName().equals(SHEET)) {
                    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    body.write(out, text.substring(0, text.indexOf("<sheetData>")));
                } else {
                    in.transferTo(out);
                }
            }
        }
        return to;
    }

    private Path edited(Path workbook, String old, String text) {
        try {
            Path to = folder.resolve("edited.xlsx");
            try (ZipInputStream in = new ZipInputStream(Files.newInputStream(workbook));
                    ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
                for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    out.write(content.replace(old, text).getBytes(StandardCharsets.UTF_8));
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path workbook(Consumer<XSSFSheet> content) {
        Path file = folder.resolve("book.xlsx");
        try (XSSFWorkbook workbook = new XSSFWorkbook();
                OutputStream out = Files.newOutputStream(file)) {
            XSSFSheet sheet = workbook.createSheet();
            row(sheet, 1, COLUMNS);
            content.accept(sheet);
            workbook.write(out);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param number as Excel shows it
    private static XSSFRow row(XSSFSheet sheet, int number, String... texts) {
        XSSFRow row = sheet.createRow(number - 1);
        for (int i = 0; i < texts.length; i++) {
            if (!texts[i].isEmpty()) {
                row.createCell(i).setCellValue(texts[i]);
            }
        }
        return row;
    }

    private ImportOutcome imported(Path file) {
        return new DirectoryImport(store, AccountingZone.of("Europe/Berlin"))
                .table(
                        file,
                        new WorkbookTable(file),
                        Mapping.PLAIN,
                        ImportOptions.ALL_OR_NOTHING,
                        "anna");
    }

    private List<String> errors(Path file) {
        ImportOutcome outcome = imported(file);
        assertThat(outcome).isInstanceOf(ImportOutcome.Rejected.class);
        return ((ImportOutcome.Rejected) outcome)
                .errors().stream().map(RowError::toString).toList();
    }
}
