package net.flowtally.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.Texts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobTrayTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    private final Background background =
            new Background(workers, Platform::runLater, failure -> {});
    private final JobTray tray = tray();

    private JobTray tray() {
        OpenWindow.start();
        return OpenWindow.onWindow(
                () -> new JobTray(background, new Texts(JobTray.class, Locale.ENGLISH)));
    }

    @AfterEach
    void end() {
        release.countDown();
        workers.shutdown();
    }

    @Test
    void showsLongWorkUntilItIsDone() {
        start("Accounting");

        OpenWindow.await(() -> tray.node().isVisible());
        assertThat(words()).startsWith("Accounting");

        release.countDown();
        OpenWindow.await(() -> !tray.node().isVisible());
    }

    @Test
    void itsButtonStopsTheOldestWorkAndShowsTheNext() {
        Job first = start("Accounting");
        Job second = start("Writing calls");
        OpenWindow.await(() -> tray.node().isVisible() && words().contains("and 1 more"));

        OpenWindow.onWindow(() -> {
            ((Button) tray.node().lookup(".button")).fire();
            return first;
        });

        assertThat(first.cancellation().isCancelled()).isTrue();
        assertThat(first.state()).isEqualTo(Job.State.CANCELLED);
        OpenWindow.await(() -> tray.node().isVisible() && words().startsWith("Writing calls"));
        assertThat(second.cancellation().isCancelled()).isFalse();
    }

    private Job start(String title) {
        return OpenWindow.onWindow(() ->
                background.start(
                        title,
                        job -> {
                            release.await();
                            return title;
                        },
                        result -> {}));
    }

    private String words() {
        for (Node node : tray.node().lookupAll(".label")) {
            return ((Label) node).getText();
        }
        return "";
    }
}
