package net.flowtally.ledger;

/// Is told how far long work has come. Called on the working thread.
@FunctionalInterface
public interface Progress {
    /// Tells nobody.
    Progress NONE = (what, done, of) -> {};

    /// @param what the step in plain words
    /// @param of how many there are, 0 while unknown
    void at(String what, long done, long of);
}
