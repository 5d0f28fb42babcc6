package net.flowtally.ledger.calls;

/// What of a stream has been committed.
///
/// @param position journal position up to which everything is committed
/// @param emission number of slices that are committed
/// @param clock journal time at that position, microseconds UTC
/// @param finished a replay that came to its end: its clock holds no quarter hour open
public record StreamState(
        String name, StreamKind kind, long position, long emission, long clock, boolean finished) {}
