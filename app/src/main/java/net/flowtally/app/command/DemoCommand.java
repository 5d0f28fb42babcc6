package net.flowtally.app.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import net.flowtally.app.demo.Demo;
import net.flowtally.app.demo.DemoHome;
import net.flowtally.app.window.Workstation;
import net.flowtally.ledger.store.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Shows the whole job: a small company's March 2026 collected, accounted, sealed and"
                    + " stated, with live exporters on loopback beside it; then opens the"
                    + " workstation on the result.",
            "",
            "It works in a home of its own, which it deletes and makes again each time: without"
                    + " --home beside the user's own, with '-demo' after its name. Fails (exit code"
                    + " 1) if the figures do not agree."
        })
final class DemoCommand implements Callable<Integer> {
    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Option(names = "--headless", description = "Does not open the workstation.")
    private boolean headless;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the statements go (default: out in the demonstration's home).")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Home home = DemoHome.recreate(program.rootForDemo());
        try (OpenHome site = program.open(home, "demo", "OFF")) {
            Demo demo =
                    new Demo(
                            home,
                            site.store(),
                            program.clock(),
                            FlowtallyCommand.version(),
                            spec.commandLine().getOut());
            boolean agree = demo.run(out == null ? DemoHome.out(home) : out);
            if (!agree) {
                return ExitCode.FAILED;
            }
        }
        Workstation.openNextAt(home, Demo.MONTH.toString());
        if (headless || !program.hasDisplay()) {
            return ExitCode.OK;
        }
        return program.openWorkstation(home);
    }
}
