package net.flowtally.ledger.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.exporter.QuarterLoss;
import net.flowtally.ledger.exporter.ShedSource;

/// The rows of one commit, written inside its transaction.
final class CatalogWriter {
    private final Connection connection;
    private final long now;

    CatalogWriter(Connection connection, long now) {
        this.connection = connection;
        this.now = now;
    }

    void putStream(StreamCommit commit) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement(
                        """
                        INSERT INTO stream (name, kind, position, emission, clock)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (name) DO UPDATE SET position = excluded.position,
                            emission = excluded.emission, clock = max(clock, excluded.clock)
                        """)) {
            upsert.setString(1, commit.stream());
            upsert.setString(2, commit.kind().name().toLowerCase(Locale.ROOT));
            upsert.setLong(3, commit.position());
            upsert.setLong(4, commit.emission());
            upsert.setLong(5, commit.clock());
            upsert.executeUpdate();
        }
    }

    /// Adds the file of a commit and marks its quarter hours as dirty.
    void addFile(WrittenFile file) throws SQLException {
        addQuarters(insert(file), file.quarters());
        try (PreparedStatement mark =
                connection.prepareStatement(
                        "INSERT OR IGNORE INTO dirty_quarter (quarter, reason)"
                                + " VALUES (?, 'slices')")) {
            for (QuarterSum sum : file.quarters()) {
                mark.setLong(1, sum.quarter());
                mark.executeUpdate();
            }
        }
        if (file.flows() > 0) {
            markJoined(file);
        }
    }

    /// What other streams have of the same flows, from then on, may mean something else now. The
    /// slices of one of their updates that can be joined reach back no further than an hour.
    private void markJoined(WrittenFile file) throws SQLException {
        try (PreparedStatement mark =
                connection.prepareStatement(
                        """
                        INSERT OR IGNORE INTO dirty_quarter (quarter, reason)
                        SELECT DISTINCT q.quarter, 'slices' FROM slice_file_quarter q
                        JOIN slice_file f ON f.id = q.file
                        WHERE f.flows > 0 AND f.stream <> ? AND q.quarter >= ?
                            AND (? > 0 OR EXISTS (SELECT 1 FROM slice_file WHERE joined > 0))
                        """)) {
            mark.setString(1, file.stream());
            mark.setLong(2, file.quarters().getFirst().quarter() - 4 * QuarterHour.MICROS);
            mark.setLong(3, file.joined());
            mark.executeUpdate();
        }
    }

    /// Adds a file that has the slices of others.
    ///
    /// @param throughCommit the highest commit among theirs
    void addCompacted(WrittenFile file, long throughCommit) throws SQLException {
        long id = insert(file);
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE slice_file SET through_commit = ? WHERE id = ?")) {
            update.setLong(1, throughCommit);
            update.setLong(2, id);
            update.executeUpdate();
        }
        addQuarters(id, file.quarters());
    }

    /// Takes a file out of every total; those of its slices that stay are in another one.
    void retire(long id) throws SQLException {
        try (PreparedStatement quarters =
                        connection.prepareStatement(
                                "DELETE FROM slice_file_quarter WHERE file = ?");
                PreparedStatement file =
                        connection.prepareStatement(
                                "UPDATE slice_file SET replaced_at = ? WHERE id = ?")) {
            quarters.setLong(1, id);
            quarters.executeUpdate();
            file.setLong(1, now);
            file.setLong(2, id);
            file.executeUpdate();
        }
    }

    private long insert(WrittenFile file) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO slice_file (path, stream, first_emission, last_emission,
                            first_position, last_position, slices, raw_bytes, raw_packets, bytes,
                            packets, octets_on_disk, hash, committed_at, flows, joined)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
                        """)) {
            insert.setString(1, file.name());
            insert.setString(2, file.stream());
            insert.setLong(3, file.firstEmission());
            insert.setLong(4, file.lastEmission());
            insert.setLong(5, file.firstPosition());
            insert.setLong(6, file.lastPosition());
            insert.setLong(7, file.slices());
            insert.setLong(8, file.rawBytes());
            insert.setLong(9, file.rawPackets());
            insert.setLong(10, file.bytes());
            insert.setLong(11, file.packets());
            insert.setLong(12, file.octetsOnDisk());
            insert.setString(13, file.hash());
            insert.setLong(14, now);
            insert.setLong(15, file.flows());
            insert.setLong(16, file.joined());
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void addQuarters(long file, List<QuarterSum> sums) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO slice_file_quarter (file, quarter, slices, bytes, packets)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            for (QuarterSum sum : sums) {
                insert.setLong(1, file);
                insert.setLong(2, sum.quarter());
                insert.setLong(3, sum.slices());
                insert.setLong(4, sum.bytes());
                insert.setLong(5, sum.packets());
                insert.executeUpdate();
            }
        }
    }

    void putCounters(String stream, List<ExporterCounters> counters) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        """
                        INSERT OR REPLACE INTO exporter_counter (stream, address, protocol,
                            datagrams, records, bytes, packets, slices, malformed,
                            unknown_template, lost, held, held_bytes, future, future_bytes,
                            outside, outside_bytes, repeated, without_counters, last_seen)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)) {
            for (ExporterCounters counter : counters) {
                put.setString(1, stream);
                put.setBytes(2, counter.address().octets());
                put.setString(3, counter.protocol());
                long[] values = {
                    counter.datagrams(),
                    counter.records(),
                    counter.bytes(),
                    counter.packets(),
                    counter.slices(),
                    counter.malformed(),
                    counter.unknownTemplate(),
                    counter.lost(),
                    counter.held(),
                    counter.heldBytes(),
                    counter.future(),
                    counter.futureBytes(),
                    counter.outside(),
                    counter.outsideBytes(),
                    counter.repeated(),
                    counter.withoutCounters(),
                    counter.lastSeen()
                };
                for (int i = 0; i < values.length; i++) {
                    put.setLong(4 + i, values[i]);
                }
                put.executeUpdate();
            }
        }
    }

    void putLosses(String stream, List<QuarterLoss> losses) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO exporter_loss"
                                + " (stream, address, quarter, expected, lost)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            for (QuarterLoss loss : losses) {
                put.setString(1, stream);
                put.setBytes(2, loss.address().octets());
                put.setLong(3, loss.quarter());
                put.setLong(4, loss.expected());
                put.setLong(5, loss.lost());
                put.executeUpdate();
            }
        }
    }

    void putPending(String stream, List<PendingSource> sources) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO pending_source"
                                + " (stream, address, protocol, datagrams, last_seen, last_datagram)"
                                + " VALUES (?, ?, ?, ?, ?, ?)")) {
            for (PendingSource source : sources) {
                put.setString(1, stream);
                put.setBytes(2, source.address().octets());
                put.setString(3, source.protocol());
                put.setLong(4, source.datagrams());
                put.setLong(5, source.lastSeen());
                put.setBytes(6, source.lastDatagram());
                put.executeUpdate();
            }
        }
    }

    void putShed(String stream, List<ShedSource> sources) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO shed_source"
                                + " (stream, address, datagrams, octets, last_seen)"
                                + " VALUES (?, ?, ?, ?, ?)")) {
            for (ShedSource source : sources) {
                put.setString(1, stream);
                put.setBytes(2, source.address().octets());
                put.setLong(3, source.datagrams());
                put.setLong(4, source.octets());
                put.setLong(5, source.lastSeen());
                put.executeUpdate();
            }
        }
    }
}
