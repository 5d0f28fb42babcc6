/// Tables as comma-separated values.
@NullMarked
package net.flowtally.reports.csv;

import org.jspecify.annotations.NullMarked;
