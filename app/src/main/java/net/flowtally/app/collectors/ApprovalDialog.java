package net.flowtally.app.collectors;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.StringConverter;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.ThemedDialog;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;

/// Asks what becomes of a source that waits for approval: it alone, its subnet, or nothing of it.
/// Says what happens before it does.
public final class ApprovalDialog {
    private static final int SUBNET_V4 = 120;
    private static final int SUBNET_V6 = 64;

    private final ApprovalModel model;
    private final Figures figures;
    private final Texts texts;
    private final ComboBox<ExporterLine> sources = new ComboBox<>();
    private final RadioButton alone = new RadioButton();
    private final RadioButton subnet = new RadioButton();
    private final RadioButton never = new RadioButton();
    private final TextField name = new TextField();
    private final TextField prefix = new TextField();
    private final Label consequence = new Label();
    private final Label problem = new Label();

    public ApprovalDialog(ApprovalModel model, Figures figures, Texts texts) {
        this.model = model;
        this.figures = figures;
        this.texts = texts;
        sources.setId("approval-source");
        sources.setMaxWidth(Double.MAX_VALUE);
        sources.setAccessibleText(texts.get("approval.source"));
        alone.setId("approval-alone");
        subnet.setId("approval-subnet");
        never.setId("approval-never");
        name.setId("approval-name");
        name.setPromptText(texts.get("approval.name"));
        name.setAccessibleText(texts.get("approval.name"));
        prefix.setId("approval-prefix");
        prefix.setAccessibleText(texts.get("approval.prefix"));
        consequence.setId("approval-consequence");
        consequence.setWrapText(true);
        consequence.setMinHeight(Region.USE_PREF_SIZE);
        problem.getStyleClass().addAll("bad-text", "small");
        problem.setId("approval-problem");
    }

    /// @param waiting at least one
    /// @param first the one that is meant, one of them
    public void ask(Window owner, List<ExporterLine> waiting, ExporterLine first) {
        ThemedDialog<ButtonType> dialog = new ThemedDialog<>(owner, texts.get("approval.title"));
        ButtonType go = new ButtonType(texts.get("approval.go"), ButtonBar.ButtonData.OK_DONE);
        dialog.getDialogPane().getButtonTypes().addAll(go, ButtonType.CANCEL);
        dialog.getDialogPane().setContent(content(waiting, first));
        Button button = (Button) dialog.getDialogPane().lookupButton(go);
        button.setId("approval-go");
        button.disableProperty().bind(problem.textProperty().isNotEmpty());
        button.textProperty()
                .bind(
                        Bindings.when(never.selectedProperty())
                                .then(texts.get("approval.refuse"))
                                .otherwise(texts.get("approval.go")));
        dialog.setResultConverter(pressed -> pressed);
        if (dialog.showAndWait().filter(go::equals).isPresent()) {
            decide();
        }
    }

    private void decide() {
        Address address = sources.getValue().status().address();
        if (alone.isSelected()) {
            model.approve(address, name.getText().strip());
        } else if (subnet.isSelected()) {
            prefix().ifPresent(model::allow);
        } else {
            model.refuse(address);
        }
    }

    private Node content(List<ExporterLine> waiting, ExporterLine first) {
        sources.getItems().setAll(waiting);
        sources.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(ExporterLine line) {
                        return line == null ? "" : words(line);
                    }

                    @Override
                    public ExporterLine fromString(String text) {
                        throw new UnsupportedOperationException("the box is not edited");
                    }
                });
        ToggleGroup group = new ToggleGroup();
        for (RadioButton button : List.of(alone, subnet, never)) {
            button.setToggleGroup(group);
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        subnet.setText(texts.get("approval.subnet"));
        alone.setSelected(true);
        name.disableProperty().bind(alone.selectedProperty().not());
        prefix.disableProperty().bind(subnet.selectedProperty().not());
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox.setHgrow(prefix, Priority.ALWAYS);
        sources.valueProperty().subscribe(this::show);
        group.selectedToggleProperty().subscribe(this::explain);
        prefix.textProperty().subscribe(this::explain);
        sources.setValue(first);
        VBox box =
                new VBox(
                        12,
                        sources,
                        new HBox(10, alone, name),
                        new HBox(10, subnet, prefix),
                        never,
                        consequence,
                        problem);
        box.getStyleClass().add("question");
        box.setPrefWidth(560);
        return box;
    }

    private void show(ExporterLine line) {
        if (line == null) {
            return;
        }
        Address address = line.status().address();
        alone.setText(texts.get("approval.alone", address.toString()));
        never.setText(texts.get("approval.never", address.toString()));
        prefix.setText(Prefix.of(address, address.isV4() ? SUBNET_V4 : SUBNET_V6).toString());
        explain();
    }

    private void explain() {
        ExporterLine line = sources.getValue();
        if (line == null) {
            return;
        }
        String address = line.status().address().toString();
        String lost = texts.get("approval.before", line.status().pending());
        problem.setText("");
        if (alone.isSelected()) {
            consequence.setText(texts.get("approval.alone.then", address) + " " + lost);
        } else if (never.isSelected()) {
            consequence.setText(texts.get("approval.never.then", address));
        } else {
            Optional<Prefix> wanted = prefix();
            consequence.setText(
                    wanted.map(each ->
                                    texts.get("approval.subnet.then", each.toString()) + " " + lost)
                            .orElse(""));
            if (wanted.isPresent() && !wanted.get().contains(line.status().address())) {
                problem.setText(texts.get("approval.outside", wanted.get().toString(), address));
            }
        }
    }

    /// What was typed, empty with a problem shown if it is no prefix.
    private Optional<Prefix> prefix() {
        try {
            return Optional.of(Prefix.parse(prefix.getText().strip()));
        } catch (MalformedAddress e) {
            problem.setText(e.getMessage());
            return Optional.empty();
        }
    }

    private String words(ExporterLine line) {
        return texts.get(
                "approval.line",
                line.status().address().toString(),
                line.status().protocol(),
                line.status().pending(),
                figures.minute(line.status().lastSeen()));
    }
}
