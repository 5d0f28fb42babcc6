package net.flowtally.app.window;

import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Icons;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/// What runs in the background, at the end of the status bar: the oldest job with its progress, the
/// time it has taken and a way to stop it, and how many more there are. Short work is not shown.
final class JobTray {
    private static final Duration TICK = Duration.millis(250);
    private static final int TICKS_UNSEEN = 2;

    private final Background background;
    private final Texts texts;
    private final HBox box = new HBox(8);
    private final Label words = new Label();
    private final ProgressBar bar = new ProgressBar();
    private final Timeline clock = new Timeline();
    private Optional<Job> shown = Optional.empty();
    private int ticks;

    JobTray(Background background, Texts texts) {
        this.background = background;
        this.texts = texts;
        bar.setPrefWidth(110);
        bar.setAccessibleText(texts.get("jobs.progress"));
        box.setAlignment(Pos.CENTER_RIGHT);
        box.getChildren()
                .addAll(
                        words,
                        bar,
                        Icons.button(
                                Material2OutlinedAL.CANCEL,
                                texts.get("jobs.cancel"),
                                this::cancel));
        box.setVisible(false);
        clock.setCycleCount(Animation.INDEFINITE);
        clock.getKeyFrames().add(new KeyFrame(TICK, event -> tick()));
        background.jobs().addListener((InvalidationListener) change -> follow());
    }

    Node node() {
        return box;
    }

    private void follow() {
        Optional<Job> oldest = background.jobs().stream().findFirst();
        if (!oldest.equals(shown)) {
            shown = oldest;
            ticks = 0;
        }
        if (oldest.isEmpty()) {
            clock.stop();
            box.setVisible(false);
        } else {
            clock.play();
        }
    }

    private void tick() {
        ticks++;
        if (background.jobs().isEmpty()) {
            return;
        }
        Job job = background.jobs().getFirst();
        long seconds = Math.round(ticks * TICK.toSeconds());
        String note = job.noteProperty().get();
        String what = note.isEmpty() ? job.title() : job.title() + ": " + note;
        int more = background.jobs().size() - 1;
        words.setText(
                more == 0
                        ? texts.get("jobs.one", what, seconds)
                        : texts.get("jobs.more", what, seconds, more));
        bar.setProgress(job.progressProperty().get());
        box.setVisible(ticks > TICKS_UNSEEN);
    }

    private void cancel() {
        if (!background.jobs().isEmpty()) {
            background.jobs().getFirst().cancel();
        }
    }
}
