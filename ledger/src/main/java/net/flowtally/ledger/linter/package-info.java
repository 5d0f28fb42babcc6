/// What is known of each exporter in one place, and what is wrong with how it is set up.
@NullMarked
package net.flowtally.ledger.linter;

import org.jspecify.annotations.NullMarked;
