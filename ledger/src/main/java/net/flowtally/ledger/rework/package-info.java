/// Marking quarter hours whose usage has to be worked out again after an edit.
@NullMarked
package net.flowtally.ledger.rework;

import org.jspecify.annotations.NullMarked;
