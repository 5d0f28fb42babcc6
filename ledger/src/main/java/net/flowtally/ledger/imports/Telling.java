package net.flowtally.ledger.imports;

import java.time.Instant;

/// What the rows of an import tell of time.
public sealed interface Telling {
    /// Each row tells from when to when it holds. What is not told stays as it is.
    record History() implements Telling {}

    /// The rows tell what holds as of an instant: what the source said otherwise before ends then.
    ///
    /// @param alwaysIfFirst what a source says for the first time has always been so
    /// @param complete what the source said before and says no longer ends as well
    /// @param evenMost even if that is more than half of it
    record State(Instant asOf, boolean alwaysIfFirst, boolean complete, boolean evenMost)
            implements Telling {}
}
