package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.engine.Crew;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// The hash over the canonical rows of usage files, the same however rows lie in files. Rows are in
/// the order of their quarter hours first, so that it is put together from parts of files.
final class UsageHash {
    /// So many rows are turned to text at a time, quarter hours permitting.
    private static final long ROWS_AT_A_TIME = 100_000;

    private static final List<String> COLUMNS = UsageColumns.ALL;

    private UsageHash() {}

    private record Part(UsageFile file, long from, long to) {}

    /// @param files in the order of time
    static String of(
            Home home,
            Store store,
            List<UsageFile> files,
            long from,
            long to,
            Cancellation cancellation)
            throws SQLException {
        CanonicalHash hash = new CanonicalHash();
        Crew.<Reader, Part, CanonicalText, SQLException>run(
                "usage-hash",
                parts(files, from, to),
                () -> new Reader(home, UsageEngine.oneOf(home, store, Crew.SIZE)),
                Reader::read,
                hash::rows,
                cancellation);
        return hash.hex();
    }

    private static List<Part> parts(List<UsageFile> files, long from, long to) {
        List<Part> parts = new ArrayList<>();
        for (UsageFile file : files) {
            long start = Math.max(from, file.fromQuarter());
            long end = Math.min(to, file.toQuarter());
            long count = file.entries() / ROWS_AT_A_TIME + 1;
            long step = ((end - start) / QuarterHour.MICROS / count + 1) * QuarterHour.MICROS;
            for (long at = start; at < end; at += step) {
                parts.add(new Part(file, at, Math.min(end, at + step)));
            }
        }
        return parts;
    }

    private record Reader(Home home, Engine engine) implements Crew.Tools {
        CanonicalText read(Part part, Cancellation cancellation) throws SQLException {
            return engine.query(
                    "SELECT %s FROM %s WHERE quarter >= %d AND quarter < %d ORDER BY %s"
                            .formatted(
                                    String.join(", ", COLUMNS),
                                    UsageFile.readParquet(home, List.of(part.file)),
                                    part.from,
                                    part.to,
                                    String.join(", ", UsageColumns.KEYS)),
                    cancellation,
                    rows -> {
                        boolean[] isText = new boolean[COLUMNS.size()];
                        for (int i = 0; i < isText.length; i++) {
                            isText[i] = UsageColumns.isText(COLUMNS.get(i));
                        }
                        CanonicalText text = new CanonicalText();
                        while (rows.next()) {
                            for (int i = 0; i < isText.length; i++) {
                                if (isText[i]) {
                                    text.field(rows.getString(i + 1));
                                } else {
                                    text.field(rows.getLong(i + 1));
                                }
                            }
                            text.endRow();
                        }
                        return text;
                    });
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
