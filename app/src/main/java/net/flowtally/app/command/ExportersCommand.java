package net.flowtally.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "exporters",
        description = {
            "Lists the sources of flow information, explains them, and decides about them.",
            "A collector that runs takes decisions up within seconds. Only a preference bears on what"
                    + " has been collected before; it is accounted again with the next 'account'."
        },
        footer = {
            "%nFor instance:",
            "  flowtally exporters list                             who is there, and is all well?",
            "  flowtally exporters approve 192.0.2.1 --name core    account what it sends from now on",
            "  flowtally exporters lint 192.0.2.1                   what to change on the device",
            "  flowtally exporters sample 192.0.2.1 1000            it samples one packet of 1000"
        },
        subcommands = {
            ExportersListCommand.class,
            ExportersExplainCommand.class,
            ExportersLintCommand.class,
            ExportersApproveCommand.class,
            ExportersRefuseCommand.class,
            ExportersAllowCommand.class,
            ExportersDisallowCommand.class,
            ExportersLimitCommand.class,
            ExportersSampleCommand.class,
            ExportersPreferCommand.class,
            ExportersReleaseCommand.class,
            ExportersRevokeCommand.class
        })
final class ExportersCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "What about the exporters? There is: exporters list, explain, lint, approve, refuse,"
                        + " allow, disallow, limit, sample, prefer, release, revoke.");
    }
}
