package net.flowtally.ledger.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.engine.Crew;
import net.flowtally.ledger.exporter.ExporterFacts;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.HealthFile;
import net.flowtally.ledger.exporter.HeldReleases;
import net.flowtally.ledger.exporter.StreamHealth;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// The calls of a home: slice files and their catalog. A file counts once the commit that names it
/// is done. Thread-safe; the files that it begins are not.
public final class CallArchive {
    private final Home home;
    private final Store store;
    private final Clock clock;

    public CallArchive(Home home, Store store) {
        this(home, store, Clock.systemUTC());
    }

    /// @param clock dates the commits; nothing is decided by it
    public CallArchive(Home home, Store store, Clock clock) {
        this.home = home;
        this.store = store;
        this.clock = clock;
    }

    /// Begins a slice file of a stream.
    ///
    /// @param firstEmission number of the first slice that goes into it
    public SliceFile begin(String stream, long firstEmission) {
        return new SliceFile(home.calls(), stream, firstEmission);
    }

    /// Makes slice files, the stream's new position and its counters part of the ledger, in one
    /// transaction, and marks the quarter hours of the files as dirty.
    ///
    /// @throws ArchiveException if the commit does not follow on the last one of the stream
    public void commit(StreamCommit commit) {
        store.write(connection -> {
            CatalogWriter catalog = new CatalogWriter(connection, Micros.of(clock.instant()));
            requireSequence(commit, stream(connection, commit.stream()));
            catalog.putStream(commit);
            for (WrittenFile file : commit.files()) {
                catalog.addFile(file);
            }
            catalog.putCounters(commit.stream(), commit.counters());
            catalog.putLosses(commit.stream(), commit.losses());
            catalog.putPending(commit.stream(), commit.pending());
            catalog.putShed(commit.stream(), commit.shed());
            new ProfileWriter(connection, commit.stream()).put(commit.profile());
            ExporterFacts.put(connection, commit.facts());
            return commit.files().size();
        });
    }

    /// What the catalog says of the slice files that have something of a span, in the order of
    /// their commits.
    ///
    /// @param lastCommit the highest commit number that counts
    public List<WrittenFile> files(long from, long to, long lastCommit) {
        return store.read(connection -> SliceCatalog.files(connection, from, to, lastCommit));
    }

    /// The number of the newest commit of a slice file; 0 before the first.
    public long lastCommit() {
        return store.read(SliceCatalog::lastCommit);
    }

    /// Whether there are slices of LFAP flows that went from one stream to another.
    boolean hasJoinedFlows() {
        return store.read(connection ->
                SliceCatalog.flowFiles(connection, Long.MAX_VALUE).stream()
                        .anyMatch(SliceCatalog.FlowFile::isJoined));
    }

    /// Refuses a question about calls of a time that some of are gone.
    ///
    /// @param from microseconds, as `to`, which is exclusive
    /// @throws DetailRemoved if retention has removed calls of that time
    public void requireDetail(long from, long to) {
        store.read(connection -> {
            RemovedDetails.refuse(connection, from, to);
            return to;
        });
    }

    /// Opens a reader of what is committed, with today's preferences of exporters.
    public CallReader reader() {
        return reader(Long.MAX_VALUE);
    }

    /// Opens a reader with the preferences of exporters and the releases of held records as they
    /// were at a revision.
    public CallReader reader(long revision) {
        return reader(revision, 1);
    }

    /// The same, of which there are several at a time.
    ///
    /// @param parts how many; they share the memory of one
    public CallReader reader(long revision, int parts) {
        return reader(revision, parts, false);
    }

    /// The same, but its calls tell the stream that their journal positions are of.
    public CallReader tracingReader(long revision) {
        return reader(revision, 1, true);
    }

    private CallReader reader(long revision, int parts, boolean traced) {
        return new CallReader(
                home.calls(),
                store,
                SliceEngine.open(home, store, parts),
                new Exporters(store).preferences(revision),
                new ReleasedSlices(new HeldReleases(store).at(revision)),
                traced);
    }

    /// What there is of a span in figures for seals, in the order of quarter hours.
    ///
    /// @param lastCommit the highest commit number of slice files that count
    public List<CanonicalQuarter> canonical(
            long from, long to, long lastCommit, Cancellation cancellation) {
        List<CanonicalQuarter> quarters = new ArrayList<>();
        Crew.<CallReader, SliceCatalog.Stretch, List<CanonicalQuarter>, RuntimeException>run(
                "canonical",
                SliceCatalog.stretches(store, from, to, lastCommit, List.of()),
                () -> reader(Long.MAX_VALUE, Crew.SIZE),
                (reader, stretch, asked) -> reader.canonical(stretch, lastCommit, asked),
                quarters::addAll,
                cancellation);
        return quarters;
    }

    public Optional<StreamState> stream(String name) {
        return store.read(connection -> stream(connection, name));
    }

    /// How collectors do, as they said last.
    List<StreamHealth> health() {
        return HealthFile.all(home);
    }

    /// All streams, by name.
    public List<StreamState> streams() {
        return store.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT name, kind, position, emission, clock, finished"
                                            + " FROM stream ORDER BY name");
                    ResultSet row = query.executeQuery()) {
                List<StreamState> streams = new ArrayList<>();
                while (row.next()) {
                    streams.add(state(row));
                }
                return streams;
            }
        });
    }

    /// Records that a replay has come to its end: its clock no longer holds quarter hours open.
    public void finish(String stream) {
        store.write(connection -> {
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE stream SET finished = 1 WHERE name = ?")) {
                update.setString(1, stream);
                return update.executeUpdate();
            }
        });
    }

    /// Deletes the files of a stream that never became part of the ledger. Only for the process
    /// that owns the stream, before it begins a file.
    public void deleteOrphans(String stream) {
        Set<String> known = fileNames(stream);
        try (Stream<Path> files = Files.list(home.calls())) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                boolean sliceFile =
                        name.endsWith(SliceFile.SUFFIX)
                                || name.endsWith(SliceFile.UNFINISHED_SUFFIX);
                if (sliceFile && name.startsWith(stream + ".") && !known.contains(name)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new ArchiveException("Files in " + home.calls() + " cannot be deleted: " + e, e);
        }
    }

    /// Where a capture went when it was replayed before.
    ///
    /// @param hash SHA-256 of the file in hexadecimal
    public List<ReplayedFile> replayed(String hash) {
        return store.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT hash, name, stream, at FROM replayed_file"
                                    + " WHERE hash = ? ORDER BY at")) {
                query.setString(1, hash);
                try (ResultSet row = query.executeQuery()) {
                    List<ReplayedFile> files = new ArrayList<>();
                    while (row.next()) {
                        files.add(
                                new ReplayedFile(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getLong(4)));
                    }
                    return files;
                }
            }
        });
    }

    /// Records that a capture goes into a stream.
    public void recordReplay(String hash, String name, String stream) {
        store.write(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT OR IGNORE INTO replayed_file (hash, name, stream, at)"
                                    + " VALUES (?, ?, ?, ?)")) {
                insert.setString(1, hash);
                insert.setString(2, name);
                insert.setString(3, stream);
                insert.setLong(4, Micros.of(clock.instant()));
                return insert.executeUpdate();
            }
        });
    }

    private Set<String> fileNames(String stream) {
        return store.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT path FROM slice_file WHERE stream = ?")) {
                query.setString(1, stream);
                try (ResultSet row = query.executeQuery()) {
                    Set<String> names = new HashSet<>();
                    while (row.next()) {
                        names.add(row.getString(1));
                    }
                    return names;
                }
            }
        });
    }

    /// Slices are numbered without gaps, so that none is ever lost or committed twice.
    private static void requireSequence(StreamCommit commit, Optional<StreamState> before) {
        long next = before.map(StreamState::emission).orElse(0L);
        for (WrittenFile file : commit.files()) {
            if (file.firstEmission() != next || !file.stream().equals(commit.stream())) {
                throw new ArchiveException(
                        "The file "
                                + file.name()
                                + " does not follow on slice "
                                + next
                                + " of stream "
                                + commit.stream()
                                + ".");
            }
            next = file.lastEmission();
        }
        if (next != commit.emission()) {
            throw new ArchiveException(
                    "A commit of stream "
                            + commit.stream()
                            + " ends at slice "
                            + commit.emission()
                            + ", its files at "
                            + next
                            + ".");
        }
        if (before.isPresent() && before.get().position() > commit.position()) {
            throw new ArchiveException(
                    "A commit of stream "
                            + commit.stream()
                            + " goes back from journal position "
                            + before.get().position()
                            + " to "
                            + commit.position()
                            + ".");
        }
    }

    private static Optional<StreamState> stream(Connection connection, String name)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT name, kind, position, emission, clock, finished"
                                + " FROM stream WHERE name = ?")) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(state(row)) : Optional.empty();
            }
        }
    }

    private static StreamState state(ResultSet row) throws SQLException {
        return new StreamState(
                row.getString(1),
                StreamKind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getInt(6) != 0);
    }
}
