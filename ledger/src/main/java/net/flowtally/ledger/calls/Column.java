package net.flowtally.ledger.calls;

/// A named column of a batch; its array is as long as the batch can grow.
sealed interface Column {
    String name();

    record Longs(String name, long[] values) implements Column {}

    record Ints(String name, int[] values) implements Column {}

    record Booleans(String name, boolean[] values) implements Column {}
}
