package net.flowtally.app.command;

import java.util.concurrent.Callable;
import net.flowtally.ledger.address.Address;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "approve", description = "Accounts what an exporter sends from now on.")
final class ExportersApproveCommand implements Callable<Integer> {
    @Mixin private ExporterDecision decision;

    @Parameters(paramLabel = "ADDRESS", description = "The exporter.")
    private Address address;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What to call it; otherwise it keeps its name.")
    private @Nullable String name;

    @Override
    public Integer call() {
        return decision.make((exporters, actor) -> {
            if (name == null) {
                exporters.approve(address, actor);
            } else {
                exporters.approve(address, checked(name), actor);
            }
            return "Exporter " + address + " is approved.";
        });
    }

    private static String checked(String name) {
        if (name.isBlank()
                || name.length() > 100
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new Refused("A name has 1 to 100 characters, and no control characters.");
        }
        return name.strip();
    }
}
