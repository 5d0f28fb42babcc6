package net.flowtally.app.calls;

import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import net.flowtally.app.calls.CallsModel.Answer;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.FileChoice;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.Icons;
import net.flowtally.app.widget.StaleMark;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.explore.CallTotal;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// The screen Calls: a filter, what it came from, the total of all that was found, and the calls.
/// Every change of what is asked is a step in the window's history.
final class CallsView implements Screen {
    private static final PseudoClass MALFORMED = PseudoClass.getPseudoClass("malformed");
    private static final int RECENT = 12;
    private static final String RECENT_KEPT = "calls.recent";

    private final CallsModel model;
    private final Navigation navigation;
    private final Figures figures;
    private final FileChoice files;
    private final Keepsakes keepsakes;
    private final Texts texts;
    private final RangeField range;
    private final CallsTable table;
    private final TextField filter = new TextField();
    private final MenuButton recent = new MenuButton();
    private final Label filterError = new Label();
    private final Label stopped = new Label();
    private final FlowPane trail = new FlowPane(6, 6);
    private final FlowPane totals = new FlowPane();
    private final ProgressIndicator looking = new ProgressIndicator();
    private final VBox root;

    CallsView(
            CallsModel model,
            RangeField range,
            Navigation navigation,
            Figures figures,
            FileChoice files,
            Keepsakes keepsakes,
            Texts texts) {
        this.model = model;
        this.range = range;
        this.navigation = navigation;
        this.figures = figures;
        this.files = files;
        this.keepsakes = keepsakes;
        this.texts = texts;
        this.table = new CallsTable(model, figures, keepsakes, texts, this::narrow);
        filterError.getStyleClass().addAll("bad-text", "small");
        filterError.setId("filter-error");
        filterError.managedProperty().bind(filterError.visibleProperty());
        stopped.setText(texts.get("stopped"));
        stopped.setId("stopped");
        stopped.getStyleClass().addAll("attention-text", "small");
        trail.getStyleClass().add("trail");
        totals.getStyleClass().add("total-bar");
        totals.setId("totals");
        looking.setMaxSize(18, 18);
        looking.visibleProperty().bind(model.lookingProperty());
        VBox.setVgrow(table.node(), Priority.ALWAYS);
        root = new VBox(filterBar(), filterError, stopped, trail, totals, table.node());
        root.getStyleClass().addAll("page", "calls-page");
        range.onChosen(chosen -> navigation.open(model.asked().within(chosen.from(), chosen.to())));
        model.askedProperty().subscribe(this::showAsked);
        model.answerProperty().subscribe(this::showAnswer);
        model.filterErrorProperty().subscribe(this::showError);
        StaleMark.follow(model.staleProperty(), table.node(), totals);
        stopped.visibleProperty().bind(model.staleProperty().and(model.lookingProperty().not()));
        stopped.managedProperty().bind(stopped.visibleProperty());
    }

    @Override
    public Node content() {
        return root;
    }

    @Override
    public Node range() {
        return range.node();
    }

    @Override
    public void open(Destination destination) {
        if (destination instanceof Destination.Calls calls) {
            model.open(calls);
        }
    }

    @Override
    public void refresh() {
        model.refresh();
    }

    @Override
    public void cancel() {
        model.cancel();
    }

    @Override
    public void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    @Override
    public void export() {
        String name = "calls " + range.text().replace(':', '.') + ".csv";
        files.save(texts.get("export.title"), name.replace('–', '-').replace(' ', '_'))
                .ifPresent(model::export);
    }

    private Node filterBar() {
        filter.setId("filter");
        filter.getStyleClass().add("filter-field");
        filter.setPromptText(texts.get("filter.prompt"));
        filter.setAccessibleText(texts.get("filter.name"));
        filter.setTooltip(new Tooltip(texts.get("filter.help")));
        filter.setOnAction(event -> ask(filter.getText()));
        HBox.setHgrow(filter, Priority.ALWAYS);
        recent.setText(texts.get("filter.recent"));
        showRecent();
        Button clear =
                Icons.button(Material2OutlinedAL.CLOSE, texts.get("filter.clear"), () -> ask(""));
        clear.disableProperty().bind(filter.textProperty().isEmpty());
        Button run = new Button(texts.get("filter.run"), Icons.of(Material2OutlinedMZ.SEARCH));
        run.getStyleClass().add("accent");
        run.setOnAction(event -> ask(filter.getText()));
        Button save = new Button(texts.get("export"), Icons.of(Material2OutlinedMZ.SAVE_ALT));
        save.setOnAction(event -> export());
        HBox bar =
                new HBox(
                        Icons.of(Material2OutlinedAL.FILTER_LIST, 20),
                        filter,
                        clear,
                        recent,
                        run,
                        looking,
                        save);
        bar.getStyleClass().add("filter-bar");
        return bar;
    }

    private void ask(String text) {
        String wanted = text.strip();
        if (wanted.equals(model.asked().filter())) {
            model.refresh();
        } else {
            remember(wanted);
            navigation.open(model.asked().withFilter(wanted));
        }
    }

    private void narrow(String condition) {
        String now = model.asked().filter();
        if (now.isEmpty()) {
            ask(condition);
        } else {
            ask((now.contains("|") ? "(" + now + ")" : now) + " & " + condition);
        }
    }

    private void remember(String text) {
        if (text.isEmpty()) {
            return;
        }
        List<String> filters = new ArrayList<>(recentFilters());
        filters.remove(text);
        filters.addFirst(text);
        keepsakes.keep(
                RECENT_KEPT,
                String.join("\n", filters.subList(0, Math.min(RECENT, filters.size()))));
        showRecent();
    }

    private List<String> recentFilters() {
        return keepsakes.find(RECENT_KEPT).stream().flatMap(String::lines).toList();
    }

    private void showRecent() {
        recent.getItems().clear();
        for (String text : recentFilters()) {
            MenuItem item = new MenuItem(text);
            item.setMnemonicParsing(false);
            item.setOnAction(event -> ask(text));
            recent.getItems().add(item);
        }
        recent.setDisable(recent.getItems().isEmpty());
    }

    private void showAsked(Destination.Calls asked) {
        filter.setText(asked.filter());
        range.show(new TimeRange(asked.from(), asked.to()));
        trail.getChildren().clear();
        if (!asked.trail().isEmpty()) {
            trail.getChildren().addAll(crumbs(asked.trail()));
        }
        for (UsageValue value : asked.scope().values()) {
            trail.getChildren().add(chip(asked, value));
        }
        boolean some = !trail.getChildren().isEmpty();
        trail.setVisible(some);
        trail.setManaged(some);
    }

    /// What was followed to get here; the first leads back to where that was.
    private List<Node> crumbs(List<String> names) {
        List<Node> crumbs = new ArrayList<>();
        Hyperlink origin = new Hyperlink(names.getFirst());
        origin.setId("trail-origin");
        origin.setTooltip(new Tooltip(texts.get("trail.back")));
        origin.setOnAction(event -> navigation.up());
        origin.getStyleClass().add("trail-words");
        crumbs.add(origin);
        for (String name : names.subList(1, names.size())) {
            crumbs.add(new Label("›"));
            Label words = new Label(name);
            words.getStyleClass().add("trail-words");
            crumbs.add(words);
        }
        return crumbs;
    }

    private Node chip(Destination.Calls asked, UsageValue value) {
        String label = value.label().isEmpty() ? texts.get("scope.none") : value.label();
        String words = texts.get("scope." + value.dimension(), label);
        UsageScope rest =
                new UsageScope(
                        asked.scope().values().stream()
                                .filter(other -> !other.equals(value))
                                .toList());
        HBox chip =
                new HBox(
                        new Label(words),
                        Icons.button(
                                Material2OutlinedAL.CLOSE,
                                texts.get("scope.leave", words),
                                () ->
                                        navigation.open(
                                                new Destination.Calls(
                                                        asked.from(),
                                                        asked.to(),
                                                        asked.filter(),
                                                        rest,
                                                        List.of()))));
        chip.getStyleClass().add("chip");
        return chip;
    }

    private void showError(String error) {
        filterError.setText(error);
        filterError.setVisible(!error.isEmpty());
        filter.pseudoClassStateChanged(MALFORMED, !error.isEmpty());
    }

    private void showAnswer(Answer answer) {
        totals.getChildren().clear();
        if (answer instanceof Answer.Found(CallTotal total)) {
            totals.getChildren()
                    .addAll(
                            figure("total.calls", figures.count(total.calls())),
                            figure("total.bytes", figures.count(total.bytes())),
                            figure("total.sent", figures.count(total.bytesSent())),
                            figure("total.received", figures.count(total.bytesReceived())),
                            figure("total.packets", figures.count(total.packets())),
                            figure(
                                    "total.charge",
                                    figures.exact(total.exactCharge())
                                            + " "
                                            + total.currency().getCurrencyCode()));
        }
    }

    private Node figure(String key, String value) {
        Label name = new Label(texts.get(key));
        name.getStyleClass().addAll("quiet", "small");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label number = new Label(value);
        number.getStyleClass().add("total-value");
        number.setMinWidth(Region.USE_PREF_SIZE);
        number.setId(key.replace('.', '-'));
        HBox box = new HBox(6, name, number);
        box.setAlignment(Pos.BASELINE_LEFT);
        return box;
    }
}
