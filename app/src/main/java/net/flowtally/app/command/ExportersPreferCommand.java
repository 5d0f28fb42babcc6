package net.flowtally.app.command;

import java.util.concurrent.Callable;
import net.flowtally.ledger.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "prefer",
        description = {
            "Sets an exporter's preference where several see the same traffic: the higher one"
                    + " counts. 0 is every exporter's until it is set."
        })
final class ExportersPreferCommand implements Callable<Integer> {
    private static final int MOST = 1_000_000;

    @Spec private CommandSpec spec;
    @Mixin private ExporterDecision decision;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The exporter.")
    private Address address;

    @Parameters(index = "1", paramLabel = "N", description = "A whole number, also below 0.")
    private int preference;

    @Override
    public Integer call() {
        if (Math.abs((long) preference) > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "A preference is at most " + MOST + ".");
        }
        return decision.makeAbout(
                address,
                (exporters, actor) -> {
                    exporters.prefer(address, preference, actor);
                    return "Exporter "
                            + address
                            + " has the preference "
                            + preference
                            + "; what it bears on is accounted again with the next 'account'.";
                });
    }
}
