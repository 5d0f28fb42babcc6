package net.flowtally.ledger.accounting;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Store;

/// What a question about usage has to read: the whole billing periods that it touches, because
/// money is rounded over them, and the files of these.
///
/// @param from start of the first period, or of the question
/// @param naming gives the names that are shown: as sealed if only one sealed period is asked for,
///   else as of now
record UsagePlan(
        long from,
        long to,
        List<PricedPeriod> periods,
        List<UsageFile> files,
        Snapshots naming,
        Currency currency) {

    /// A period with the prices that it is charged by.
    record PricedPeriod(BillingPeriod period, Snapshots snapshots) {}

    static UsagePlan of(Store store, SnapshotCache cache, long from, long to) {
        record Touched(BillingPeriod period, long revision) {}
        record Catalog(List<Touched> periods, List<UsageFile> files, long first, long last) {}
        Catalog catalog =
                store.read(connection -> {
                    List<Touched> touched = new ArrayList<>();
                    long first = from;
                    long last = to;
                    for (BillingPeriod period : Periods.list(connection)) {
                        if (period.fromMicros() < to && from < period.toMicros()) {
                            first = Math.min(first, period.fromMicros());
                            last = Math.max(last, period.toMicros());
                            touched.add(new Touched(period, revision(connection, period)));
                        }
                    }
                    return new Catalog(
                            touched,
                            UsageFile.overlapping(connection, UsageFile.Kind.USAGE, first, last),
                            first,
                            last);
                });
        List<PricedPeriod> periods = new ArrayList<>();
        for (Touched touched : catalog.periods()) {
            periods.add(
                    new PricedPeriod(
                            touched.period(),
                            touched.period().isSealed()
                                    ? cache.at(touched.revision())
                                    : cache.newest()));
        }
        Snapshots naming = periods.size() == 1 ? periods.getFirst().snapshots() : cache.newest();
        return new UsagePlan(
                catalog.first(),
                catalog.last(),
                periods,
                catalog.files(),
                naming,
                currency(periods, naming));
    }

    private static Currency currency(List<PricedPeriod> periods, Snapshots naming) {
        Currency currency = naming.currency();
        for (PricedPeriod priced : periods) {
            if (!priced.snapshots().currency().equals(currency)) {
                throw new AccountingException(
                        "The currency changed with "
                                + priced.period().name()
                                + "; ask for the time before and after apart.");
            }
        }
        return currency;
    }

    private static long revision(Connection connection, BillingPeriod period) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT revision FROM seal WHERE period = ?")) {
            query.setLong(1, period.id());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
