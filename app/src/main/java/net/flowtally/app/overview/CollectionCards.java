package net.flowtally.app.overview;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import net.flowtally.app.collectors.CollectionModel;
import net.flowtally.app.collectors.CollectionModel.Collection;
import net.flowtally.app.collectors.CollectorModel;
import net.flowtally.app.collectors.CollectorState;
import net.flowtally.app.collectors.ExporterLine;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.Level;
import net.flowtally.app.widget.Sparkline;

/// Two cards about collection: the exporters and how they do, and the bundled collector with its
/// switch and its rate.
final class CollectionCards {
    private static final double ROW = 25;

    private final CollectorModel collector;
    private final Figures figures;
    private final Texts texts;
    private final TableView<ExporterLine> table = new TableView<>();
    private final Label pending = new Label();
    private final Region dot = new Region();
    private final Label state = new Label();
    private final Label detail = new Label();
    private final Button act = new Button();
    private final Label rate = new Label();
    private final Sparkline line = new Sparkline();

    CollectionCards(
            CollectorModel collector, CollectionModel collection, Figures figures, Texts texts) {
        this.collector = collector;
        this.figures = figures;
        this.texts = texts;
        dot.getStyleClass().add("state-dot");
        detail.getStyleClass().addAll("quiet", "small");
        detail.setWrapText(true);
        act.setId("collector-act");
        rate.getStyleClass().add("card-title");
        buildTable();
        collector.stateProperty().subscribe(this::show);
        collection.collectionProperty().subscribe(this::show);
    }

    void start() {
        collector.start();
    }

    Region exporters() {
        Label title = new Label(texts.get("exporters.title"));
        title.getStyleClass().add("card-title");
        pending.getStyleClass().addAll("attention-text", "small");
        HBox head = new HBox(10, title, pending);
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox card = new VBox(head, table);
        card.getStyleClass().add("card");
        return card;
    }

    Node collector() {
        Label title = new Label(texts.get("collector.title"));
        title.getStyleClass().add("card-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        act.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(8, title, dot, state, space, act);
        head.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(line, Priority.ALWAYS);
        rate.setMinWidth(Region.USE_PREF_SIZE);
        HBox flow = new HBox(12, rate, line);
        flow.setAlignment(Pos.CENTER_LEFT);
        VBox card = new VBox(head, detail, flow);
        card.getStyleClass().add("card");
        return card;
    }

    private void buildTable() {
        table.setId("exporters");
        table.getStyleClass().add("dense");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_SUBSEQUENT_COLUMNS);
        table.setAccessibleText(texts.get("exporters.title"));
        Label empty = new Label(texts.get("exporters.none"));
        empty.getStyleClass().add("quiet");
        empty.setWrapText(true);
        table.setPlaceholder(empty);
        table.getColumns()
                .setAll(
                        List.of(
                                health(),
                                text("exporters.name", 100, this::name),
                                text("exporters.protocol", 82, line -> line.status().protocol()),
                                text("exporters.lastSeen", 126, this::lastSeen),
                                number(
                                        "exporters.records",
                                        72,
                                        line -> figures.count(line.status().records())),
                                number("exporters.rate", 80, line -> figures.rate(line.rate())),
                                number("exporters.lost", 48, this::lost)));
    }

    private String name(ExporterLine exporter) {
        String name = exporter.status().name();
        String address = exporter.status().address().toString();
        return name.isEmpty() || name.equals(address) ? address : name + " (" + address + ")";
    }

    private String lastSeen(ExporterLine exporter) {
        Instant seen = exporter.status().lastSeen();
        return seen.equals(Instant.EPOCH) ? Figures.NONE : figures.minute(seen);
    }

    private String lost(ExporterLine exporter) {
        return figures.count(exporter.status().lost());
    }

    private TableColumn<ExporterLine, String> health() {
        TableColumn<ExporterLine, String> column =
                text("exporters.health", 112, line -> texts.get("health." + line.health()));
        column.setCellFactory(_ -> new HealthCell());
        return column;
    }

    private TableColumn<ExporterLine, String> number(
            String key, double width, Function<ExporterLine, String> value) {
        TableColumn<ExporterLine, String> column = text(key, width, value);
        column.getStyleClass().add("number");
        return column;
    }

    private TableColumn<ExporterLine, String> text(
            String key, double width, Function<ExporterLine, String> value) {
        TableColumn<ExporterLine, String> column = new TableColumn<>(texts.get(key));
        column.setPrefWidth(width);
        column.setSortable(false);
        column.setReorderable(false);
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        return column;
    }

    private void show(Collection now) {
        if (!now.exporters().equals(table.getItems())) {
            table.getItems().setAll(now.exporters());
        }
        pending.setText(now.pending() == 0 ? "" : texts.get("exporters.pending", now.pending()));
        rate.setText(texts.get("collector.rate", figures.rate(now.rate())));
        line.show(
                now.rates().stream().mapToDouble(Double::doubleValue).toArray(),
                texts.get("collector.rates", figures.rate(now.rate())));
    }

    private void show(CollectorState now) {
        state.setText(texts.get("collector." + now.getClass().getSimpleName()));
        switch (now) {
            case CollectorState.Stopped() ->
                    show(Level.QUIET, texts.get("collector.Stopped.why"), true, true);
            case CollectorState.Starting() -> show(Level.ATTENTION, "", false, false);
            case CollectorState.Running(String listeners) ->
                    show(Level.GOOD, listeners, false, true);
            case CollectorState.RunningElsewhere() ->
                    show(Level.GOOD, texts.get("collector.RunningElsewhere.why"), false, false);
            case CollectorState.Stopping() -> show(Level.ATTENTION, "", false, false);
            case CollectorState.Failed(String message) -> show(Level.BAD, message, true, true);
        }
    }

    private void show(Level level, String words, boolean down, boolean can) {
        level.mark(dot);
        detail.setText(words);
        detail.setManaged(!words.isEmpty());
        act.setText(texts.get(down ? "collector.start" : "collector.stop"));
        act.setVisible(can);
        act.setOnAction(event -> {
            if (down) {
                collector.start();
            } else {
                collector.stop();
            }
        });
    }

    /// The state in words, a dot before them.
    private static final class HealthCell extends TableCell<ExporterLine, String> {
        private final Region mark = new Region();

        HealthCell() {
            mark.getStyleClass().add("state-dot");
        }

        @Override
        protected void updateItem(String words, boolean empty) {
            super.updateItem(words, empty);
            if (empty) {
                setText("");
                setGraphic(null);
                return;
            }
            setText(words);
            setGraphic(mark);
            ExporterLine line = getTableView().getItems().get(getIndex());
            level(line.health()).mark(mark);
        }

        private static Level level(ExporterLine.Health health) {
            return switch (health) {
                case UP -> Level.GOOD;
                case LATE -> Level.ATTENTION;
                case NOT_HEARD -> Level.QUIET;
            };
        }
    }
}
