package net.flowtally.ledger.store;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceLockTest {
    @TempDir Path directory;

    @Test
    void whoComesSecondIsToldSo() {
        Home home = Home.open(directory.resolve("home"));
        try (MaintenanceLock _ = MaintenanceLock.take(home, Duration.ZERO, Cancellation.none())) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(
                            () -> MaintenanceLock.take(home, Duration.ZERO, Cancellation.none()))
                    .withMessageStartingWith("Another Flowtally is at work");
        }
        MaintenanceLock.take(home, Duration.ZERO, Cancellation.none()).close();
    }

    @Test
    void whoWaitsCanBeCancelled() {
        Home home = Home.open(directory.resolve("home"));
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertThatExceptionOfType(Cancelled.class)
                .isThrownBy(() -> MaintenanceLock.take(home, Duration.ofHours(1), cancellation));
    }

    @Test
    void workUnderALockThatWasGivenBackIsRefused() {
        Home home = Home.open(directory.resolve("home"));
        MaintenanceLock lock = MaintenanceLock.take(home, Duration.ZERO, Cancellation.none());
        lock.close();
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(lock::check);
    }
}
