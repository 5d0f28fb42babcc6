package net.flowtally.app.statements;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Icons;
import net.flowtally.ledger.billing.ChecklistItem;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// Draws what the checklist of a period says.
final class ChecklistPane {
    private final Texts texts;

    ChecklistPane(Texts texts) {
        this.texts = texts;
    }

    List<Node> lines(List<ChecklistItem> items) {
        List<Node> lines = new ArrayList<>();
        for (ChecklistItem item : items) {
            boolean error = item.severity() == ChecklistItem.Severity.ERROR;
            FontIcon icon =
                    Icons.of(
                            error ? Material2OutlinedAL.ERROR_OUTLINE : Material2OutlinedMZ.WARNING,
                            17);
            icon.getStyleClass().add(error ? "bad-icon" : "attention-icon");
            String about = texts.get("checklist." + item.subject());
            Label title = new Label(about);
            title.getStyleClass().add("checklist-title");
            title.setWrapText(true);
            title.setMinHeight(Label.USE_PREF_SIZE);
            Label words = new Label(item.what());
            words.setWrapText(true);
            words.setMinHeight(Label.USE_PREF_SIZE);
            words.setAccessibleText(
                    texts.get(error ? "checklist.error" : "checklist.warning", about, item.what()));
            VBox said = new VBox(title, words);
            HBox.setHgrow(said, Priority.ALWAYS);
            HBox line = new HBox(8, icon, said);
            line.setAlignment(Pos.TOP_LEFT);
            line.getStyleClass().add("small");
            lines.add(line);
        }
        return lines;
    }
}
