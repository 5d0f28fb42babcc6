package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A report of the catalogue as a command of its own, named by its id.
abstract class RunReport implements Callable<Integer> {
    private final FlowtallyCommand program;

    @Spec private CommandSpec spec;
    @Mixin private ReportOutput output;

    RunReport(FlowtallyCommand program) {
        this.program = program;
    }

    /// Runs the report and writes it.
    abstract void run(OpenHome site) throws IOException;

    @Override
    public Integer call() throws IOException {
        output.format();
        try (OpenHome site = program.open()) {
            run(site);
        }
        return ExitCode.OK;
    }

    FlowtallyCommand program() {
        return program;
    }

    ReportOutput output() {
        return output;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
