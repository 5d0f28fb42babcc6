package net.flowtally.ledger.imports;

import java.io.IOException;
import java.util.List;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.time.AccountingZone;

/// What a server answers, as a table with a mapping.
record ServerImport(String name, TableSource table, Mapping mapping, Progress progress)
        implements ImportSource {
    @Override
    public String kind() {
        return "ldap";
    }

    @Override
    public String hash() {
        return "";
    }

    @Override
    public List<ImportRow> read(AccountingZone zone, RowErrors errors) throws IOException {
        MappedRows rows = new MappedRows(mapping, zone, errors, progress);
        table.read(rows, errors);
        return rows.rows();
    }
}
