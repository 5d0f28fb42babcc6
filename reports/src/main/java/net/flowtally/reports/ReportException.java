package net.flowtally.reports;

/// Root of everything reports throw on purpose. The message is a plain sentence that can be shown
/// to a user.
public abstract class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected ReportException(String message) {
        super(message);
    }

    protected ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
