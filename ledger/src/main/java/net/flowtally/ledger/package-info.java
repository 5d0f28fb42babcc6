@NullMarked
package net.flowtally.ledger;

import org.jspecify.annotations.NullMarked;
