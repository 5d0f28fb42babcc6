/// What of the call detail is kept, what goes, and what is kept of what went.
@NullMarked
package net.flowtally.ledger.retention;

import org.jspecify.annotations.NullMarked;
