package net.flowtally.ledger.directory;

import java.nio.file.Path;
import net.flowtally.ledger.LedgerException;

/// A file that cannot be read, whatever is in it.
public final class UnreadableFile extends LedgerException {
    private static final long serialVersionUID = 1L;

    UnreadableFile(Path file, Throwable cause) {
        super("The file " + file + " cannot be read: " + cause.getMessage(), cause);
    }
}
