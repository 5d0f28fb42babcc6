/// Exact money: amounts with a currency, rounded once, and spread without loss.
@NullMarked
package net.flowtally.ledger.money;

import org.jspecify.annotations.NullMarked;
