package net.flowtally.app.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.flowtally.app.collectors.CollectorState.Failed;
import net.flowtally.app.collectors.CollectorState.Running;
import net.flowtally.app.collectors.CollectorState.RunningElsewhere;
import net.flowtally.app.collectors.CollectorState.Starting;
import net.flowtally.app.collectors.CollectorState.Stopped;
import net.flowtally.app.collectors.CollectorState.Stopping;
import net.flowtally.ledger.store.Home;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorProcessTest {
    @TempDir Path folder;

    private final BlockingQueue<CollectorState> states = new LinkedBlockingQueue<>();
    private Home home;

    @BeforeEach
    void openHome() {
        home = Home.open(folder.resolve("home"));
    }

    @Test
    void startsAndStopsACollectorOfItsOwn() throws InterruptedException {
        CollectorProcess process = collector("--netflow", "0");

        process.start();
        assertThat(next()).isEqualTo(new Starting());
        assertThat(next())
                .isInstanceOfSatisfying(
                        Running.class, running -> assertThat(running.listeners()).isNotEmpty());

        CollectorProcess other = collector();
        other.look();
        assertThat(next()).isEqualTo(new RunningElsewhere());

        process.stop();
        assertThat(next()).isEqualTo(new Stopping());
        assertThat(next()).isEqualTo(new Stopped());
        other.look();
        assertThat(next()).isEqualTo(new Stopped());
    }

    @Test
    void tellsTheLastWordsOfACollectorThatCannotStart() throws InterruptedException {
        CollectorProcess process = collector("--netflow", "none");

        process.start();
        assertThat(next()).isEqualTo(new Starting());
        assertThat(next())
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.message()).contains("netflow"));
    }

    private CollectorProcess collector(String... options) {
        return new CollectorProcess(home, List.of(options), states::add);
    }

    private CollectorState next() throws InterruptedException {
        CollectorState state = states.poll(60, TimeUnit.SECONDS);
        assertThat(state).isNotNull();
        return state;
    }
}
