package net.flowtally.app.demo;

/// The demonstration cannot go on. The message is a plain sentence for the user.
public final class DemoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoException(String message) {
        super(message);
    }

    DemoException(String message, Throwable cause) {
        super(message, cause);
    }
}
