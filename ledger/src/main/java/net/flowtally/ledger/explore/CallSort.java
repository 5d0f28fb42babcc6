package net.flowtally.ledger.explore;

/// An order of call records; equal ones follow by start and call id, so that pages never overlap.
public record CallSort(CallColumn column, boolean descending) {
    public static final CallSort BY_START = new CallSort(CallColumn.START, false);
}
