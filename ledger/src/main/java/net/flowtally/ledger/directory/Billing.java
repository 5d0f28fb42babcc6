package net.flowtally.ledger.directory;

import java.util.Locale;

/// What becomes of a department's statements.
public enum Billing {
    /// They are booked: the department pays.
    CHARGEBACK,

    /// They tell what its usage would cost; nothing is booked.
    SHOWBACK;

    /// As databases keep it.
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Billing ofColumn(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
