/// The whole ledger in one file, and back.
@NullMarked
package net.flowtally.ledger.backup;

import org.jspecify.annotations.NullMarked;
