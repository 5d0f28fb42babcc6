package net.flowtally.ledger.imports;

import net.flowtally.ledger.directory.DirectoryChange.Kind;
import net.flowtally.ledger.directory.DirectoryChange.Subject;
import net.flowtally.ledger.directory.DirectoryChanges;

/// What an import comes to.
///
/// @param rows that made statements, the wrong ones left out
/// @param added statements (assignments, leases) that are new
/// @param changed that took the place of another of the same key and start
/// @param ended that hold for a shorter time than they did, or are gone
/// @param unchanged that were there already
/// @param departments new ones, as are users and workstations
public record ImportTally(
        int rows,
        int added,
        int changed,
        int ended,
        int unchanged,
        int departments,
        int users,
        int workstations) {

    /// @param repeated rows that only say again what another says
    static ImportTally of(int rows, int repeated, DirectoryChanges changes) {
        int added = count(changes, Kind.ADDED);
        int changed = count(changes, Kind.CHANGED);
        int ended = count(changes, Kind.ENDED);
        return new ImportTally(
                rows,
                added,
                changed,
                ended + count(changes, Kind.REMOVED),
                Math.max(0, rows - repeated - added - changed - ended),
                changes.count(Subject.DEPARTMENT, Kind.ADDED),
                changes.count(Subject.USER, Kind.ADDED),
                changes.count(Subject.WORKSTATION, Kind.ADDED));
    }

    private static int count(DirectoryChanges changes, Kind kind) {
        return changes.count(Subject.ASSIGNMENT, kind) + changes.count(Subject.LEASE, kind);
    }
}
