package net.flowtally.ledger.exporter;

import net.flowtally.ledger.address.Address;

/// What an exporter said it sent in a quarter hour and what of it never came, as one stream knows
/// it so far: the newest figure replaces the one before.
///
/// @param quarter first microsecond of the quarter hour
public record QuarterLoss(Address address, long quarter, long expected, long lost) {}
