package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "customers",
        description = {
            "Brings in customers (XML), each a department with prefixes, MACs and ports:",
            "  <customers><customer id=\"17\" name=\"Nordlicht\"><cidr>192.0.2.0/24</cidr>",
            "  <mac>00:11:22:33:44:55</mac><port exporter=\"198.51.100.1\" interface=\"7\"/>",
            "  </customer></customers>",
            "A customer stays the same under another name, by the id."
        })
final class ImportCustomersCommand implements Callable<Integer> {
    @Mixin private Importing importing;
    @Mixin private ImportTelling telling;

    @Parameters(paramLabel = "FILE", description = "The XML file.")
    private Path file;

    @Option(
            names = "--under",
            paramLabel = "PATH",
            description = "The department below which customers are (default: at the top).")
    private String parent = "";

    @Override
    public Integer call() {
        return importing.run(
                _ ->
                        Map.of(
                                ImportTask.FORMAT,
                                ImportTask.OF_CUSTOMERS,
                                ImportTask.FILE,
                                ImportTask.place(file),
                                ImportTask.UNDER,
                                parent),
                telling);
    }
}
