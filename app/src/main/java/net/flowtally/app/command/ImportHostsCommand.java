package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "hosts",
        description = "Brings in the workstations of a hosts file, all of one department.")
final class ImportHostsCommand implements Callable<Integer> {
    @Mixin private Importing importing;
    @Mixin private ImportTelling telling;

    @Parameters(paramLabel = "FILE", description = "As /etc/hosts is written.")
    private Path file;

    @Option(
            names = "--department",
            required = true,
            paramLabel = "PATH",
            description = "To which they belong.")
    private String department;

    @Override
    public Integer call() {
        return importing.run(
                _ ->
                        Map.of(
                                ImportTask.FORMAT,
                                ImportTask.OF_HOSTS,
                                ImportTask.FILE,
                                ImportTask.place(file),
                                ImportTask.DEPARTMENT,
                                department),
                telling);
    }
}
