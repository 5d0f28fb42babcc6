package net.flowtally.ledger.directory;

import java.util.List;

/// What became of an import: all of it, or nothing.
public sealed interface ImportOutcome {
    /// Everything in the file is in the directory now.
    ///
    /// @param rows in the file, without its header
    /// @param added assignments that are new
    /// @param changed assignments that took the place of another with the same address and start
    /// @param unchanged assignments that were there already
    /// @param departments new ones, as are users and workstations
    /// @param warnings rows that said nothing new
    /// @param conflicts with what was in the directory before: how they are settled
    record Applied(
            int rows,
            int added,
            int changed,
            int unchanged,
            int departments,
            int users,
            int workstations,
            List<RowError> warnings,
            List<OwnershipConflict> conflicts)
            implements ImportOutcome {
        public Applied {
            warnings = List.copyOf(warnings);
            conflicts = List.copyOf(conflicts);
        }
    }

    /// Nothing was changed.
    ///
    /// @param errors by line; at most 1,000 and one that says so
    record Rejected(List<RowError> errors) implements ImportOutcome {
        public Rejected {
            errors = List.copyOf(errors);
        }
    }
}
