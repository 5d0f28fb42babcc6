package net.flowtally.app.command;

import java.util.concurrent.Callable;
import net.flowtally.ledger.address.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "allow", description = "Approves the exporters in a subnet beforehand.")
final class ExportersAllowCommand implements Callable<Integer> {
    @Mixin private ExporterDecision decision;

    @Parameters(paramLabel = "SUBNET", description = "As in 10.0.0.0/24.")
    private Prefix subnet;

    @Override
    public Integer call() {
        return decision.make((exporters, actor) -> {
            exporters.allow(subnet, actor);
            return "Exporters in " + subnet + " are allowed.";
        });
    }
}
