package net.flowtally.collector.decode;

import net.flowtally.collector.CollectorException;

/// What was received does not follow its protocol. Carries no stack trace: it is counted by reason,
/// once for each datagram.
public final class MalformedDatagram extends CollectorException {
    private static final long serialVersionUID = 1L;

    public MalformedDatagram(String reason) {
        super(reason);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
