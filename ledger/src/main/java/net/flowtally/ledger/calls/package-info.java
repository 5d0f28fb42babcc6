/// The call archive: slices in Parquet files, their catalog, and reading them back.
@NullMarked
package net.flowtally.ledger.calls;

import org.jspecify.annotations.NullMarked;
