package net.flowtally.collector.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalException;
import net.flowtally.collector.journal.StreamInUse;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.calls.StreamState;
import net.flowtally.ledger.exporter.JournalKeeping;
import net.flowtally.ledger.store.Home;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journals of replays: nobody goes on with them, so that they go as a whole, with their
/// checkpoints, once they have been kept long enough. What a replay left that was killed before its
/// commit goes likewise; nothing of it is in the ledger.
final class OldReplays {
    private static final Logger LOG = LoggerFactory.getLogger(OldReplays.class);
    private static final String REPLAY = "replay-";

    private final Home home;
    private final CallArchive archive;
    private final Clock clock;

    OldReplays(Home home, CallArchive archive, Clock clock) {
        this.home = home;
        this.archive = archive;
        this.clock = clock;
    }

    /// Deletes those that are over their time or size.
    ///
    /// @return how many were deleted
    int delete(JournalKeeping keeping) {
        int deleted = 0;
        for (Path folder : folders(home.root().resolve("journal"))) {
            String stream = String.valueOf(folder.getFileName());
            try {
                if (isOver(stream) && isOld(folder, keeping) && deleteUnused(folder, stream)) {
                    LOG.info("the journal of {} was kept long enough and is deleted", stream);
                    deleted++;
                }
            } catch (IOException | UncheckedIOException e) {
                LOG.warn("the journal of {} cannot be deleted", stream, e);
            }
        }
        return deleted;
    }

    private boolean isOver(String stream) {
        Optional<StreamState> state = archive.stream(stream);
        return state.map(known -> known.kind() == StreamKind.REPLAY && known.finished())
                .orElse(stream.startsWith(REPLAY));
    }

    private boolean isOld(Path folder, JournalKeeping keeping) throws IOException {
        long newest = Files.getLastModifiedTime(folder).toMillis();
        long octets = 0;
        for (Path file : files(folder)) {
            newest = Math.max(newest, Files.getLastModifiedTime(file).toMillis());
            octets += Files.size(file);
        }
        return newest < clock.millis() - keeping.time().toMillis() || octets > keeping.octets();
    }

    private boolean deleteUnused(Path folder, String stream) throws IOException {
        try (Journal journal = Journal.open(folder, home.lock(), stream)) {
            deleteFolder(home.checkpoint(stream));
            deleteFolder(home.journal(journal.stream()));
            return true;
        } catch (StreamInUse _) {
            return false;
        } catch (JournalException e) {
            LOG.warn("the journal of {} is left alone", stream, e);
            return false;
        }
    }

    private static List<Path> folders(Path parent) {
        try {
            return files(parent).stream().filter(Files::isDirectory).toList();
        } catch (IOException e) {
            LOG.warn("the folder {} cannot be read", parent, e);
            return List.of();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(all::add);
        }
        return all;
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            for (Path file : files(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }
}
