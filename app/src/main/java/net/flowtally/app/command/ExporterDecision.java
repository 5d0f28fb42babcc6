package net.flowtally.app.command;

import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.Standing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What commands have in common by which an administrator decides about exporters: they open the
/// home, decide, and say in a sentence what holds now.
@Command
final class ExporterDecision {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /// Something that is decided.
    interface Act {
        /// @return what holds now, as a sentence
        String decide(Exporters exporters, String actor);
    }

    Integer make(Act act) {
        FlowtallyCommand program = FlowtallyCommand.of(spec);
        try (OpenHome site = program.open()) {
            String done = act.decide(new Exporters(site.store()), program.actor());
            spec.commandLine().getOut().println(done);
            return ExitCode.OK;
        }
    }

    /// As `make`, about an exporter that is accounted or may be: of one that is refused nothing
    /// else can be decided.
    Integer makeAbout(Address address, Act act) {
        return make((exporters, actor) -> {
            if (exporters.collectorSettings().standing(address) == Standing.REFUSED) {
                throw new Refused("Exporter " + address + " is refused; approve it first.");
            }
            return act.decide(exporters, actor);
        });
    }
}
