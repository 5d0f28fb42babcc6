package net.flowtally.ledger.retention;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// A process that runs retention and dies, without a word, where it comes to a step.
final class RetentionVictim {
    static final int KILLED = 137;

    private RetentionVictim() {}

    /// @param arguments the home and the words of the step
    public static void main(String... arguments) {
        Clock clock = Clock.fixed(Instant.parse("2026-09-01T00:00:00Z"), ZoneOffset.UTC);
        Home home = Home.open(Path.of(arguments[0]));
        try (Store store = Store.open(home)) {
            new Retention(home, store, new CallArchive(home, store), clock)
                    .run(
                            "keeper",
                            Cancellation.none(),
                            (step, _, _) -> {
                                if (step.equals(arguments[1])) {
                                    Runtime.getRuntime().halt(KILLED);
                                }
                            });
        }
    }
}
