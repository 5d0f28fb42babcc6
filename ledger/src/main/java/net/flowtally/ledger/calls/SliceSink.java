package net.flowtally.ledger.calls;

/// Takes slices in the order of their numbers.
public interface SliceSink {
    /// @param slice valid during the call; copy what must live
    void accept(Slice slice);
}
