package net.flowtally.app.command;

import java.util.List;
import java.util.Map;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.SavedSource;
import net.flowtally.ledger.imports.SavedSources;
import picocli.CommandLine.Option;

/// The options that say what the columns or attributes of a table are.
final class ImportMapping {
    static final String KEY = "mapping";

    @Option(
            names = "--map",
            paramLabel = "FIELD=COLUMN",
            split = ",",
            description = {
                "Take a field (department, user, workstation, address, from, to) from a column or"
                        + " attribute; FIELD:=VALUE gives all rows one value.",
                "For LDAP and LDIF, 'dn:path' is the path of the organisational units."
            })
    private List<String> parts = List.of();

    @Option(
            names = "--mapping",
            paramLabel = "NAME",
            description = "Use the mapping that was saved under this name.")
    private String saved = "";

    @Option(
            names = "--save",
            paramLabel = "NAME",
            description = "Save the mapping (for ldap, all that is asked) under this name.")
    private String save = "";

    String save() {
        return save;
    }

    /// @param otherwise what counts if nothing is said
    Mapping in(OpenHome site, Mapping otherwise, String actor) {
        if (parts.isEmpty() && saved.isEmpty()) {
            return otherwise;
        }
        if (!parts.isEmpty() && !saved.isEmpty()) {
            throw new Refused("Either --map or --mapping, not both.");
        }
        SavedSources sources = new SavedSources(site.store());
        if (parts.isEmpty()) {
            return Mapping.parse(
                    sources.find(saved)
                            .flatMap(source -> source.get(KEY))
                            .orElseThrow(
                                    () -> new Refused("No mapping is saved under " + saved + ".")));
        }
        Mapping mapping = Mapping.parse(String.join(",", parts));
        if (!save.isEmpty()) {
            sources.save(new SavedSource(save, "file", Map.of(KEY, mapping.toString())), actor);
        }
        return mapping;
    }
}
