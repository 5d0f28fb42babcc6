/// What a statement line is made of: usage, call slices, call records, each summing to the line.
@NullMarked
package net.flowtally.ledger.explain;

import org.jspecify.annotations.NullMarked;
