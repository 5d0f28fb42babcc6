package net.flowtally.collector.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.flowtally.collector.capture.CaptureFile;
import net.flowtally.collector.capture.DatagramSource;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.collector.lfap.Answers;
import net.flowtally.collector.listen.PendingSources;
import net.flowtally.collector.listen.ShedSources;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.ReplayedFile;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// Puts recorded or made datagrams into the ledger, as if they had been received at their own
/// times. Each replay is a stream of its own, whose settings approve every source; it enters the
/// ledger in one commit at its end, or not at all. One thread.
public final class Replay {
    private static final Address LOOPBACK = Address.parse("127.0.0.1");
    private static final Prefix EVERY_SOURCE = new Prefix(Address.NONE, 0);
    private static final int LISTENER = 0;
    private static final int NAME_DIGITS = 12;
    private static final int REPORT_EVERY = 4096;

    /// Told how a replay goes on.
    public interface Progress {
        /// @param journalled datagrams read so far
        /// @param processed datagrams decoded so far
        void replayed(long journalled, long processed);
    }

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final Clock clock;
    private final Pace pace;

    public Replay(Home home, Store store, Clock clock) {
        this(home, store, clock, Pace.defaults());
    }

    Replay(Home home, Store store, Clock clock, Pace pace) {
        this.home = home;
        this.store = store;
        this.archive = new CallArchive(home, store, clock);
        this.clock = clock;
        this.pace = pace;
    }

    /// Replays files, as one stream, named after what is in them.
    ///
    /// @throws AlreadyReplayed if one of them is in the ledger and `again` is not set
    public ReplayOutcome run(ReplayOptions options, Progress progress) {
        List<String> hashes = new ArrayList<>();
        for (Path file : options.files()) {
            hashes.add(hash(file));
        }
        if (!options.again()) {
            for (int i = 0; i < hashes.size(); i++) {
                requireNew(options.files().get(i), hashes.get(i));
            }
        }
        String stream = freeName("replay-" + digest(hashes), options.again());
        List<CaptureFile> captures = new ArrayList<>();
        for (Path file : options.files()) {
            captures.add(new CaptureFile(file, options.override().orElse(LOOPBACK), clock));
        }
        DatagramSource all =
                sink -> {
                    for (CaptureFile capture : captures) {
                        capture.deliverTo((at, source, port, payload) ->
                                sink.accept(at, options.override().orElse(source), port, payload));
                    }
                };
        ReplayOutcome outcome = replay(stream, all, progress);
        for (int i = 0; i < hashes.size(); i++) {
            archive.recordReplay(hashes.get(i), fileName(options.files().get(i)), stream);
        }
        archive.finish(stream);
        long others = 0;
        long incomplete = 0;
        long cut = 0;
        for (CaptureFile capture : captures) {
            others += capture.otherPackets();
            incomplete += capture.incomplete();
            cut += capture.cut();
        }
        return new ReplayOutcome(
                stream,
                outcome.datagrams(),
                outcome.records(),
                outcome.slices(),
                others,
                incomplete,
                cut);
    }

    /// Replays datagrams that come from elsewhere than files.
    ///
    /// @param stream a name of their own
    /// @throws AlreadyReplayed if a stream of this name is in the ledger
    public ReplayOutcome run(String stream, DatagramSource datagrams, Progress progress) {
        ReplayOutcome outcome = replay(freeName(stream, false), datagrams, progress);
        archive.finish(stream);
        return outcome;
    }

    private void requireNew(Path file, String hash) {
        List<ReplayedFile> before = archive.replayed(hash);
        if (!before.isEmpty()) {
            throw new AlreadyReplayed("The file " + file, before.getLast().stream());
        }
    }

    /// A stream is in the ledger once its one commit is done, whatever came after that.
    private String freeName(String name, boolean again) {
        String free = name;
        for (int i = 2; archive.stream(free).isPresent(); i++) {
            if (!again) {
                archive.finish(name);
                throw new AlreadyReplayed("What is to be replayed", name);
            }
            free = name + "-" + i;
        }
        return free;
    }

    private ReplayOutcome replay(String stream, DatagramSource datagrams, Progress progress) {
        new OldReplays(home, archive, clock)
                .delete(new Exporters(store).journalKeeping(pace.keeping()));
        removeUncommitted(stream);
        CollectorSettings settings =
                new Exporters(store).collectorSettings().withAllowed(List.of(EVERY_SOURCE));
        try (Journal journal = Journal.open(home.journal(stream), home.lock(), stream);
                JournalWriter writer = journal.writer(settings.encode(), pace.segmentCapacity())) {
            StreamWorker worker =
                    new StreamWorker(
                            journal,
                            StreamKind.REPLAY,
                            archive,
                            home.checkpoint(stream),
                            new PendingSources(List.of()),
                            new ShedSources(List.of()),
                            pace::keeping,
                            pace,
                            clock,
                            writer::syncTo,
                            Answers.NONE);
            worker.start();
            Journalling journalling = new Journalling(writer, worker, progress);
            try {
                datagrams.deliverTo(journalling::take);
                journalling.end();
            } catch (RuntimeException e) {
                worker.abandon();
                throw e;
            }
            worker.finish();
            progress.replayed(journalling.count, worker.datagrams());
            return new ReplayOutcome(
                    stream, journalling.count, worker.records(), worker.slices(), 0, 0, 0);
        }
    }

    /// Takes datagrams into the journal.
    private static final class Journalling {
        private final JournalWriter writer;
        private final StreamWorker worker;
        private final Progress progress;
        private long clock;
        private long count;

        Journalling(JournalWriter writer, StreamWorker worker, Progress progress) {
            this.writer = writer;
            this.worker = worker;
            this.progress = progress;
        }

        void take(long receivedAt, Address source, int port, ByteBuffer payload) {
            clock = Math.max(clock, receivedAt);
            require(
                    writer.append(
                            Entry.DATAGRAM,
                            LISTENER,
                            port,
                            receivedAt,
                            source.hi(),
                            source.lo(),
                            payload));
            count++;
            if (count % REPORT_EVERY == 0) {
                progress.replayed(count, worker.datagrams());
            }
        }

        void end() {
            require(writer.append(Entry.DRAIN_AND_END, clock) && writer.flush());
        }

        private void require(boolean written) {
            if (!written) {
                throw new StreamException(writer.trouble());
            }
        }
    }

    /// What an earlier try left behind that never came to its commit.
    private void removeUncommitted(String stream) {
        Path folder = home.journal(stream);
        if (!Files.isDirectory(folder)) {
            return;
        }
        // whoever is at it has the lock
        Journal.open(folder, home.lock(), stream).close();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new StreamException(
                    "What is left of an earlier replay in " + folder + " cannot be removed.", e);
        }
    }

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String hash(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new StreamException("The file " + file + " cannot be read.", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digest(List<String> hashes) {
        MessageDigest digest = sha256();
        for (String hash : hashes) {
            digest.update(HexFormat.of().parseHex(hash));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
