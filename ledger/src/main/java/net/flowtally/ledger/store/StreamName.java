package net.flowtally.ledger.store;

import java.util.regex.Pattern;

/// The rule for names of streams: they become names of directories and begin names of files.
final class StreamName {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

    private StreamName() {}

    static String checked(String name) {
        if (!ALLOWED.matcher(name).matches()) {
            throw new StoreException(
                    "'"
                            + name
                            + "' cannot name a stream: letters, digits, '-' and '_', at most 64.");
        }
        return name;
    }
}
