package net.flowtally.app.statements;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.Node;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.ThemedDialog;

/// Asks whether a period is really to be sealed: shows the checklist, wants the period's name
/// typed, and a reason where the checklist has errors.
final class SealDialog {
    private final Texts texts;
    private final Figures figures;
    private final PeriodStatements shown;
    private final TextField confirmation = new TextField();
    private final TextField reason = new TextField();

    SealDialog(Texts texts, Figures figures, PeriodStatements shown) {
        this.texts = texts;
        this.figures = figures;
        this.shown = shown;
        confirmation.setId("seal-confirmation");
        reason.setId("seal-reason");
    }

    /// @return the reason given, perhaps empty; nothing if the period stays open
    Optional<String> ask(Window owner) {
        ThemedDialog<String> dialog = new ThemedDialog<>(owner, texts.get("seal.dialog"));
        ButtonType go = new ButtonType(texts.get("seal.go"), ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane().getButtonTypes().addAll(go, ButtonType.CANCEL);
        dialog.getDialogPane().setContent(content());
        Node button = dialog.getDialogPane().lookupButton(go);
        button.setId("seal-go");
        button.disableProperty().bind(complete().not());
        dialog.setResultConverter(pressed -> go.equals(pressed) ? reason.getText().strip() : null);
        dialog.setOnShown(event -> (shown.hasErrors() ? reason : confirmation).requestFocus());
        return dialog.showAndWait();
    }

    private Node content() {
        String name = shown.period().name();
        Label title = new Label(texts.get("seal.title", figures.period(name)));
        title.getStyleClass().add("empty-title");
        Label what =
                new Label(
                        texts.get(
                                "seal.what",
                                shown.statements().size(),
                                shown.total().map(figures::money).orElse(Figures.NONE)));
        what.setWrapText(true);
        VBox box = new VBox(10, title, what);
        box.getStyleClass().add("question");
        box.setPrefWidth(520);
        if (shown.checklist().isEmpty()) {
            box.getChildren().add(new Label(texts.get("seal.clean")));
        } else {
            box.getChildren().addAll(new ChecklistPane(texts).lines(shown.checklist()));
        }
        if (shown.hasErrors()) {
            Label why = new Label(texts.get("seal.reason"));
            why.setLabelFor(reason);
            why.setWrapText(true);
            box.getChildren().addAll(why, reason);
        }
        Label type = new Label(texts.get("seal.type", name));
        type.setLabelFor(confirmation);
        confirmation.setPromptText(name);
        box.getChildren().addAll(type, confirmation);
        return box;
    }

    private BooleanBinding complete() {
        return Bindings.createBooleanBinding(
                () ->
                        confirmation.getText().strip().equals(shown.period().name())
                                && (!shown.hasErrors() || !reason.getText().isBlank()),
                confirmation.textProperty(),
                reason.textProperty());
    }
}
