package net.flowtally.ledger.engine;

/// Takes rows of whole numbers, some thousand at a time.
///
/// @param <X> what it throws, which ends the reading
@FunctionalInterface
public interface NumberSink<X extends Exception> {
    /// @param rows valid during the call
    void accept(NumberRows rows) throws X;
}
