package net.flowtally.ledger.imports;

import java.io.IOException;
import java.util.List;

/// Something that can be read as a table: a header and rows below it.
@FunctionalInterface
public interface TableSource {
    /// Hands over the header, then row after row, until the sink wants no more.
    ///
    /// @param errors takes what is wrong with the source
    void read(Sink sink, RowErrors errors) throws IOException;

    /// Takes a table.
    interface Sink {
        /// @return whether rows are wanted
        boolean header(long line, List<String> names);

        /// @param fields one for each name of the header; where a row is longer or shorter, that is
        ///   told as an error
        void row(long line, List<String> fields);
    }
}
