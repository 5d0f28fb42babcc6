/// Tables that keep what they once said: rows are closed and added, never changed in place.
@NullMarked
package net.flowtally.ledger.revision;

import org.jspecify.annotations.NullMarked;
