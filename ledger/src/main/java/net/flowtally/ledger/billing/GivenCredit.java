package net.flowtally.ledger.billing;

import java.time.Instant;

/// A credit, and who gave it.
///
/// @param actor of the audit trail
public record GivenCredit(Credit credit, Instant madeAt, String actor) {}
