package net.flowtally.ledger.directory;

import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.time.Span;

/// One line of a directory file: an address belonged to a workstation, a user or a department.
///
/// @param line where it starts
/// @param department the path, parts joined by `/`
/// @param user empty = none
/// @param workstation empty = none
record DirectoryRow(
        long line, String department, String user, String workstation, Prefix prefix, Span span) {

    boolean saysTheSameAs(DirectoryRow other) {
        return prefix.equals(other.prefix)
                && span.equals(other.span)
                && department.equals(other.department)
                && user.equals(other.user)
                && workstation.equals(other.workstation);
    }
}
