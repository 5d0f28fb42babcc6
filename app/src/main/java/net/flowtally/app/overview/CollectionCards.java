package net.flowtally.app.overview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import net.flowtally.app.collectors.ApprovalDialog;
import net.flowtally.app.collectors.ApprovalModel;
import net.flowtally.app.collectors.CollectionModel;
import net.flowtally.app.collectors.CollectionModel.Collection;
import net.flowtally.app.collectors.CollectorModel;
import net.flowtally.app.collectors.CollectorState;
import net.flowtally.app.collectors.ExporterLine;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Columns;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.Level;
import net.flowtally.app.widget.Sparkline;
import net.flowtally.app.widget.TableMemory;
import net.flowtally.ledger.explore.Filter;
import net.flowtally.ledger.explore.FilterField;

/// Two cards about collection: the exporters and how they do, and the bundled collector with its
/// switch and its rate.
final class CollectionCards {
    private static final double ROW = 25;

    private final CollectorModel collector;
    private final CollectionModel collection;
    private final ApprovalModel approvals;
    private final Navigation navigation;
    private final Figures figures;
    private final Keepsakes keepsakes;
    private final Texts texts;
    private final ObservableList<ExporterLine> lines = FXCollections.observableArrayList();
    private final TableView<ExporterLine> table = new TableView<>();
    private final Hyperlink waiting = new Hyperlink();
    private final Region dot = new Region();
    private final Label state = new Label();
    private final Label detail = new Label();
    private final Label trouble = new Label();
    private final Button act = new Button();
    private final Label rate = new Label();
    private final Sparkline line = new Sparkline();

    CollectionCards(
            CollectorModel collector,
            CollectionModel collection,
            ApprovalModel approvals,
            Navigation navigation,
            Figures figures,
            Keepsakes keepsakes,
            Texts texts) {
        this.collector = collector;
        this.collection = collection;
        this.approvals = approvals;
        this.navigation = navigation;
        this.figures = figures;
        this.keepsakes = keepsakes;
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
        waiting.setId("waiting");
        waiting.getStyleClass().add("small");
        waiting.setOnAction(event -> {
            waiting.setVisited(false);
            collection.collection().waiting().stream().findFirst().ifPresent(this::decide);
        });
        HBox head = new HBox(10, title, waiting);
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
        trouble.setId("collection-trouble");
        trouble.getStyleClass().add("attention-text");
        trouble.setWrapText(true);
        trouble.setManaged(false);
        VBox card = new VBox(head, detail, trouble, flow);
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
                                text(
                                        "exporters.name",
                                        98,
                                        this::name,
                                        Comparator.comparing(line -> line.status().address())),
                                text(
                                        "exporters.protocol",
                                        88,
                                        line -> line.status().protocol(),
                                        Comparator.comparing(line -> line.status().protocol())),
                                text(
                                        "exporters.lastSeen",
                                        124,
                                        this::lastSeen,
                                        Comparator.comparing(line -> line.status().lastSeen())),
                                number(
                                        "exporters.records",
                                        72,
                                        line -> figures.count(line.status().records()),
                                        Comparator.comparingLong(line -> line.status().records())),
                                number(
                                        "exporters.rate",
                                        58,
                                        line -> figures.rate(line.rate()),
                                        Comparator.comparingDouble(ExporterLine::rate)),
                                number(
                                        "exporters.lost",
                                        58,
                                        this::lost,
                                        Comparator.comparingLong(line -> line.status().lost()))));
        SortedList<ExporterLine> sorted = new SortedList<>(lines);
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        TableMemory.follow(table, "exporters", keepsakes);
        table.setRowFactory(_ -> new Line());
        table.setOnKeyPressed(event -> {
            ExporterLine chosen = table.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.ENTER && chosen != null) {
                follow(chosen);
                event.consume();
            }
        });
    }

    /// A source that waits is decided about; of another the calls are shown.
    private void follow(ExporterLine line) {
        if (line.health() == ExporterLine.Health.WAITING && line.isOneSource()) {
            decide(line);
        } else {
            navigation.open(
                    Destination.Calls.OF_PERIOD.withFilter(
                            Filter.condition(
                                    FilterField.EXPORTER,
                                    true,
                                    line.status().address().toString())));
        }
    }

    private void decide(ExporterLine line) {
        List<ExporterLine> open = new ArrayList<>(collection.collection().waiting());
        if (!open.contains(line)) {
            open.addFirst(line);
        }
        new ApprovalDialog(approvals, figures, new Texts(ApprovalDialog.class, texts.locale()))
                .ask(table.getScene().getWindow(), open, line);
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

    private TableColumn<ExporterLine, ExporterLine> health() {
        TableColumn<ExporterLine, ExporterLine> column =
                text(
                        "exporters.health",
                        96,
                        line -> texts.get("health." + line.health()),
                        Comparator.comparing(ExporterLine::health));
        column.setCellFactory(_ -> new HealthCell());
        return column;
    }

    private TableColumn<ExporterLine, ExporterLine> number(
            String key,
            double width,
            Function<ExporterLine, String> words,
            Comparator<ExporterLine> order) {
        TableColumn<ExporterLine, ExporterLine> column = text(key, width, words, order);
        column.getStyleClass().add("number");
        return column;
    }

    private TableColumn<ExporterLine, ExporterLine> text(
            String key,
            double width,
            Function<ExporterLine, String> words,
            Comparator<ExporterLine> order) {
        TableColumn<ExporterLine, ExporterLine> column =
                Columns.of(key, texts.get(key), words, order);
        column.setPrefWidth(width);
        return column;
    }

    private void show(Collection now) {
        take(now.exporters());
        int open = now.waiting().size();
        waiting.setText(open == 0 ? "" : texts.get("exporters.waiting", open));
        waiting.setVisible(open > 0);
        trouble.setText(String.join("\n", now.troubles()));
        trouble.setManaged(!now.troubles().isEmpty());
        rate.setText(texts.get("collector.rate", figures.rate(now.rate())));
        line.show(
                now.rates().stream().mapToDouble(Double::doubleValue).toArray(),
                texts.get("collector.rates", figures.rate(now.rate())));
    }

    /// Replaces only what has changed, so that the chosen line stays chosen.
    private void take(List<ExporterLine> exporters) {
        if (exporters.size() != lines.size()) {
            lines.setAll(exporters);
            return;
        }
        for (int i = 0; i < exporters.size(); i++) {
            if (!exporters.get(i).equals(lines.get(i))) {
                lines.set(i, exporters.get(i));
            }
        }
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
    private final class HealthCell extends TableCell<ExporterLine, ExporterLine> {
        private final Region mark = new Region();

        HealthCell() {
            mark.getStyleClass().add("state-dot");
        }

        @Override
        protected void updateItem(ExporterLine line, boolean empty) {
            super.updateItem(line, empty);
            if (empty || line == null) {
                setText("");
                setGraphic(null);
                return;
            }
            setText(texts.get("health." + line.health()));
            setGraphic(mark);
            level(line.health()).mark(mark);
        }

        private Level level(ExporterLine.Health health) {
            return switch (health) {
                case UP -> Level.GOOD;
                case LATE, WAITING -> Level.ATTENTION;
                case NOT_HEARD, REFUSED -> Level.QUIET;
            };
        }
    }

    /// A line leads somewhere, by two clicks or its menu.
    private final class Line extends TableRow<ExporterLine> {
        private final MenuItem toCalls = new MenuItem(texts.get("exporters.calls"));
        private final MenuItem decision = new MenuItem(texts.get("exporters.decide"));

        Line() {
            toCalls.setOnAction(event -> follow(getItem()));
            decision.setOnAction(event -> decide(getItem()));
            setOnMouseClicked(event -> {
                if (event.getClickCount() == 2 && !isEmpty()) {
                    follow(getItem());
                }
            });
        }

        @Override
        protected void updateItem(ExporterLine line, boolean empty) {
            super.updateItem(line, empty);
            if (empty || line == null) {
                setContextMenu(null);
                return;
            }
            boolean waits = line.health() == ExporterLine.Health.WAITING;
            boolean open = waits || line.health() == ExporterLine.Health.REFUSED;
            ContextMenu menu = new ContextMenu();
            if (!waits) {
                menu.getItems().add(toCalls);
            }
            if (open && line.isOneSource()) {
                menu.getItems().add(decision);
            }
            setContextMenu(menu);
        }
    }
}
