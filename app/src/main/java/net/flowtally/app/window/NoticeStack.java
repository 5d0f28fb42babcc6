package net.flowtally.app.window;

import java.util.List;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import net.flowtally.app.screen.Failure;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Icons;
import net.flowtally.app.widget.Level;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/// Notices above the lower right corner of the window. Good news goes by itself; bad news stays
/// until it is closed.
final class NoticeStack implements Notices {
    private static final Duration SHOWN = Duration.seconds(12);
    private static final int MOST = 4;

    private final Texts texts;
    private final VBox stack = new VBox();
    private Failure last = Failure.because("");

    NoticeStack(Texts texts) {
        this.texts = texts;
        stack.getStyleClass().add("notices");
        stack.setPickOnBounds(false);
        StackPane.setAlignment(stack, Pos.BOTTOM_RIGHT);
    }

    Node node() {
        return stack;
    }

    @Override
    public void tell(String sentence) {
        vanish(add(sentence, Level.GOOD));
    }

    @Override
    public void tell(String sentence, String act, Runnable action) {
        HBox notice = add(sentence, Level.GOOD);
        Button button = new Button(act);
        button.setOnAction(event -> {
            stack.getChildren().remove(notice);
            action.run();
        });
        notice.getChildren().add(2, button);
        vanish(notice);
    }

    @Override
    public void complain(Failure failure) {
        add(
                failure.isExpected()
                        ? failure.sentence()
                        : texts.get("notice.unforeseen", failure.code()),
                Level.BAD);
    }

    /// Complains unless that was the last complaint of this kind: for work that is done again and
    /// again.
    void complainOnce(Failure failure) {
        if (!failure.equals(last)) {
            last = failure;
            complain(failure);
        }
    }

    /// Those that are shown, the oldest first.
    List<String> sentences() {
        return stack.getChildren().stream().map(Node::getAccessibleText).toList();
    }

    private HBox add(String sentence, Level level) {
        stack.getChildren().removeIf(other -> sentence.equals(other.getAccessibleText()));
        Label words = new Label(sentence);
        words.setWrapText(true);
        words.setMaxWidth(Double.MAX_VALUE);
        words.setPrefWidth(420);
        HBox.setHgrow(words, Priority.ALWAYS);
        var icon =
                Icons.of(
                        level == Level.BAD
                                ? Material2OutlinedAL.ERROR_OUTLINE
                                : Material2OutlinedAL.CHECK_CIRCLE_OUTLINE,
                        20);
        icon.getStyleClass().add(level == Level.BAD ? "bad-icon" : "good-icon");
        HBox notice = new HBox(icon, words);
        notice.getStyleClass().add("notice");
        notice.setAccessibleRole(AccessibleRole.TEXT);
        notice.setAccessibleText(sentence);
        level.mark(notice);
        notice.getChildren()
                .add(
                        Icons.button(
                                Material2OutlinedAL.CLOSE,
                                texts.get("notice.close"),
                                () -> stack.getChildren().remove(notice)));
        stack.getChildren().add(notice);
        if (stack.getChildren().size() > MOST) {
            stack.getChildren().removeFirst();
        }
        return notice;
    }

    private void vanish(Node notice) {
        PauseTransition pause = new PauseTransition(SHOWN);
        pause.setOnFinished(event -> stack.getChildren().remove(notice));
        pause.play();
    }
}
