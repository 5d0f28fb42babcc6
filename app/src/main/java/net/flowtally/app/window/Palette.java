package net.flowtally.app.window;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import net.flowtally.app.screen.Texts;

/// The command palette: a field and what fits to it, above everything else in the window.
final class Palette {
    private static final double ROW = 36;
    private static final int ROWS = 9;

    private final PaletteModel model;
    private final StackPane root = new StackPane();
    private final TextField field = new TextField();
    private final ListView<PaletteEntry> list = new ListView<>();
    private Runnable restoreFocus = () -> {};

    Palette(PaletteModel model, Texts texts) {
        this.model = model;
        field.setPromptText(texts.get("palette.prompt"));
        field.setAccessibleText(texts.get("palette.prompt"));
        field.setId("palette-field");
        field.textProperty().subscribe(this::find);
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        list.setId("palette-list");
        list.setAccessibleText(texts.get("palette.results"));
        list.setFixedCellSize(ROW);
        list.setFocusTraversable(false);
        list.setCellFactory(view -> new Line());
        list.setPlaceholder(new Label(texts.get("palette.nothing")));
        VBox box = new VBox(field, list);
        box.getStyleClass().add("palette");
        box.setMaxSize(620, Region.USE_PREF_SIZE);
        StackPane.setAlignment(box, Pos.TOP_CENTER);
        root.getStyleClass().add("palette-veil");
        root.getChildren().add(box);
        root.setVisible(false);
        root.setOnMousePressed(event -> {
            if (root.equals(event.getTarget())) {
                close();
            }
        });
    }

    Node node() {
        return root;
    }

    boolean isOpen() {
        return root.isVisible();
    }

    void open() {
        Node focused = root.getScene().getFocusOwner();
        restoreFocus = focused == null ? () -> {} : focused::requestFocus;
        field.clear();
        find("");
        root.setVisible(true);
        field.requestFocus();
    }

    void close() {
        root.setVisible(false);
        restoreFocus.run();
    }

    private void find(String typed) {
        list.getItems().setAll(model.find(typed));
        list.getSelectionModel().selectFirst();
        list.setPrefHeight(ROW * Math.clamp(list.getItems().size(), 2, ROWS) + 2);
    }

    private void onKey(KeyEvent event) {
        KeyCode key = event.getCode();
        if (key == KeyCode.ESCAPE) {
            close();
        } else if (key == KeyCode.ENTER) {
            run(list.getSelectionModel().getSelectedIndex());
        } else if (key == KeyCode.DOWN) {
            list.getSelectionModel().selectNext();
            list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - ROWS + 1));
        } else if (key == KeyCode.UP) {
            list.getSelectionModel().selectPrevious();
            list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - ROWS + 1));
        } else {
            return;
        }
        event.consume();
    }

    private void run(int index) {
        if (index >= 0 && index < list.getItems().size()) {
            PaletteEntry entry = list.getItems().get(index);
            close();
            entry.action().run();
        }
    }

    private final class Line extends ListCell<PaletteEntry> {
        private final Label title = new Label();
        private final Label kind = new Label();
        private final HBox box = new HBox(8, title, kind);

        Line() {
            title.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(title, Priority.ALWAYS);
            kind.getStyleClass().add("quiet");
            kind.setMinWidth(Region.USE_PREF_SIZE);
            box.setAlignment(Pos.CENTER_LEFT);
            setOnMouseClicked(event -> run(getIndex()));
        }

        @Override
        protected void updateItem(PaletteEntry entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty) {
                setGraphic(null);
                return;
            }
            title.setText(entry.title());
            kind.setText(entry.kind());
            setAccessibleText(entry.title() + ", " + entry.kind());
            setGraphic(box);
        }
    }
}
