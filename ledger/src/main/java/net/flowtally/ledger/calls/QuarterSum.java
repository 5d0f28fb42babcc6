package net.flowtally.ledger.calls;

/// What one slice file has of one quarter hour.
///
/// @param quarter first microsecond of the quarter hour
/// @param bytes scaled, held ones among them
public record QuarterSum(long quarter, long slices, long bytes, long packets) {}
