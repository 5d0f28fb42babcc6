package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "leases",
        description = {
            "Brings in DHCP leases: dhcpd.leases of the ISC server, or the lease file (CSV) of Kea.",
            "A lease ties an address to a MAC for a time; whoever the MAC is assigned to owns the"
                    + " address then."
        })
final class ImportLeasesCommand implements Callable<Integer> {
    @Mixin private Importing importing;

    @Parameters(paramLabel = "FILE", description = "The lease file.")
    private Path file;

    @Override
    public Integer call() {
        return importing.run(
                Map.of(
                        ImportTask.FORMAT,
                        ImportTask.OF_LEASES,
                        ImportTask.FILE,
                        ImportTask.place(file)));
    }
}
