package net.flowtally.collector.stream;

import net.flowtally.collector.CollectorException;

/// What was to be replayed is in the ledger already.
public final class AlreadyReplayed extends CollectorException {
    private static final long serialVersionUID = 1L;

    AlreadyReplayed(String what, String stream) {
        super(
                what
                        + " was replayed before, as stream '"
                        + stream
                        + "'; replaying it again would count it twice.");
    }
}
