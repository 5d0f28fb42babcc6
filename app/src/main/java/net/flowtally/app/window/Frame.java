package net.flowtally.app.window;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import net.flowtally.app.collectors.CollectorModel;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Section;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Icons;
import net.flowtally.ledger.period.BillingPeriod;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// What stays where it is while screens change: menus, icon rail, top bar, status bar, and the
/// command palette above it all.
final class Frame {
    private final Texts texts;
    private final History history;
    private final PeriodsModel periods;
    private final ObjectProperty<Theme> theme;
    private final Palette palette;
    private final Map<Section, Screen> screens = new EnumMap<>(Section.class);
    private final Map<Section, ToggleButton> rail = new EnumMap<>(Section.class);
    private final Menus menus;
    private final StackPane root = new StackPane();
    private final StackPane content = new StackPane();
    private final StackPane range = new StackPane();
    private final Label title = new Label();

    /// @param notices shown above the content
    Frame(
            Texts texts,
            History history,
            PeriodsModel periods,
            ObjectProperty<Theme> theme,
            Palette palette,
            Node statusBar,
            Node notices) {
        this.texts = texts;
        this.history = history;
        this.periods = periods;
        this.theme = theme;
        this.palette = palette;
        title.getStyleClass().add("screen-title");
        content.getStyleClass().add("desk");
        BorderPane frame = new BorderPane(content);
        menus = new Menus(texts, this, history, theme);
        frame.setTop(new VBox(menus.bar(), topBar()));
        frame.setLeft(rail());
        frame.setBottom(statusBar);
        root.getStyleClass().add("frame");
        root.getChildren().addAll(frame, notices, palette.node());
        root.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        history.currentProperty().subscribe(this::show);
    }

    Parent root() {
        return root;
    }

    /// Takes a screen in. If it is the one to be seen, it is shown at once.
    void add(Section section, Screen screen) {
        screens.put(section, screen);
        if (history.current().section() == section) {
            show(history.current());
        }
    }

    /// @param keep whether the collector goes on when the window closes
    void addCollectorMenu(CollectorModel collector, BooleanProperty keep) {
        menus.addCollector(collector, keep);
    }

    /// Shows something in place of screens that are not there yet.
    void showInstead(Node node) {
        content.getChildren().setAll(node);
    }

    void openPalette() {
        palette.open();
    }

    void go(Section section) {
        history.open(
                history.latest(
                        start(section), periods.current().map(BillingPeriod::name).orElse("")));
    }

    void refresh() {
        withScreen(Screen::refresh);
    }

    void cancel() {
        withScreen(Screen::cancel);
    }

    void focusFilter() {
        withScreen(Screen::focusFilter);
    }

    void export() {
        withScreen(Screen::export);
    }

    private void withScreen(Consumer<Screen> action) {
        Screen screen = screens.get(history.current().section());
        if (screen != null) {
            action.accept(screen);
        }
    }

    /// Where a screen begins.
    static Destination start(Section section) {
        return switch (section) {
            case OVERVIEW -> new Destination.Overview("");
            case CALLS -> Destination.Calls.OF_PERIOD;
            case STATEMENTS ->
                    new Destination.Statements("", Destination.Statements.ALL_DEPARTMENTS);
            case REPORTS -> new Destination.Reports("");
        };
    }

    private void show(Destination destination) {
        Section section = destination.section();
        rail.forEach((each, button) -> button.setSelected(each == section));
        title.setText(texts.get("section." + section.name()));
        Screen screen = screens.get(section);
        if (screen != null) {
            content.getChildren().setAll(screen.content());
            range.getChildren().setAll(screen.range());
            screen.open(destination);
        }
    }

    private Node rail() {
        VBox box = new VBox(new Mark().node());
        box.getStyleClass().add("rail");
        ToggleGroup group = new ToggleGroup();
        for (Section section : Section.values()) {
            ToggleButton button =
                    new ToggleButton(
                            texts.get("section." + section.name()), Icons.of(icon(section)));
            button.setId("rail-" + section.name().toLowerCase(Locale.ROOT));
            button.setContentDisplay(ContentDisplay.TOP);
            button.getStyleClass().add("rail-button");
            button.setMaxWidth(Double.MAX_VALUE);
            button.setToggleGroup(group);
            button.setOnAction(event -> {
                button.setSelected(true);
                go(section);
            });
            rail.put(section, button);
            box.getChildren().add(button);
        }
        Region space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        box.getChildren().addAll(space, themeButton());
        return box;
    }

    private Node themeButton() {
        Button button = Icons.button(icon(theme.get()), "", () -> theme.set(theme.get().next()));
        button.getStyleClass().add("rail-tool");
        theme.subscribe(now -> {
            button.setGraphic(Icons.of(icon(now)));
            Icons.describe(button, texts.get("theme.button", texts.get("theme." + now)));
        });
        return button;
    }

    private Node topBar() {
        Button back =
                Icons.button(Material2OutlinedAL.ARROW_BACK, texts.get("go.back"), history::back);
        back.disableProperty().bind(history.canGoBackProperty().not());
        Button forward =
                Icons.button(
                        Material2OutlinedAL.ARROW_FORWARD,
                        texts.get("go.forward"),
                        history::forward);
        forward.disableProperty().bind(history.canGoForwardProperty().not());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(back, forward, title, range, space, searchButton());
        bar.getStyleClass().add("top-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    private Node searchButton() {
        Label words = new Label(texts.get("palette.trigger"));
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        Label key = new Label(texts.get("palette.key"));
        key.setMinWidth(Region.USE_PREF_SIZE);
        key.getStyleClass().add("key-cap");
        HBox inner = new HBox(8, Icons.of(Material2OutlinedMZ.SEARCH), words, key);
        inner.setAlignment(Pos.CENTER_LEFT);
        inner.setPrefWidth(230);
        Button button = new Button("", inner);
        button.setId("search");
        button.getStyleClass().add("search-trigger");
        button.setAccessibleText(texts.get("palette.trigger"));
        button.setOnAction(event -> palette.open());
        return button;
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !palette.isOpen()) {
            cancel();
        }
    }

    private static Ikon icon(Section section) {
        return switch (section) {
            case OVERVIEW -> Material2OutlinedAL.DASHBOARD;
            case CALLS -> Material2OutlinedAL.COMPARE_ARROWS;
            case STATEMENTS -> Material2OutlinedMZ.RECEIPT;
            case REPORTS -> Material2OutlinedAL.INSERT_CHART;
        };
    }

    private static Ikon icon(Theme theme) {
        return switch (theme) {
            case SYSTEM -> Material2OutlinedAL.BRIGHTNESS_AUTO;
            case LIGHT -> Material2OutlinedMZ.WB_SUNNY;
            case DARK -> Material2OutlinedMZ.NIGHTS_STAY;
        };
    }
}
