package net.flowtally.ledger.imports;

import java.util.Map;
import java.util.Optional;

/// Where something is imported from and how, kept under a name.
///
/// @param name also the name that its statements are kept under
/// @param kind `file` or `ldap`
/// @param settings what that kind needs to know, by key
public record SavedSource(String name, String kind, Map<String, String> settings) {
    public SavedSource {
        settings = Map.copyOf(settings);
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(settings.get(key));
    }
}
