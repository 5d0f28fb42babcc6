package net.flowtally.collector.listen;

import net.flowtally.collector.CollectorException;

/// A socket that cannot be bound.
public final class ListenException extends CollectorException {
    private static final long serialVersionUID = 1L;

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
