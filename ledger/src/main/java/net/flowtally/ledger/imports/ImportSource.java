package net.flowtally.ledger.imports;

import java.io.IOException;
import java.util.List;
import net.flowtally.ledger.time.AccountingZone;

/// Something that makes statements about the directory.
interface ImportSource {
    /// What it is, in a word: kept in the trail, and the name that its statements are kept under
    /// unless another is given.
    String kind();

    /// Of the file or server.
    String name();

    /// SHA-256 of what was read, in hexadecimal; empty where that says nothing.
    String hash();

    /// The statements that could be read.
    ///
    /// @param zone in which dates and local times are meant
    List<ImportRow> read(AccountingZone zone, RowErrors errors) throws IOException;
}
