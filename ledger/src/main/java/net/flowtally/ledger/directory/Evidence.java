package net.flowtally.ledger.directory;

import java.util.Locale;

/// How it is known that a key belonged to somebody.
public enum Evidence {
    STATIC(0),
    LEASE(10),
    LOGON(20),
    RULE(0),
    IMPORT(0);

    private final int priority;

    Evidence(int priority) {
        this.priority = priority;
    }

    /// What an assignment has that nobody gave a priority: who logged on to a machine goes before
    /// whom a lease names, and that one before whom the machine is known to belong to.
    public int priority() {
        return priority;
    }

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Evidence ofColumn(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
