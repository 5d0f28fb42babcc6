package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.flowtally.collector.lfap.Answers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFilesTest {
    @TempDir Path folder;

    @Test
    void oneThatIsStillBeingWrittenOutlivesThePublishingOfTheOneBefore() throws IOException {
        try (StreamFold fold = new StreamFold("main", slice -> {}, Answers.NONE)) {
            Checkpoint first = Checkpoint.write(folder, 100, 1, fold);
            Checkpoint second = Checkpoint.write(folder, 200, 2, fold);

            first.publish();

            assertThat(second.publish())
                    .extracting(Checkpoint::position)
                    .containsExactly(200L, 100L);
        }
    }

    @Test
    void twoAreKept() throws IOException {
        try (StreamFold fold = new StreamFold("main", slice -> {}, Answers.NONE)) {
            for (int i = 1; i <= 4; i++) {
                Checkpoint.write(folder, i * 100L, i, fold).publish();
            }

            assertThat(Checkpoint.in(folder))
                    .extracting(Checkpoint::position)
                    .containsExactly(400L, 300L);
        }
    }

    @Test
    void whatACrashLeftHalfDoneIsNoCheckpointAndGoesAtTheNextStart() throws IOException {
        try (StreamFold fold = new StreamFold("main", slice -> {}, Answers.NONE)) {
            Path torn = Checkpoint.write(folder, 100, 1, fold).file();
            assertThat(Checkpoint.in(folder)).isEmpty();

            Checkpoint.deleteTorn(folder);

            assertThat(Files.exists(torn)).isFalse();
        }
    }
}
