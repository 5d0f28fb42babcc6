/// Bringing into the directory what others know: read, mapped, checked, compared with what is
/// known, and applied in one transaction.
@NullMarked
package net.flowtally.ledger.imports;

import org.jspecify.annotations.NullMarked;
