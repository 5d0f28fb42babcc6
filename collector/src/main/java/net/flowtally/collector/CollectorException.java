package net.flowtally.collector;

/// Root of everything the collector throws on purpose. The message is a plain sentence that can be
/// shown to a user.
public abstract class CollectorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected CollectorException(String message) {
        super(message);
    }

    protected CollectorException(String message, Throwable cause) {
        super(message, cause);
    }
}
