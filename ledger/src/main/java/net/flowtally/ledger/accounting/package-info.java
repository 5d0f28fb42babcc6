/// Where calls meet people and prices: association, the accounting run, and usage.
@NullMarked
package net.flowtally.ledger.accounting;

import org.jspecify.annotations.NullMarked;
