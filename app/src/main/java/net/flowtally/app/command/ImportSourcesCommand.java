package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import net.flowtally.ledger.imports.SavedSource;
import net.flowtally.ledger.imports.SavedSources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "sources", description = "Lists the mappings and servers that are kept by name.")
final class ImportSourcesCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        FlowtallyCommand program = (FlowtallyCommand) spec.root().userObject();
        PrintWriter out = spec.commandLine().getOut();
        try (OpenHome site = program.open()) {
            for (SavedSource source : new SavedSources(site.store()).list()) {
                out.println(source.name() + "  " + source.kind());
                new TreeMap<>(source.settings())
                        .forEach((key, value) -> out.println("    " + key + "  " + value));
            }
            return ExitCode.OK;
        }
    }
}
