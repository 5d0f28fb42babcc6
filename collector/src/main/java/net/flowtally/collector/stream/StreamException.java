package net.flowtally.collector.stream;

import net.flowtally.collector.CollectorException;

/// A stream that cannot go on.
public final class StreamException extends CollectorException {
    private static final long serialVersionUID = 1L;

    StreamException(String message) {
        super(message);
    }

    StreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
