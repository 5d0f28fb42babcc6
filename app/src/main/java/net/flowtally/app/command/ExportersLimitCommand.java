package net.flowtally.app.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "limit",
        description = {
            "From now on accounts only those flows of an exporter that touch one of these"
                    + " prefixes; the rest is counted as outside.",
            "Without --accounted, all its flows are accounted again."
        },
        footer = {
            "%nFor instance:",
            "  flowtally exporters limit 192.0.2.1 --accounted 10.0.0.0/8,2001:db8::/32"
        })
final class ExportersLimitCommand implements Callable<Integer> {
    @Mixin private ExporterDecision decision;

    @Parameters(paramLabel = "ADDRESS", description = "The exporter.")
    private Address address;

    @Option(
            names = "--accounted",
            paramLabel = "PREFIX",
            split = ",",
            description = "As in 10.0.0.0/8,2001:db8::/32.")
    private List<Prefix> accounted = List.of();

    @Override
    public Integer call() {
        return decision.makeAbout(
                address,
                (exporters, actor) -> {
                    exporters.limit(address, accounted, actor);
                    return accounted.isEmpty()
                            ? "All flows of exporter " + address + " are accounted."
                            : "Of exporter "
                                    + address
                                    + " only flows that touch "
                                    + accounted.stream()
                                            .map(Prefix::toString)
                                            .collect(Collectors.joining(", "))
                                    + " are accounted.";
                });
    }
}
