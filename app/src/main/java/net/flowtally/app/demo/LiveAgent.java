package net.flowtally.app.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import net.flowtally.collector.simulate.AgentTruth;
import net.flowtally.collector.simulate.Scenario;

/// An LFAP agent, version 5, that talks to a collector over TCP on loopback beside everything else.
final class LiveAgent {
    private static final int FLOWS = 200;

    private final CompletableFuture<AgentTruth> truth;

    private LiveAgent(CompletableFuture<AgentTruth> truth) {
        this.truth = truth;
    }

    /// Lets it begin.
    ///
    /// @param time how long its conversations last
    static LiveAgent start(InetSocketAddress collector, Duration time, Instant from) {
        Scenario scenario =
                Scenario.parse(
                        "flows "
                                + FLOWS
                                + "\nlast "
                                + time.toMillis()
                                + "ms\nexporter access 127.0.0.1 lfap report=500ms\n");
        CompletableFuture<AgentTruth> truth = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("demo-agent")
                .start(() -> {
                    try {
                        truth.complete(scenario.startingAt(from).converse(List.of(collector)));
                    } catch (IOException | RuntimeException | InterruptedException e) {
                        truth.completeExceptionally(e);
                    }
                });
        return new LiveAgent(truth);
    }

    String name() {
        return "simulated, LFAP v5";
    }

    /// Waits for it to have told everything.
    ///
    /// @return what it told
    Volume await() throws IOException {
        try {
            AgentTruth told = truth.join();
            return new Volume(told.records(), told.bytes(), told.packets());
        } catch (CompletionException e) {
            throw new IOException("The LFAP agent could not go on.", e);
        }
    }
}
