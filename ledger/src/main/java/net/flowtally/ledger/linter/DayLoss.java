package net.flowtally.ledger.linter;

import java.time.LocalDate;

/// What an exporter says it sent on a day (UTC), in the units of its protocols, and what of it
/// never came.
public record DayLoss(LocalDate day, long expected, long lost) {}
