/// Dated price rules, peak hours, and which rule prices a call.
@NullMarked
package net.flowtally.ledger.tariff;

import org.jspecify.annotations.NullMarked;
