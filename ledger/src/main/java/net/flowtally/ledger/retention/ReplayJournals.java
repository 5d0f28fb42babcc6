package net.flowtally.ledger.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes the journals of replays whose slices retention has removed, all of them: their octets
/// say what the slices said. Journals of collectors go by their own rules.
final class ReplayJournals {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayJournals.class);

    private final Home home;
    private final Store store;

    ReplayJournals(Home home, Store store) {
        this.home = home;
        this.store = store;
    }

    /// @return how many were deleted; what cannot be deleted now is tried again the next time
    int delete() {
        int deleted = 0;
        for (String stream : emptied()) {
            Path journal = home.journal(stream);
            if (Files.isDirectory(journal)) {
                try {
                    deleteTree(home.checkpoint(stream));
                    deleteTree(journal);
                    LOG.info("the journal of {} is deleted with the last of its slices", stream);
                    deleted++;
                } catch (IOException e) {
                    LOG.warn("the journal of {} cannot be deleted", stream, e);
                }
            }
        }
        return deleted;
    }

    /// Finished replays that had slices and have none any more.
    private List<String> emptied() {
        return store.read(connection -> {
            List<String> streams = new ArrayList<>();
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    """
                                    SELECT name FROM stream
                                    WHERE kind = 'replay' AND finished = 1 AND emission > 0
                                        AND NOT EXISTS (SELECT 1 FROM slice_file
                                            WHERE stream = stream.name AND replaced_at IS NULL)
                                        AND EXISTS (SELECT 1 FROM removed_detail)
                                    ORDER BY name
                                    """);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    streams.add(row.getString(1));
                }
            }
            return streams;
        });
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> paths;
        try (Stream<Path> tree = Files.walk(folder)) {
            paths = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
