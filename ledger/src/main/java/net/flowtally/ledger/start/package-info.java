/// What a fresh ledger begins with.
@NullMarked
package net.flowtally.ledger.start;

import org.jspecify.annotations.NullMarked;
