package net.flowtally.ledger.accounting;

/// What one run of the accounting did.
///
/// @param quarterHours that were accounted
/// @param provisional those of them that can still get calls
/// @param sealed quarter hours with late calls that were left alone because their period is sealed
/// @param calls that began in the quarter hours accounted
/// @param bytes of the calls, each counted once
/// @param usageRows in the files written
public record AccountingRun(
        int quarterHours, int provisional, int sealed, long calls, long bytes, long usageRows) {}
