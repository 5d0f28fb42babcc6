package net.flowtally.app.command;

import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.address.Address;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sample",
        description = {
            "Sets an exporter's sampling rate, from now on: N, or N/D for D packets counted of N.",
            "It overrides what the exporter says. 1 says that it does not sample; as-told goes back"
                    + " to what it says."
        },
        footer = {
            "%nFor instance:",
            "  flowtally exporters sample 192.0.2.1 1000       one packet of 1000",
            "  flowtally exporters sample 192.0.2.1 256/2      two packets of 256",
            "  flowtally exporters sample 192.0.2.1 as-told    what the exporter says"
        })
final class ExportersSampleCommand implements Callable<Integer> {
    private static final Pattern RATE = Pattern.compile("(\\d{1,9})(?:/(\\d{1,9}))?");
    private static final String AS_TOLD = "as-told";

    @Spec private CommandSpec spec;
    @Mixin private ExporterDecision decision;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The exporter.")
    private Address address;

    @Parameters(index = "1", paramLabel = "RATE", description = "As in 1000, 256/1 or as-told.")
    private String rate;

    @Override
    public Integer call() {
        long[] parts = parse();
        return decision.makeAbout(
                address,
                (exporters, actor) -> {
                    exporters.sample(address, parts[0], parts[1], actor);
                    return parts[1] == 0
                            ? "The sampling rate of exporter " + address + " is what it says."
                            : "Exporter "
                                    + address
                                    + " counts "
                                    + (parts[1] == 1 ? "one packet" : parts[1] + " packets")
                                    + " of "
                                    + parts[0]
                                    + ".";
                });
    }

    private long[] parse() {
        if (rate.equals(AS_TOLD)) {
            return new long[2];
        }
        Matcher matcher = RATE.matcher(rate);
        if (matcher.matches()) {
            long numerator = Long.parseLong(matcher.group(1));
            String below = matcher.group(2);
            long denominator = below == null ? 1 : Long.parseLong(below);
            if (denominator > 0 && numerator >= denominator) {
                return new long[] {numerator, denominator};
            }
        }
        throw new ParameterException(
                spec.commandLine(),
                "'"
                        + rate
                        + "' is no sampling rate: say N, N/D with D of N packets counted, or "
                        + AS_TOLD
                        + ".");
    }
}
