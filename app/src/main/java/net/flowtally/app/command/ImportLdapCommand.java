package net.flowtally.app.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.SavedSource;
import net.flowtally.ledger.imports.SavedSources;
import net.flowtally.ledger.ldap.LdapEntries;
import net.flowtally.ledger.ldap.LdapQuestion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ldap",
        description = {
            "Brings in what an LDAP v3 server knows of users, their departments and addresses.",
            "With --save all that is asked is kept under a name (the password is not: the file that"
                    + " holds it is named). 'import ldap NAME --sync' asks again, and what the server"
                    + " no longer says ends; let the system's scheduler (cron, a systemd timer, the"
                    + " task scheduler) call that."
        })
final class ImportLdapCommand implements Callable<Integer> {
    private static final String PERSONS = "user=uid,department=dn:path,address=iphostnumber";

    @Mixin private Importing importing;
    @Mixin private ImportMapping mapping;
    @Mixin private ImportTelling telling;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            defaultValue = "",
            description = "What was saved under this name; options given go before it.")
    private String name;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "ldaps://host[:port], or ldap://host[:port], which is protected by StartTLS.")
    private String url = "";

    @Option(
            names = "--plain",
            description = "Let an ldap: connection go unprotected: everybody on the way reads it.")
    private boolean plain;

    @Option(names = "--base", paramLabel = "DN", description = "Where to search.")
    private String base = "";

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
            description = "A file whose first line is the password.")
    private String passwordFile = "";

    @Option(
            names = "--authorities",
            paramLabel = "FILE",
            description =
                    "A PKCS 12 store without password that holds the certificates to be trusted"
                            + " (default: those of the system).")
    private String authorities = "";

    @Option(
            names = "--sync",
            description = "What the server said before and says no longer ends now (--complete).")
    private boolean sync;

    @Override
    public Integer call() {
        FlowtallyCommand program = importing.program();
        try (OpenHome site = program.open()) {
            SavedSources sources = new SavedSources(site.store());
            Map<String, String> settings = new LinkedHashMap<>();
            if (!name.isEmpty()) {
                settings.putAll(
                        sources.find(name)
                                .filter(source -> source.kind().equals("ldap"))
                                .orElseThrow(
                                        () -> new Refused("No server is saved under " + name + "."))
                                .settings());
            }
            put(settings, "url", url);
            put(settings, "base", base);
            put(settings, "filter", filter);
            put(settings, "bind-dn", bindDn);
            put(settings, "password-file", passwordFile);
            put(settings, "authorities", authorities);
            put(settings, "plain", plain ? "yes" : "");
            Mapping attributes =
                    mapping.in(
                            site,
                            Mapping.parse(settings.getOrDefault(ImportMapping.KEY, PERSONS)),
                            program.actor());
            settings.put(ImportMapping.KEY, attributes.toString());
            LdapQuestion question = question(settings);
            if (!mapping.save().isEmpty()) {
                sources.save(new SavedSource(mapping.save(), "ldap", settings), program.actor());
            }
            LdapEntries entries =
                    new LdapEntries(
                            question,
                            password(settings.getOrDefault("password-file", "")),
                            Optional.ofNullable(settings.get("authorities")).map(Path::of),
                            attributes);
            String known = name.isEmpty() ? mapping.save() : name;
            return importing.run(
                    site,
                    known,
                    telling.state(site.zone(), program.clock(), sync),
                    (imports, options) ->
                            imports.answer(
                                    question.server(),
                                    entries,
                                    attributes,
                                    options,
                                    program.actor()));
        }
    }

    private static LdapQuestion question(Map<String, String> settings) {
        String url = settings.getOrDefault("url", "");
        String base = settings.getOrDefault("base", "");
        if (url.isEmpty() || base.isEmpty()) {
            throw new Refused("--url and --base say which server is asked for what.");
        }
        return LdapQuestion.of(
                url,
                settings.containsKey("plain"),
                base,
                settings.getOrDefault("filter", "(objectClass=person)"),
                settings.getOrDefault("bind-dn", ""));
    }

    private static void put(Map<String, String> settings, String key, String value) {
        if (!value.isEmpty()) {
            settings.put(key, value);
        }
    }

    private static String password(String file) {
        if (file.isEmpty()) {
            return "";
        }
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .findFirst()
                    .orElseThrow(() -> new Refused("The file " + file + " holds no password."));
        } catch (IOException | UncheckedIOException e) {
            throw new Refused("The password cannot be read from " + file + ": " + e.getMessage());
        }
    }
}
