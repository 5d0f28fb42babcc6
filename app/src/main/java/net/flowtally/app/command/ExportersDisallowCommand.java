package net.flowtally.app.command;

import java.util.concurrent.Callable;
import net.flowtally.ledger.address.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "disallow",
        description =
                "Takes an allowed subnet back; exporters in it that nothing else approves become"
                        + " pending.")
final class ExportersDisallowCommand implements Callable<Integer> {
    @Mixin private ExporterDecision decision;

    @Parameters(paramLabel = "SUBNET", description = "As it was allowed.")
    private Prefix subnet;

    @Override
    public Integer call() {
        return decision.make((exporters, actor) -> {
            if (!exporters.disallow(subnet, actor)) {
                throw new Refused(
                        "The subnet "
                                + subnet
                                + " is not allowed; there is: "
                                + exporters.collectorSettings().allowed()
                                + ".");
            }
            return "Exporters in " + subnet + " are no longer allowed.";
        });
    }
}
