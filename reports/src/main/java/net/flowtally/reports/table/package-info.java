/// What every report comes down to: typed columns, rows of a kind, and what stands around them.
@NullMarked
package net.flowtally.reports.table;

import org.jspecify.annotations.NullMarked;
