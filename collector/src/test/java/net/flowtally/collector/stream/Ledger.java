package net.flowtally.collector.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.ledger.store.Home;

/// What a test reads of a home, each way on its own: the counters, the catalog, the slice files
/// themselves, and the datagrams of the journal.
final class Ledger {
    /// @param records NetFlow v5 records, each with its counters
    record Sums(long records, long bytes, long packets) {}

    private Ledger() {}

    static Sums counters(Home home, String stream) {
        return sums(
                sqlite(home),
                "SELECT coalesce(sum(records), 0), coalesce(sum(bytes), 0),"
                        + " coalesce(sum(packets), 0) FROM exporter_counter WHERE stream = '"
                        + stream
                        + "'");
    }

    static long counter(Home home, String stream, String column) {
        return number(
                home,
                "SELECT coalesce(sum("
                        + column
                        + "), 0) FROM exporter_counter WHERE stream = '"
                        + stream
                        + "'");
    }

    static long number(Home home, String query) {
        try (Connection connection = DriverManager.getConnection(sqlite(home));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Bytes and packets as the catalog has them; its records are not kept.
    static Sums catalog(Home home, String stream) {
        return sums(
                sqlite(home),
                "SELECT 0, coalesce(sum(bytes), 0), coalesce(sum(packets), 0) FROM slice_file"
                        + " WHERE stream = '"
                        + stream
                        + "'");
    }

    /// What the slice files named in the catalog hold.
    static Sums slices(Home home, String stream) {
        String files = files(home, stream);
        return files.isEmpty()
                ? new Sums(0, 0, 0)
                : sums(
                        "jdbc:duckdb:",
                        "SELECT coalesce(sum(records), 0)::BIGINT, coalesce(sum(bytes), 0)::BIGINT,"
                                + " coalesce(sum(packets), 0)::BIGINT FROM read_parquet(["
                                + files
                                + "])");
    }

    /// Every slice of a stream, in the order of emission, as text.
    static List<String> sliceRows(Home home, String stream) {
        return texts(
                "jdbc:duckdb:",
                "SELECT columns(*)::VARCHAR FROM read_parquet([" + files(home, stream) + "])");
    }

    static long calls(Home home, String stream) {
        return Long.parseLong(
                texts(
                                "jdbc:duckdb:",
                                "SELECT count(DISTINCT (call_hi, call_lo)) FROM read_parquet(["
                                        + files(home, stream)
                                        + "])")
                        .getFirst());
    }

    private static String files(Home home, String stream) {
        List<String> quoted = new ArrayList<>();
        for (String path :
                texts(
                        sqlite(home),
                        "SELECT path FROM slice_file WHERE stream = '"
                                + stream
                                + "' ORDER BY id")) {
            quoted.add("'" + home.calls().resolve(path) + "'");
        }
        return String.join(", ", quoted);
    }

    /// Reads NetFlow v5 out of the journal's datagrams: header of 24 octets with the count at 2,
    /// records of 48 with packets at 16 and bytes at 20.
    static Sums journal(Home home, String stream) {
        long records = 0;
        long bytes = 0;
        long packets = 0;
        try (Journal journal = Journal.open(home.journal(stream), home.lock(), stream);
                JournalReader reader = journal.reader(0)) {
            while (reader.next()) {
                if (reader.kind() == Entry.DATAGRAM) {
                    ByteBuffer payload = ByteBuffer.wrap(reader.payload());
                    for (int i = 0; i < payload.getShort(2); i++) {
                        records++;
                        packets += payload.getInt(24 + 48 * i + 16);
                        bytes += payload.getInt(24 + 48 * i + 20);
                    }
                }
            }
        }
        return new Sums(records, bytes, packets);
    }

    private static String sqlite(Home home) {
        return "jdbc:sqlite:file:" + home.database() + "?mode=ro";
    }

    private static Sums sums(String url, String query) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return new Sums(row.getLong(1), row.getLong(2), row.getLong(3));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> texts(String url, String query) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            int columns = row.getMetaData().getColumnCount();
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                StringBuilder text = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    text.append(i == 1 ? "" : " ").append(row.getString(i));
                }
                rows.add(text.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Copies a stream's journal into another home.
    static void copyJournal(Home from, Home to, String stream) throws IOException {
        Path target = Files.createDirectories(to.journal(stream));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from.journal(stream))) {
            for (Path file : files) {
                Files.copy(file, target.resolve(String.valueOf(file.getFileName())));
            }
        }
    }
}
