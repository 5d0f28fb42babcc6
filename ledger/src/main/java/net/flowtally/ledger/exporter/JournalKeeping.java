package net.flowtally.ledger.exporter;

import java.time.Duration;

/// How long what was received is kept after everything in it is committed.
///
/// @param octets or how much of one stream's journal is kept, whichever is less
public record JournalKeeping(Duration time, long octets) {}
