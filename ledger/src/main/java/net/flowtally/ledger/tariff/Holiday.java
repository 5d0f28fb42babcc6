package net.flowtally.ledger.tariff;

import java.time.LocalDate;

/// A day of the accounting zone that is off-peak from end to end.
public record Holiday(LocalDate day, String name) {}
