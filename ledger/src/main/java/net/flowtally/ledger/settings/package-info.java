/// What a site has decided for itself: time zone, currency, unit, who pays.
@NullMarked
package net.flowtally.ledger.settings;

import org.jspecify.annotations.NullMarked;
