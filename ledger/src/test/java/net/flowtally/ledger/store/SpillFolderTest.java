package net.flowtally.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpillFolderTest {
    @TempDir Path directory;

    @Test
    void whatAKilledProcessLeftGoesAndWhatOthersUseStays()
            throws IOException, InterruptedException {
        Home home = Home.open(directory.resolve("home"));
        Process ended =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--version")
                        .redirectErrorStream(true)
                        .start();
        ended.getInputStream().readAllBytes();
        ended.waitFor();
        Path left = Files.createDirectory(home.tmp().resolve("engine-" + ended.pid() + "-17"));
        Files.writeString(left.resolve("spilt"), "x");
        Path foreign = Files.writeString(home.tmp().resolve("directory.csv"), "x");
        try (SpillFolder mine = SpillFolder.make(home, "usage");
                SpillFolder other = SpillFolder.make(home, "engine")) {
            assertThat(left).doesNotExist();
            assertThat(mine.path()).isDirectory();
            assertThat(other.path()).isDirectory();
        }
        assertThat(home.tmp()).isDirectoryContaining(path -> path.equals(foreign));
        assertThat(home.tmp().toFile().list()).hasSize(1);
    }
}
