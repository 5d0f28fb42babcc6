/// Accounting time: instants, half-open spans, and the zone that days and billing periods are cut
/// in.
@NullMarked
package net.flowtally.ledger.time;

import org.jspecify.annotations.NullMarked;
