/// Addresses and prefixes of both families in one space.
@NullMarked
package net.flowtally.ledger.address;

import org.jspecify.annotations.NullMarked;
