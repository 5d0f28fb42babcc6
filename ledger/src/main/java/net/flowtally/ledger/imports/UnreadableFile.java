package net.flowtally.ledger.imports;

import net.flowtally.ledger.LedgerException;

/// A file or server that cannot be read, whatever is in it.
public final class UnreadableFile extends LedgerException {
    private static final long serialVersionUID = 1L;

    UnreadableFile(String name, Throwable cause) {
        super(name + " cannot be read: " + cause.getMessage(), cause);
    }
}
