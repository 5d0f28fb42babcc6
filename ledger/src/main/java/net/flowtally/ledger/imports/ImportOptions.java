package net.flowtally.ledger.imports;

/// How an import goes about.
///
/// @param source under which name its statements are kept; empty = by its kind
/// @param dryRun only tell what would change
/// @param allOrNothing leave everything out if one row is wrong; otherwise just that row
public record ImportOptions(String source, boolean dryRun, boolean allOrNothing, Telling telling) {
    /// Rows of spans; nothing is taken if one is wrong.
    public static final ImportOptions ALL_OR_NOTHING =
            new ImportOptions("", false, true, new Telling.History());
}
