package net.flowtally.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "import",
        description = {
            "Brings what others know into the directory, always through the same steps: read and map,"
                    + " check, compare (--dry-run stops here), apply in one transaction.",
            "An import is an edit of the directory: 'directory undo' takes it back."
        },
        footer = {
            "%nFor instance:",
            "  flowtally import directory staff.xlsx --map user=Login,address=IP --dry-run",
            "  flowtally import leases /var/lib/dhcp/dhcpd.leases --save dhcp --every 1h",
            "  flowtally import ldap --url ldaps://dc1 --base dc=example --save corp",
            "  flowtally import sources --run-due"
        },
        subcommands = {
            ImportDirectoryCommand.class,
            ImportLdapCommand.class,
            ImportLeasesCommand.class,
            ImportLogonsCommand.class,
            ImportHostsCommand.class,
            ImportCustomersCommand.class,
            ImportSourcesCommand.class
        })
final class ImportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "What is to be imported? There is: import directory, ldap, leases, logons, hosts,"
                        + " customers, and sources, which lists what is kept by name.");
    }
}
