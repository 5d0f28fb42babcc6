/// What nobody owns, as work to be done: addresses ranked by bytes or money, with suggestions.
@NullMarked
package net.flowtally.ledger.unassigned;

import org.jspecify.annotations.NullMarked;
