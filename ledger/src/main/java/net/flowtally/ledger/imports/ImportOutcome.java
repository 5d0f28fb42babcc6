package net.flowtally.ledger.imports;

import java.util.List;
import net.flowtally.ledger.directory.DirectoryChanges;
import net.flowtally.ledger.directory.OwnershipConflict;

/// What became of an import.
public sealed interface ImportOutcome {
    /// What the good rows say is in the directory now, or would be.
    ///
    /// @param applied false for a dry run
    /// @param changes row by row
    /// @param warnings rows that said nothing new, and what is left out by rule
    /// @param leftOut rows that could not be taken, by line
    /// @param conflicts with what was in the directory before: how they are settled
    record Compared(
            boolean applied,
            ImportTally tally,
            DirectoryChanges changes,
            List<RowError> warnings,
            List<RowError> leftOut,
            List<OwnershipConflict> conflicts)
            implements ImportOutcome {
        public Compared {
            warnings = List.copyOf(warnings);
            leftOut = List.copyOf(leftOut);
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
