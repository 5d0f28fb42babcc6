package net.flowtally.app.command;

import java.util.concurrent.Callable;
import net.flowtally.ledger.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "refuse",
        description =
                "No longer accounts what an exporter sends, whatever subnet it is in; it is"
                        + " counted and shown as ignored.")
final class ExportersRefuseCommand implements Callable<Integer> {
    @Mixin private ExporterDecision decision;

    @Parameters(paramLabel = "ADDRESS", description = "The exporter.")
    private Address address;

    @Override
    public Integer call() {
        return decision.make((exporters, actor) -> {
            exporters.refuse(address, actor);
            return "Exporter " + address + " is refused.";
        });
    }
}
