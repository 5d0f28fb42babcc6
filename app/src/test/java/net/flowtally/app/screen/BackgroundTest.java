package net.flowtally.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javafx.beans.InvalidationListener;
import net.flowtally.app.screen.Job.State;
import org.junit.jupiter.api.Test;

class BackgroundTest {
    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final List<Failure> failures = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final Background background =
            new Background(workers::add, Runnable::run, failures::add);

    @Test
    void bringsTheResultBack() {
        Job job = background.start("look", running -> "found", results::add);
        assertThat(background.jobs()).containsExactly(job);

        work();

        assertThat(results).containsExactly("found");
        assertThat(job.state()).isEqualTo(State.DONE);
        assertThat(background.jobs()).isEmpty();
    }

    @Test
    void tellsThoseWhoWatchTheJobsEvenIfTheyHoldNothing() {
        List<Integer> seen = new ArrayList<>();
        background
                .jobs()
                .addListener((InvalidationListener) jobs -> seen.add(background.jobs().size()));
        forgetWhatNobodyHolds();

        background.start("look", running -> "found", results::add);
        work();

        assertThat(seen).containsExactly(1, 0);
    }

    @Test
    void deliversNothingAfterACancel() {
        Job job =
                background.start(
                        "look",
                        running -> {
                            running.cancel();
                            return "too late";
                        },
                        results::add);

        work();

        assertThat(results).isEmpty();
        assertThat(job.state()).isEqualTo(State.CANCELLED);
        assertThat(job.cancellation().isCancelled()).isTrue();
    }

    @Test
    void doesNotBeginWhatWasCancelledWhileItWaited() {
        Job job =
                background.start(
                        "look",
                        running -> {
                            results.add("begun");
                            return "";
                        },
                        results::add);
        job.cancel();

        work();

        assertThat(results).isEmpty();
        assertThat(background.jobs()).isEmpty();
    }

    @Test
    void givesAnUnforeseenFailureACodeThatStaysTheSame() {
        for (int i = 0; i < 2; i++) {
            background.start("look", running -> List.of().getFirst(), result -> {});
            work();
        }

        assertThat(failures).hasSize(2);
        assertThat(failures.getFirst().isExpected()).isFalse();
        assertThat(failures.getFirst()).isEqualTo(failures.getLast());
    }

    @Test
    void showsHowFarTheWorkIs() {
        List<Double> seen = new ArrayList<>();
        Job job =
                background.start(
                        "look",
                        running -> {
                            running.progress(0.5, "half");
                            seen.add(running.progressProperty().get());
                            return "";
                        },
                        results::add);

        work();

        assertThat(seen).containsExactly(0.5);
        assertThat(job.noteProperty().get()).isEqualTo("half");
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.poll().run();
        }
    }

    private static void forgetWhatNobodyHolds() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        while (canary.get() != null) {
            System.gc();
        }
    }
}
