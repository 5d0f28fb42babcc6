/// Closing the month: checklist, statements, seal and verification.
@NullMarked
package net.flowtally.ledger.billing;

import org.jspecify.annotations.NullMarked;
