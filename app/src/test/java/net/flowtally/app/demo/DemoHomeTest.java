package net.flowtally.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.flowtally.app.window.Workstation;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomeTest {
    @TempDir Path directory;

    @Test
    void aHomeThatTheWindowHasBeenOpenOnIsMadeAnew() {
        Path root = directory.resolve("demo");
        Home home = DemoHome.recreate(root);
        Store.open(home).close();
        Workstation.openNextAt(home, "2026-03");

        DemoHome.recreate(root);

        assertThat(root.resolve("ledger.db")).doesNotExist();
        assertThat(root.resolve("window.properties")).doesNotExist();
    }

    @Test
    void aFileThatIsSomebodyElsesIsNamedAndNothingIsTouched() throws IOException {
        Path root = directory.resolve("demo");
        Store.open(DemoHome.recreate(root)).close();
        Files.writeString(root.resolve("thesis.txt"), "chapter 1");

        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> DemoHome.recreate(root))
                .withMessageContaining("thesis.txt");
        assertThat(root.resolve("ledger.db")).exists();
    }
}
