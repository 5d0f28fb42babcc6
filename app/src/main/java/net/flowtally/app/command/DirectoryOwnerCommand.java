package net.flowtally.app.command;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.Claim;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.DirectoryWords;
import net.flowtally.ledger.directory.Lease;
import net.flowtally.ledger.directory.Owner;
import net.flowtally.ledger.time.Micros;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "owner",
        description = {
            "Tells to whom an address belonged at an instant, and what says so.",
            "The most specific key counts: the address itself, then its MAC by a lease, then the"
                    + " interface that it was seen behind, then the longest prefix; of equal keys"
                    + " the higher priority, then the later start."
        })
final class DirectoryOwnerCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ADDRESS", description = "The address.")
    private Address address;

    @Option(
            names = "--at",
            paramLabel = "T",
            defaultValue = "now",
            description = "When (default: ${DEFAULT-VALUE}): " + EffectiveTime.WORDS)
    private String at;

    @Option(
            names = "--behind",
            paramLabel = "EXPORTER#INDEX",
            description = "The interface that an exporter saw it behind.")
    private String behind = "";

    @Override
    public Integer call() {
        FlowtallyCommand program = (FlowtallyCommand) spec.root().userObject();
        try (OpenHome site = program.open()) {
            DirectorySnapshot directory = new Directory(site.store()).current();
            Instant when = EffectiveTime.read(at, site.zone(), program.clock());
            Owner owner = owner(directory, Micros.of(when));
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    address
                            + " at "
                            + when
                            + ": "
                            + DirectoryWords.owner(
                                    directory,
                                    owner.department(),
                                    owner.user(),
                                    owner.workstation()));
            directory.assignments().stream()
                    .filter(each -> each.id() == owner.assignment())
                    .forEach(each ->
                            out.println(
                                    "because of assignment "
                                            + each.id()
                                            + ": "
                                            + DirectoryWords.of(directory, each)));
            List<Claim> claims = directory.claimsOn(address, when);
            for (Claim claim : claims) {
                out.println(
                        (claim.assignment().id() == owner.assignment() ? "* " : "  ")
                                + DirectoryWords.of(directory, claim.assignment())
                                + by(directory, claim));
            }
            return ExitCode.OK;
        }
    }

    private Owner owner(DirectorySnapshot directory, long micros) {
        if (behind.isEmpty()) {
            return directory.ownerOf(address, micros);
        }
        if (AssignmentKey.parse(behind) instanceof AssignmentKey.OfPort(Address by, long index)) {
            return directory.ownerOf(
                    address.hi(), address.lo(), micros, by.hi(), by.lo(), (int) index);
        }
        throw new ParameterException(
                spec.commandLine(), "--behind takes an exporter's address, '#' and an index.");
    }

    private static String by(DirectorySnapshot directory, Claim claim) {
        for (Lease lease : directory.leases()) {
            if (lease.id() == claim.lease()) {
                return "; lease " + DirectoryWords.of(lease);
            }
        }
        return "";
    }
}
