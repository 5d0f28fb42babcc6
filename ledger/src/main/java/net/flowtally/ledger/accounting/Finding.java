package net.flowtally.ledger.accounting;

/// A difference that a verification found.
///
/// @param place what exactly differs: a file, a row of usage, a statement's line
/// @param what the two figures or hashes that should be equal, in a plain sentence
public record Finding(Subject subject, String place, String what) {
    /// On which level a difference lies.
    public enum Subject {
        SLICE_FILE,
        USAGE_FILE,
        USAGE_ROW,
        QUARTER_SUM,
        STATEMENT,
        SEAL,
        CORRECTION
    }
}
