package net.flowtally.ledger.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.time.AccountingZone;

/// A file that is read in a way of its own.
final class FileImport implements ImportSource {
    private final String kind;
    private final Path file;
    private final boolean isText;
    private final Reader reader;
    private String hash = "";

    /// Reads the statements of a file that was checked.
    interface Reader {
        List<ImportRow> read(Path file, AccountingZone zone, RowErrors errors) throws IOException;
    }

    /// @param isText whether it has to be UTF-8 with lines of limited length
    FileImport(String kind, Path file, boolean isText, Reader reader) {
        this.kind = kind;
        this.file = file;
        this.isText = isText;
        this.reader = reader;
    }

    /// A file that is a table, with the mapping that says what its columns are.
    static FileImport table(
            Path file, boolean isText, TableSource table, Mapping mapping, Progress progress) {
        return new FileImport(
                "directory",
                file,
                isText,
                (_, zone, errors) -> {
                    MappedRows rows = new MappedRows(mapping, zone, errors, progress);
                    table.read(rows, errors);
                    return rows.rows();
                });
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public String name() {
        return String.valueOf(file.getFileName());
    }

    @Override
    public String hash() {
        return hash;
    }

    @Override
    public List<ImportRow> read(AccountingZone zone, RowErrors errors) throws IOException {
        hash = isText ? TextFile.check(file, errors) : TextFile.checkSize(file, errors);
        return errors.hasFailed() ? List.of() : reader.read(file, zone, errors);
    }
}
