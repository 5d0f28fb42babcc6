package net.flowtally.ledger.billing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.store.Store;

/// What stands on the statements of a period because somebody has booked it there.
///
/// @param corrections of other periods
record Booked(List<Correction> corrections, List<Credit> credits) {
    static final Booked NOTHING = new Booked(List.of(), List.of());

    Booked {
        corrections = List.copyOf(corrections);
        credits = List.copyOf(credits);
    }

    /// @param revision of the credits
    static Booked in(Store store, BillingPeriod period, long revision) {
        return store.read(connection -> in(connection, period, revision));
    }

    private static Booked in(Connection connection, BillingPeriod period, long revision)
            throws SQLException {
        return new Booked(
                CorrectionTables.bookedIn(connection, period),
                Credits.of(connection, period.name(), revision));
    }
}
