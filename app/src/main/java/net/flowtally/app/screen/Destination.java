package net.flowtally.app.screen;

import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.accounting.UsageScope;

/// Where one can go in the workstation: a screen and what it is to show. Going back means going to
/// an earlier destination, so it holds all that is needed to show the same again.
public sealed interface Destination {

    Section section();

    /// The billing period that it is about, `YYYY-MM`; empty if that is not yet settled, or it is
    /// about no period as such.
    String period();

    /// The overview of a billing period.
    ///
    /// @param period `YYYY-MM`; empty for the one that the user is at
    record Overview(String period) implements Destination {
        @Override
        public Section section() {
            return Section.OVERVIEW;
        }
    }

    /// Calls of a half-open interval.
    ///
    /// @param filter text in the filter language, empty for none
    /// @param scope the total that was followed to get here; limits the calls to what it is made of
    /// @param trail names what was followed, from the first to the last; empty if nothing was
    record Calls(Instant from, Instant to, String filter, UsageScope scope, List<String> trail)
            implements Destination {
        /// All calls of the billing period that the user is at.
        public static final Calls OF_PERIOD =
                new Calls(Instant.EPOCH, Instant.EPOCH, "", UsageScope.ALL, List.of());

        /// The part of the calls of the period that the user is at, that a usage sum is made of.
        public static Calls ofPeriod(UsageScope scope) {
            return new Calls(Instant.EPOCH, Instant.EPOCH, "", scope, List.of());
        }

        public Calls {
            trail = List.copyOf(trail);
        }

        @Override
        public Section section() {
            return Section.CALLS;
        }

        @Override
        public String period() {
            return "";
        }

        /// Whether their time is that of the period that the user is at, whichever it is.
        public boolean isOfPeriod() {
            return to.equals(Instant.EPOCH);
        }

        /// The same calls with another filter.
        public Calls withFilter(String other) {
            return new Calls(from, to, other, scope, trail);
        }

        /// The same calls in another interval.
        public Calls within(Instant newFrom, Instant newTo) {
            return new Calls(newFrom, newTo, filter, scope, trail);
        }
    }

    /// The statements of a billing period.
    ///
    /// @param period `YYYY-MM`; empty for the one that the user is at
    /// @param department id of the one to show, `ALL_DEPARTMENTS` for none in particular
    record Statements(String period, long department) implements Destination {
        public static final long ALL_DEPARTMENTS = -1;

        @Override
        public Section section() {
            return Section.STATEMENTS;
        }
    }

    /// A report of the catalogue, as it was left.
    ///
    /// @param report id, `CR-02`; empty for all of them
    record Reports(String report) implements Destination {
        @Override
        public Section section() {
            return Section.REPORTS;
        }

        @Override
        public String period() {
            return "";
        }
    }
}
