/// Reports as Excel workbooks.
@NullMarked
package net.flowtally.reports.excel;

import org.jspecify.annotations.NullMarked;
