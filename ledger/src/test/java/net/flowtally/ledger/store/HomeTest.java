package net.flowtally.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir Path directory;

    @Test
    void aNewHomeIsItsOwnersAlone() throws IOException {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Home home = Home.open(directory.resolve("a/b"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root())))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.calls())))
                .isEqualTo("rwx------");
    }

    @Test
    void aHomeOpensAgain() throws IOException {
        Home.open(directory);
        assertThat(Home.open(directory).calls()).isDirectory();
        assertThat(Files.readString(directory.resolve("FORMAT"))).isEqualTo("flowtally-home 1\n");
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        Home.open(directory);
        Files.writeString(directory.resolve("FORMAT"), "flowtally-home 2\n");
        assertThatThrownBy(() -> Home.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void aDirectoryThatHoldsSomethingElseIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("letter.txt"), "hello");
        assertThatThrownBy(() -> Home.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not a Flowtally home");
        assertThat(directory.toFile().list()).containsExactly(file.getFileName().toString());
    }

    @Test
    void aStreamsNameCannotLeaveTheHome() {
        Home home = Home.open(directory);
        assertThatThrownBy(() -> home.journal("../x")).isInstanceOf(StoreException.class);
    }

    @Test
    void theEnvironmentNamesTheDefaultRoot() {
        Properties linux = new Properties();
        linux.setProperty("os.name", "Linux");
        linux.setProperty("user.home", "/home/ann");
        assertThat(Home.defaultRoot(Map.of("FLOWTALLY_HOME", "/data"), linux))
                .isEqualTo(Path.of("/data"));
        assertThat(Home.defaultRoot(Map.of(), linux))
                .isEqualTo(Path.of("/home/ann/.local/share/flowtally"));
        assertThat(Home.defaultRoot(Map.of("XDG_DATA_HOME", "/x"), linux))
                .isEqualTo(Path.of("/x/flowtally"));
        Properties mac = new Properties();
        mac.setProperty("os.name", "Mac OS X");
        mac.setProperty("user.home", "/Users/ann");
        assertThat(Home.defaultRoot(Map.of(), mac))
                .isEqualTo(Path.of("/Users/ann/Library/Application Support/Flowtally"));
    }
}
