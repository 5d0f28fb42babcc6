package net.flowtally.collector.stream;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.collector.lfap.Answers;
import net.flowtally.ledger.exporter.CollectorSettings;

/// The state of a stream that has heard some datagrams, as a checkpoint holds it.
public final class CheckpointSeed {
    private CheckpointSeed() {}

    public static byte[] of(List<byte[]> datagrams) throws IOException {
        Path folder = Files.createTempDirectory("seeds");
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (Journal journal =
                        Journal.open(folder.resolve("journal"), folder.resolve("lock"), "fuzz");
                JournalWriter writer =
                        journal.writer(CollectorSettings.defaults().encode(), 1 << 20);
                StreamFold fold = new StreamFold("fuzz", _ -> {}, Answers.NONE)) {
            for (byte[] octets : datagrams) {
                writer.append(Entry.DATAGRAM, 0, 2055, 1, 0, 1, ByteBuffer.wrap(octets));
            }
            writer.flush();
            try (JournalReader reader = journal.reader(0)) {
                while (reader.next()) {
                    fold.apply(reader);
                }
            }
            fold.takeFacts();
            fold.takeProfile();
            fold.takeLosses();
            fold.save(new DataOutputStream(saved));
        }
        return saved.toByteArray();
    }
}
