package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "logons",
        description = {
            "Brings in who logged on where: CSV with the columns time,user,address,event, of which"
                    + " the last is logon or logoff.",
            "A user answers for the address until the logoff, the logon of somebody else there, or"
                    + " the longest time of a session."
        })
final class ImportLogonsCommand implements Callable<Integer> {
    @Mixin private Importing importing;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The CSV file.")
    private Path file;

    @Option(
            names = "--longest",
            paramLabel = "HOURS",
            defaultValue = "12",
            description = "What nobody ended has ended then (default: ${DEFAULT-VALUE}).")
    private int hours;

    @Override
    public Integer call() {
        if (hours < 1 || hours > 24 * 31) {
            throw new ParameterException(
                    spec.commandLine(), "--longest takes a number from 1 to 744.");
        }
        return importing.run(
                Map.of(
                        ImportTask.FORMAT,
                        ImportTask.OF_LOGONS,
                        ImportTask.FILE,
                        ImportTask.place(file),
                        ImportTask.LONGEST,
                        Integer.toString(hours)));
    }
}
