package net.flowtally.app.command;

import java.util.List;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.SavedSources;
import picocli.CommandLine.Option;

/// The options that say what the columns or attributes of a table are.
final class ImportMapping {
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
            description = "Map as what was saved under this name does.")
    private String saved = "";

    /// The mapping that is asked for, as [Mapping#parse] reads it; empty for the usual one.
    String in(OpenHome site) {
        if (!parts.isEmpty() && !saved.isEmpty()) {
            throw new Refused("Either --map or --mapping, not both.");
        }
        if (saved.isEmpty()) {
            return parts.isEmpty() ? "" : Mapping.parse(String.join(",", parts)).toString();
        }
        return new SavedSources(site.store())
                .find(saved)
                .flatMap(source -> source.get(ImportTask.MAPPING))
                .orElseThrow(() -> new Refused("No mapping is saved under " + saved + "."));
    }
}
