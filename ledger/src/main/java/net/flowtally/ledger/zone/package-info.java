/// Named sets of prefixes, inside or outside the site.
@NullMarked
package net.flowtally.ledger.zone;

import org.jspecify.annotations.NullMarked;
