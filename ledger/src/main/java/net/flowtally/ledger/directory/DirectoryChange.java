package net.flowtally.ledger.directory;

/// What became of one row of the directory, in words.
///
/// @param before as it was, empty if it is new
/// @param after as it is, empty if it is gone
public record DirectoryChange(Kind kind, Subject subject, String before, String after) {
    /// What happened to the row.
    public enum Kind {
        ADDED,
        CHANGED,
        /// It holds for a shorter time than it did.
        ENDED,
        REMOVED
    }

    /// What the row is.
    public enum Subject {
        DEPARTMENT,
        USER,
        WORKSTATION,
        MEMBERSHIP,
        ASSIGNMENT,
        LEASE
    }
}
