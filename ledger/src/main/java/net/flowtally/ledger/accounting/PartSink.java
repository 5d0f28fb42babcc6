package net.flowtally.ledger.accounting;

import java.sql.SQLException;

/// Takes associated calls.
@FunctionalInterface
public interface PartSink {
    /// @param part valid during the call
    void accept(AssociatedCall part) throws SQLException;
}
