package net.flowtally.ledger.directory;

import net.flowtally.ledger.LedgerException;

/// An edit of the directory that cannot be made; nothing has changed.
public final class BadDirectoryEdit extends LedgerException {
    private static final long serialVersionUID = 1L;

    public BadDirectoryEdit(String sentence) {
        super(sentence);
    }
}
