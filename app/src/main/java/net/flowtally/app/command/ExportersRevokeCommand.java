package net.flowtally.app.command;

import java.util.concurrent.Callable;
import net.flowtally.ledger.exporter.HeldReleases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "revoke", description = "Takes a release back: its records are held again.")
final class ExportersRevokeCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "NUMBER", description = "As 'exporters release' lists it.")
    private long number;

    @Override
    public Integer call() {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            new HeldReleases(site.store()).revoke(number, program.actor());
            spec.commandLine().getOut().println("Release " + number + " is revoked.");
            return ExitCode.OK;
        }
    }
}
