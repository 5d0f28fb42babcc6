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
