package net.flowtally.app.command;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.Telling;
import net.flowtally.ledger.ldap.LdapEntries;
import net.flowtally.ledger.ldap.LdapQuestion;
import net.flowtally.reports.excel.WorkbookTable;

/// An import as the options of a command ask for it, or as it was saved under a name.
///
/// @param settings by the keys below; what is not asked for is missing
record ImportTask(Map<String, String> settings) {
    /// What it is that is read: one of the formats below.
    static final String FORMAT = "format";

    static final String FILE = "file";
    static final String MAPPING = "mapping";
    static final String COMPLETE = "complete";
    static final String ALL_OR_NOTHING = "all-or-nothing";
    static final String SOURCE = "source";
    static final String LONGEST = "longest";
    static final String DEPARTMENT = "department";
    static final String UNDER = "under";
    static final String URL = "url";
    static final String PLAIN = "plain";
    static final String BASE = "base";
    static final String FILTER = "filter";
    static final String BIND_DN = "bind-dn";
    static final String PASSWORD_FILE = "password-file";
    static final String AUTHORITIES = "authorities";

    /// The value of a setting that has none of its own.
    static final String YES = "yes";

    static final String OF_TABLE = "directory";
    static final String OF_LEASES = "leases";
    static final String OF_LOGONS = "logons";
    static final String OF_HOSTS = "hosts";
    static final String OF_CUSTOMERS = "customers";
    static final String OF_LDAP = "ldap";

    /// What the attributes of a person are called in most directories.
    private static final Mapping PERSONS =
            Mapping.parse("user=uid,department=dn:path,address=iphostnumber");

    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    ImportTask {
        settings = Map.copyOf(settings);
    }

    /// A file as it is saved: found again from every working directory.
    static String place(Path file) {
        return file.toAbsolutePath().normalize().toString();
    }

    String get(String key) {
        return settings.getOrDefault(key, "");
    }

    boolean has(String key) {
        return settings.containsKey(key);
    }

    /// The kind under which it is saved.
    String kind() {
        return get(FORMAT).equals(OF_LDAP) ? OF_LDAP : "file";
    }

    /// @param asOf empty = now, and always for what a source says for the first time
    Telling telling(Optional<Instant> asOf, Instant now, boolean evenMost) {
        boolean ofSpans =
                switch (get(FORMAT)) {
                    case OF_LEASES, OF_LOGONS -> true;
                    case OF_TABLE -> !isLdif() && !has(COMPLETE) && asOf.isEmpty();
                    default -> false;
                };
        return ofSpans
                ? new Telling.History()
                : new Telling.State(asOf.orElse(now), asOf.isEmpty(), has(COMPLETE), evenMost);
    }

    ImportOutcome run(DirectoryImport imports, ImportOptions options, String actor) {
        Path file = Path.of(get(FILE));
        return switch (get(FORMAT)) {
            case OF_TABLE -> table(imports, file, options, actor);
            case OF_LEASES -> imports.leases(file, options, actor);
            case OF_LOGONS ->
                    imports.logons(
                            file, Duration.ofHours(Long.parseLong(get(LONGEST))), options, actor);
            case OF_HOSTS -> imports.hosts(file, get(DEPARTMENT), options, actor);
            case OF_CUSTOMERS -> imports.customers(file, get(UNDER), options, actor);
            case OF_LDAP -> answer(imports, options, actor);
            default -> throw new Refused("It is not known how to import '" + get(FORMAT) + "'.");
        };
    }

    private ImportOutcome table(
            DirectoryImport imports, Path file, ImportOptions options, String actor) {
        if (isLdif()) {
            return imports.ldif(file, mapping(PERSONS), options, actor);
        }
        Mapping columns = mapping(Mapping.PLAIN);
        return hasEnding(".xlsx")
                ? imports.table(file, new WorkbookTable(file), columns, options, actor)
                : imports.csv(file, columns, options, actor);
    }

    private ImportOutcome answer(DirectoryImport imports, ImportOptions options, String actor) {
        if (!has(URL) || !has(BASE)) {
            throw new Refused("--url and --base say which server is asked for what.");
        }
        LdapQuestion question =
                LdapQuestion.of(
                        get(URL),
                        has(PLAIN),
                        get(BASE),
                        settings.getOrDefault(FILTER, "(objectClass=person)"),
                        get(BIND_DN));
        Mapping attributes = mapping(PERSONS);
        LdapEntries entries =
                new LdapEntries(
                        question,
                        has(BIND_DN) ? password() : "",
                        Optional.ofNullable(settings.get(AUTHORITIES)).map(Path::of),
                        attributes);
        return imports.answer(question.server(), entries, attributes, options, actor);
    }

    private Mapping mapping(Mapping otherwise) {
        return has(MAPPING) ? Mapping.parse(get(MAPPING)) : otherwise;
    }

    private boolean isLdif() {
        return hasEnding(".ldif");
    }

    private boolean hasEnding(String ending) {
        return get(FILE).toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /// Never from the command line, which others can list, and from no file that others can read.
    private String password() {
        return has(PASSWORD_FILE) ? passwordOf(Path.of(get(PASSWORD_FILE))) : typedPassword();
    }

    private static String passwordOf(Path file) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
                    throw new Refused(
                            "Others can read the password in "
                                    + file
                                    + "; let only its owner read it (chmod 600).");
                }
            }
            return Files.readAllLines(file).stream()
                    .findFirst()
                    .filter(line -> !line.isEmpty())
                    .orElseThrow(() -> new Refused("The file " + file + " holds no password."));
        } catch (IOException | UncheckedIOException e) {
            throw new Refused("The password cannot be read from " + file + ": " + e.getMessage());
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it still may be null, and NullAway knows
    private String typedPassword() {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Refused("--bind-dn needs --password-file, or a terminal to type it at.");
        }
        char[] typed = console.readPassword("Password of %s: ", get(BIND_DN));
        return typed == null ? "" : new String(typed);
    }
}
