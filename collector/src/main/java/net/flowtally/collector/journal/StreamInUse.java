package net.flowtally.collector.journal;

import net.flowtally.collector.CollectorException;

/// Another process, or another collector of this one, has the stream.
public final class StreamInUse extends CollectorException {
    private static final long serialVersionUID = 1L;

    StreamInUse(String stream) {
        super("The stream '" + stream + "' is in use by another collector on this home.");
    }
}
