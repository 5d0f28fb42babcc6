package net.flowtally.ledger.store;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Why SQLite did not do what it was asked to, in the words of whoever can help.
public final class StoreTrouble {
    private StoreTrouble() {}

    /// The cause of an exception: where SQLite is behind it and the disk or the file is to blame,
    /// what is wrong with them and SQLite's own name for it, else its message.
    public static String of(Exception trouble) {
        for (Throwable each = trouble; each != null; each = each.getCause()) {
            if (each instanceof SQLiteException sqlite) {
                return words(sqlite.getResultCode(), sqlite);
            }
        }
        return String.valueOf(trouble.getMessage());
    }

    private static String words(SQLiteErrorCode code, SQLiteException trouble) {
        String name = code.name();
        if (name.equals("SQLITE_FULL") || name.equals("SQLITE_IOERR_SHMSIZE")) {
            return "there is no room on its disk (" + name + ")";
        }
        if (name.startsWith("SQLITE_READONLY") || name.startsWith("SQLITE_CANTOPEN")) {
            return "it or its folder may not be written (" + name + ")";
        }
        if (name.startsWith("SQLITE_CORRUPT") || name.equals("SQLITE_NOTADB")) {
            return "the file is damaged or no database (" + name + "); a backup can be restored";
        }
        if (name.startsWith("SQLITE_BUSY")) {
            return "another program has been writing to it for too long (" + name + ")";
        }
        if (name.startsWith("SQLITE_IOERR")) {
            return "its disk fails (" + name + ")";
        }
        return String.valueOf(trouble.getMessage());
    }
}
