package net.flowtally.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `backup` beside a running `collect`, and `collect` on what was restored.
class BackupTest {
    @TempDir private Path directory;

    @Test
    void aCollectorGoesOnFromABackupThatWasTakenWhileItRan()
            throws IOException, InterruptedException {
        Path home = directory.resolve("home");
        Path backup = directory.resolve("backup.zip");
        Path restored = directory.resolve("restored");
        try (CollectProcess collector = CollectProcess.start(home)) {
            CollectTest.send(collector.port());
            Figures.awaitRecords(home, 1);
            Program.here("backup", backup.toString(), "--home", home.toString()).orFail();
            assertThat(Program.here("restore", backup.toString(), "--home", home.toString()).exit())
                    .isEqualTo(1);
            Program.here("restore", backup.toString(), "--home", restored.toString()).orFail();
            assertThat(collector.stop()).isEmpty();
        }
        try (CollectProcess collector = CollectProcess.start(restored)) {
            assertThat(collector.stop()).isEmpty();
        }
        Figures.Calls calls = Figures.calls(home);
        assertThat(calls.calls()).isEqualTo(1);
        assertThat(Figures.calls(restored)).isEqualTo(calls);
    }
}
