package net.flowtally.collector.flow;

import net.flowtally.collector.CollectorException;

/// A saved flow table that this one cannot go on from: of another stream, of an unknown format, or
/// without the counters that belong to it.
public final class UnusableCheckpoint extends CollectorException {
    private static final long serialVersionUID = 1L;

    UnusableCheckpoint(String message) {
        super(message);
    }
}
