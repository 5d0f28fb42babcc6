/// Looking at calls: the filter language, questions, and answers that are paged.
@NullMarked
package net.flowtally.ledger.explore;

import org.jspecify.annotations.NullMarked;
