package net.flowtally.collector.journal;

import net.flowtally.collector.CollectorException;

/// A journal that cannot be opened, read or written.
public final class JournalException extends CollectorException {
    private static final long serialVersionUID = 1L;

    JournalException(String message) {
        super(message);
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
