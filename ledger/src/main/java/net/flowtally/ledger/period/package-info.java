/// Billing periods: pairs of instants, derived once from the accounting time zone and kept.
@NullMarked
package net.flowtally.ledger.period;

import org.jspecify.annotations.NullMarked;
