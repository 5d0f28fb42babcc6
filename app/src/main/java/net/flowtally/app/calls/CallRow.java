package net.flowtally.app.calls;

import net.flowtally.ledger.explore.CallRecord;

/// A line of the table of calls.
sealed interface CallRow {
    /// Stands where a page has not come yet.
    CallRow LOADING = new Loading();

    record Loading() implements CallRow {}

    record Loaded(CallRecord call) implements CallRow {}
}
