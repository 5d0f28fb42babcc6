package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
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
    @Mixin private Importing importing;
    @Mixin private ImportMapping mapping;
    @Mixin private ImportTelling telling;

    @Parameters(paramLabel = "FILE", description = "The file; its ending says what it is.")
    private Path file;

    @Override
    public Integer call() {
        return importing.run(
                site ->
                        Map.of(
                                ImportTask.FORMAT,
                                ImportTask.OF_TABLE,
                                ImportTask.FILE,
                                ImportTask.place(file),
                                ImportTask.MAPPING,
                                mapping.in(site)),
                telling);
    }
}
