package net.flowtally.ledger.imports;

import java.util.Locale;

/// What a column of a table can be to the directory.
public enum ImportField {
    /// The path of a department, parts joined by `/`.
    DEPARTMENT,
    USER,
    WORKSTATION,
    /// What belongs to them: addresses, prefixes, MACs, or interfaces as `exporter#index`, several
    /// parted by blanks, `;` or line breaks.
    ADDRESS,
    /// From when on: a date, a local time or an instant; empty = always.
    FROM,
    /// Before when; empty = open end.
    TO;

    /// As a header and a mapping name it.
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
