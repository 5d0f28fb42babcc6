package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.Telling;
import net.flowtally.reports.excel.WorkbookTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "directory",
        description = {
            "Brings a table into the directory: CSV in UTF-8, the first sheet of an Excel workbook"
                    + " (.xlsx), or the entries of an LDIF file (.ldif).",
            "",
            "Without a mapping the columns are",
            "  department,user,workstation,address,from,to",
            "A department is a path such as Sales/North; an address may be a prefix, a MAC, or an"
                    + " interface as exporter#index, and several parted by blanks; times are ISO"
                    + " 8601 instants or dates in the accounting zone; an empty 'from' means"
                    + " always."
        })
final class ImportDirectoryCommand implements Callable<Integer> {
    private static final Mapping PERSONS =
            Mapping.parse("user=uid,department=dn:path,address=iphostnumber");

    @Mixin private Importing importing;
    @Mixin private ImportMapping mapping;
    @Mixin private ImportTelling telling;

    @Parameters(paramLabel = "FILE", description = "The file; its ending says what it is.")
    private Path file;

    @Override
    public Integer call() {
        FlowtallyCommand program = importing.program();
        String actor = program.actor();
        String name = file.toString().toLowerCase(Locale.ROOT);
        boolean ldif = name.endsWith(".ldif");
        try (OpenHome site = program.open()) {
            Mapping columns = mapping.in(site, ldif ? PERSONS : Mapping.PLAIN, actor);
            Telling told =
                    ldif || telling.isOfState()
                            ? telling.state(site.zone(), program.clock(), false)
                            : new Telling.History();
            return importing.run(
                    site,
                    "",
                    told,
                    (imports, options) -> {
                        if (ldif) {
                            return imports.ldif(file, columns, options, actor);
                        }
                        return name.endsWith(".xlsx")
                                ? imports.table(
                                        file, new WorkbookTable(file), columns, options, actor)
                                : imports.csv(file, columns, options, actor);
                    });
        }
    }
}
