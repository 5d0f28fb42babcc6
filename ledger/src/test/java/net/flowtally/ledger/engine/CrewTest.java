package net.flowtally.ledger.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Cancelled;
import org.junit.jupiter.api.Test;

class CrewTest {
    private static final List<Integer> TASKS = IntStream.range(0, 100).boxed().toList();

    private final ConcurrentLinkedQueue<Tools> made = new ConcurrentLinkedQueue<>();

    private static final class Tools implements Crew.Tools {
        private boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }

    private Tools tools() {
        Tools tools = new Tools();
        made.add(tools);
        return tools;
    }

    @Test
    void resultsComeInTheOrderOfTheTasksHoweverLongTheseTake() {
        CountDownLatch bothAreBegun = new CountDownLatch(2);
        CountDownLatch secondIsDone = new CountDownLatch(1);
        List<Integer> results = new ArrayList<>();
        Crew.<Tools, Integer, Integer, RuntimeException>run(
                "test",
                TASKS,
                this::tools,
                (_, task, _) -> {
                    if (task < 2) {
                        bothAreBegun.countDown();
                        await(bothAreBegun);
                    }
                    if (task == 0) {
                        await(secondIsDone);
                    }
                    if (task == 1) {
                        secondIsDone.countDown();
                    }
                    return task * 2;
                },
                results::add,
                Cancellation.none());
        assertThat(results).isEqualTo(TASKS.stream().map(task -> task * 2).toList());
        assertThat(made).hasSize(Crew.SIZE).allMatch(tools -> tools.closed);
    }

    @Test
    void noMoreResultsWaitThanAFew() {
        AtomicInteger begun = new AtomicInteger();
        List<Integer> ahead = new ArrayList<>();
        Crew.<Tools, Integer, Integer, RuntimeException>run(
                "test",
                TASKS,
                this::tools,
                (_, task, _) -> {
                    begun.incrementAndGet();
                    return task;
                },
                task -> ahead.add(begun.get() - task),
                Cancellation.none());
        assertThat(ahead).hasSize(TASKS.size()).allMatch(count -> count <= 1 + 2 * Crew.SIZE);
    }

    @Test
    void theFirstFailureIsThrownAndAsksTheOthersToStop() {
        assertThatThrownBy(() ->
                        Crew.<Tools, Integer, Integer, IOException>run(
                                "test",
                                TASKS,
                                this::tools,
                                (_, task, cancellation) -> {
                                    if (task == 1) {
                                        throw new IOException("the second task");
                                    }
                                    CountDownLatch asked = new CountDownLatch(1);
                                    try (var _ = cancellation.onCancel(asked::countDown)) {
                                        await(asked);
                                    }
                                    cancellation.check();
                                    return task;
                                },
                                _ -> {},
                                Cancellation.none()))
                .isInstanceOf(IOException.class)
                .hasMessage("the second task");
        assertThat(made).allMatch(tools -> tools.closed);
    }

    @Test
    void aCancellationReachesWhatIsAtWork() {
        Cancellation cancellation = new Cancellation();
        assertThatThrownBy(() ->
                        Crew.<Tools, Integer, Integer, RuntimeException>run(
                                "test",
                                TASKS,
                                this::tools,
                                (_, task, asked) -> {
                                    cancellation.cancel();
                                    asked.check();
                                    return task;
                                },
                                _ -> {},
                                cancellation))
                .isInstanceOf(Cancelled.class);
        assertThat(made).allMatch(tools -> tools.closed);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
