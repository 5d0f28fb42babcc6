/// A sealed period in a file of its own, to be read when this program is long gone.
@NullMarked
package net.flowtally.ledger.archive;

import org.jspecify.annotations.NullMarked;
