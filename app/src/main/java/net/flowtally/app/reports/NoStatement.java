package net.flowtally.app.reports;

import net.flowtally.reports.ReportException;

/// A statement is asked for that there is none of. The message is for the user.
final class NoStatement extends ReportException {
    private static final long serialVersionUID = 1L;

    NoStatement(String message) {
        super(message);
    }
}
