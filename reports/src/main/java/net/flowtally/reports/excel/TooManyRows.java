package net.flowtally.reports.excel;

import net.flowtally.reports.ReportException;

/// A table that is longer than a sheet may be.
public final class TooManyRows extends ReportException {
    private static final long serialVersionUID = 1L;

    TooManyRows(String table, int rows, int most) {
        super(
                table
                        + " has "
                        + rows
                        + " rows; a sheet takes "
                        + most
                        + ". Narrow the report or export it as CSV.");
    }
}
