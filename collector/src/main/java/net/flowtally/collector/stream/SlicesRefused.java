package net.flowtally.collector.stream;

import net.flowtally.collector.CollectorException;

/// Slices that cannot be written or committed. It passes through the flow table and the decoders up
/// to the stream's thread; no datagram is at fault.
public final class SlicesRefused extends CollectorException {
    private static final long serialVersionUID = 1L;

    SlicesRefused(RuntimeException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
