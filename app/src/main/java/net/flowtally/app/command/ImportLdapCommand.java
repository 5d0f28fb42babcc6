package net.flowtally.app.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "ldap",
        description = {
            "Brings in what an LDAP v3 server knows of users, their departments and addresses.",
            "The password is typed, or in a file that only its owner can read; where --save is"
                    + " asked for, the file is named and the password not kept.",
            "A synchronisation is --complete --save NAME --every TIME, and a scheduler of the"
                    + " system (cron, a systemd timer, the task scheduler) that calls 'import"
                    + " sources --run-due'."
        })
final class ImportLdapCommand implements Callable<Integer> {
    @Mixin private Importing importing;
    @Mixin private ImportMapping mapping;
    @Mixin private ImportTelling telling;

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description =
                    "ldaps://host[:port], or ldap://host[:port], which is protected by StartTLS.")
    private String url;

    @Option(
            names = "--plain",
            description =
                    "Let an ldap: connection go unprotected, where everybody on the way reads it;"
                            + " no password is sent over one.")
    private boolean plain;

    @Option(names = "--base", required = true, paramLabel = "DN", description = "Where to search.")
    private String base;

    @Option(
            names = "--filter",
            paramLabel = "FILTER",
            description = "Which entries (default: (objectClass=person)).")
    private String filter = "";

    @Option(names = "--bind-dn", paramLabel = "DN", description = "As whom; otherwise as nobody.")
    private String bindDn = "";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password; only its owner may read it.")
    private String passwordFile = "";

    @Option(
            names = "--authorities",
            paramLabel = "FILE",
            description =
                    "A PKCS 12 store without password that holds the certificates to be trusted"
                            + " (default: those of the system).")
    private String authorities = "";

    @Override
    public Integer call() {
        return importing.run(
                site -> {
                    Map<String, String> asked = new HashMap<>();
                    asked.put(ImportTask.FORMAT, ImportTask.OF_LDAP);
                    asked.put(ImportTask.MAPPING, mapping.in(site));
                    asked.put(ImportTask.URL, url);
                    asked.put(ImportTask.PLAIN, plain ? ImportTask.YES : "");
                    asked.put(ImportTask.BASE, base);
                    asked.put(ImportTask.FILTER, filter);
                    asked.put(ImportTask.BIND_DN, bindDn);
                    asked.put(ImportTask.PASSWORD_FILE, place(passwordFile));
                    asked.put(ImportTask.AUTHORITIES, place(authorities));
                    return asked;
                },
                telling);
    }

    private static String place(String file) {
        return file.isEmpty() ? "" : ImportTask.place(Path.of(file));
    }
}
