package net.flowtally.ledger.directory;

import java.time.Instant;

/// One edit of the directory, as the audit trail has it.
///
/// @param undoes the revision that it takes back, 0 = none
/// @param undone whether another took it back, and was not taken back itself
public record DirectoryRevision(
        long revision, Instant at, String actor, String what, long undoes, boolean undone) {}
