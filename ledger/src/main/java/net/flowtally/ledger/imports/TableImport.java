package net.flowtally.ledger.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.flowtally.ledger.time.AccountingZone;

/// A file that is a table, with the mapping that says what its columns are.
final class TableImport implements ImportSource {
    private final Path file;
    private final boolean isText;
    private final TableSource table;
    private final Mapping mapping;
    private String hash = "";

    /// @param isText whether it has to be UTF-8 with lines of limited length
    TableImport(Path file, boolean isText, TableSource table, Mapping mapping) {
        this.file = file;
        this.isText = isText;
        this.table = table;
        this.mapping = mapping;
    }

    @Override
    public String kind() {
        return "directory";
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
        if (errors.hasFailed()) {
            return List.of();
        }
        MappedRows rows = new MappedRows(mapping, zone, errors);
        table.read(rows, errors);
        return errors.hasFailed() ? List.of() : rows.rows();
    }
}
