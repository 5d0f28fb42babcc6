/// The embedded engine that reads Parquet files.
@NullMarked
package net.flowtally.ledger.engine;

import org.jspecify.annotations.NullMarked;
