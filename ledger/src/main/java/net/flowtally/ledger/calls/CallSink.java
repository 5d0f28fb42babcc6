package net.flowtally.ledger.calls;

/// Takes calls as they are read.
///
/// @param <X> what it throws, which ends the reading
@FunctionalInterface
public interface CallSink<X extends Exception> {
    /// @param call valid during the call; copy what must live
    void accept(CallQuarter call) throws X;
}
