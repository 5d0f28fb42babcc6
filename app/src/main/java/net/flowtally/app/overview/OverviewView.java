package net.flowtally.app.overview;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import net.flowtally.app.overview.OverviewFigures.Day;
import net.flowtally.app.overview.OverviewFigures.Department;
import net.flowtally.app.overview.OverviewFigures.Total;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.ColumnChart;
import net.flowtally.app.widget.EmptyState;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.FollowedTotal;
import net.flowtally.app.widget.PeriodPicker;
import net.flowtally.app.widget.RankedBars;
import net.flowtally.app.widget.StaleMark;
import net.flowtally.app.widget.Tile;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import org.kordamp.ikonli.material2.Material2OutlinedAL;

/// The overview: figures of a period, each leading to what it is made of, and beside them how
/// collection is doing.
final class OverviewView implements Screen {
    private static final int DEPARTMENTS = 9;
    private static final double GAP = 14;
    private static final double SIDE = 456;

    private final OverviewModel model;
    private final Navigation navigation;
    private final Figures figures;
    private final Texts texts;
    private final PeriodPicker picker;
    private final StackPane root = new StackPane();
    private final ScrollPane scroll = new ScrollPane();
    private final Tile bytes;
    private final Tile calls;
    private final Tile charges;
    private final Tile unassigned;
    private final ColumnChart days;
    private final RankedBars departments = new RankedBars();
    private final TasksCard tasks;
    private final CollectionCards collection;

    OverviewView(
            OverviewModel model,
            PeriodsModel periods,
            TasksCard tasks,
            CollectionCards collection,
            Navigation navigation,
            Figures figures,
            Texts texts) {
        this.model = model;
        this.navigation = navigation;
        this.figures = figures;
        this.texts = texts;
        this.collection = collection;
        this.tasks = tasks;
        this.bytes = new Tile(texts.get("tile.bytes"));
        this.calls = new Tile(texts.get("tile.calls"));
        this.charges = new Tile(texts.get("tile.charges"));
        this.unassigned = new Tile(texts.get("tile.unassigned"));
        this.days = new ColumnChart(figures::scale);
        days.setBinary(figures.unit().equals("MiB"));
        this.picker =
                new PeriodPicker(
                        periods.periods(),
                        figures,
                        period -> navigation.open(new Destination.Overview(period.name())));
        scroll.setContent(page());
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.getStyleClass().add("edge-to-edge");
        model.lookup().answerProperty().subscribe(this::show);
        StaleMark.follow(model.lookup().staleProperty(), scroll);
    }

    @Override
    public Node content() {
        return root;
    }

    @Override
    public Node range() {
        return picker;
    }

    @Override
    public void open(Destination destination) {
        if (destination instanceof Destination.Overview(String period)) {
            model.open(period);
        }
    }

    @Override
    public void refresh() {
        model.refresh();
    }

    @Override
    public void cancel() {
        model.lookup().cancel();
    }

    @Override
    public void focusFilter() {
        picker.focus();
    }

    @Override
    public void export() {
        if (model.lookup().answer() instanceof OverviewState.Shown(OverviewFigures shown)) {
            navigation.open(
                    new Destination.Statements(
                            shown.period().name(), Destination.Statements.ALL_DEPARTMENTS));
        }
    }

    private Node page() {
        HBox tiles = new HBox(GAP, bytes, calls, charges, unassigned);
        HBox.setHgrow(departments, Priority.ALWAYS);
        VBox.setVgrow(days, Priority.ALWAYS);
        VBox volume = card(texts.get("days.title"), legend(), days);
        VBox ranking = card(texts.get("departments.title"), new Region(), departments);
        HBox.setHgrow(volume, Priority.ALWAYS);
        volume.setPrefWidth(100);
        ranking.setMinWidth(SIDE);
        ranking.setPrefWidth(SIDE);
        HBox usage = new HBox(GAP, volume, ranking);
        usage.setMinHeight(260);
        VBox.setVgrow(usage, Priority.ALWAYS);
        Region exporters = collection.exporters();
        exporters.setPrefWidth(100);
        exporters.setMinWidth(0);
        HBox.setHgrow(exporters, Priority.ALWAYS);
        VBox side = new VBox(GAP, collection.collector(), tasks.node());
        side.setMinWidth(SIDE);
        side.setPrefWidth(SIDE);
        VBox.setVgrow(tasks.node(), Priority.ALWAYS);
        HBox health = new HBox(GAP, exporters, side);
        health.setMinHeight(230);
        VBox page = new VBox(tiles, usage, health);
        page.getStyleClass().add("page");
        return page;
    }

    private Node legend() {
        HBox box =
                new HBox(
                        GAP,
                        legend("series", texts.get("days.assigned")),
                        legend("series-part", texts.get("days.unassigned")));
        box.setAlignment(Pos.CENTER_RIGHT);
        return box;
    }

    private void show(OverviewState state) {
        switch (state) {
            case OverviewState.Unknown() -> root.getChildren().setAll(scroll);
            case OverviewState.NothingAccounted(long unaccounted) -> showNothing(unaccounted);
            case OverviewState.Shown(OverviewFigures shown) -> {
                root.getChildren().setAll(scroll);
                show(shown);
            }
        }
    }

    private void showNothing(long unaccounted) {
        if (unaccounted > 0) {
            root.getChildren()
                    .setAll(
                            new EmptyState(
                                            Material2OutlinedAL.HOURGLASS_EMPTY,
                                            texts.get("empty.unaccounted"),
                                            texts.get("empty.unaccounted.why", unaccounted))
                                    .offer(texts.get("account"), model::account));
        } else {
            root.getChildren()
                    .setAll(
                            new EmptyState(
                                            Material2OutlinedAL.DATA_USAGE,
                                            texts.get("empty.nothing"),
                                            texts.get("empty.nothing.why"))
                                    .offer(texts.get("collector.start"), collection::start));
        }
    }

    private void show(OverviewFigures shown) {
        BillingPeriod period = shown.period();
        picker.show(period);
        Total total = shown.total();
        Runnable toCalls = () -> openCalls(period, UsageScope.ALL, texts.get("trail.site"), total);
        bytes.show(
                figures.volumeNumber(total.bytes()),
                figures.volumeUnit(total.bytes()),
                comparison(shown, total.bytes(), shown.before().bytes()),
                toCalls);
        calls.show(
                figures.count(total.calls()),
                "",
                comparison(shown, total.calls(), shown.before().calls()),
                toCalls);
        charges.show(
                figures.moneyNumber(total.charge()),
                total.charge().currency().getCurrencyCode(),
                comparison(shown, total.charge().minor(), shown.before().charge().minor()),
                () ->
                        navigation.open(
                                new Destination.Statements(
                                        period.name(), Destination.Statements.ALL_DEPARTMENTS)));
        unassigned.show(
                figures.share(shown.unassigned().bytes(), total.bytes()),
                "",
                texts.get(
                        "tile.unassigned.of",
                        figures.volume(shown.unassigned().bytes()),
                        figures.money(shown.unassigned().charge())),
                () ->
                        openCalls(
                                period,
                                UsageScope.of(UsageValue.UNASSIGNED),
                                texts.get("unassigned"),
                                shown.unassigned()));
        showDays(shown);
        showDepartments(shown);
        tasks.show(shown);
    }

    private String comparison(OverviewFigures shown, long now, long before) {
        if (shown.before().isNothing()) {
            return texts.get("tile.first");
        }
        return texts.get("tile.change", figures.change(now, before));
    }

    private void showDays(OverviewFigures shown) {
        List<ColumnChart.Column> columns = new ArrayList<>();
        DateTimeFormatter dayOfMonth = DateTimeFormatter.ofPattern("d", texts.locale());
        LocalDate busiest = LocalDate.EPOCH;
        long most = -1;
        for (Day day : shown.days()) {
            Total total = day.total();
            if (total.bytes() > most) {
                most = total.bytes();
                busiest = day.date();
            }
            columns.add(
                    new ColumnChart.Column(
                            dayOfMonth.format(day.date()),
                            total.bytes(),
                            day.unassigned(),
                            texts.get(
                                    "days.day",
                                    figures.day(day.date()),
                                    figures.volume(total.bytes()),
                                    figures.count(total.calls()),
                                    figures.money(total.charge()),
                                    figures.volume(day.unassigned())),
                            () -> openDay(day)));
        }
        days.show(
                columns,
                texts.get(
                        "days.summary",
                        figures.period(shown.period().name()),
                        figures.day(busiest),
                        figures.volume(Math.max(0, most))));
    }

    private void showDepartments(OverviewFigures shown) {
        List<RankedBars.Entry> entries = new ArrayList<>();
        List<Department> all = shown.departments();
        int listed = all.size() <= DEPARTMENTS ? all.size() : DEPARTMENTS - 1;
        for (Department department : all.subList(0, listed)) {
            Runnable toCalls =
                    () ->
                            openCalls(
                                    shown.period(),
                                    department.scope(),
                                    name(department),
                                    department.total());
            entries.add(entry(name(department), department.total(), department.id() == 0, toCalls));
        }
        if (listed < all.size()) {
            entries.add(others(shown, all.subList(listed, all.size())));
        }
        departments.show(
                List.of(
                        texts.get("departments.bytes"),
                        texts.get("departments.calls"),
                        shown.total().charge().currency().getCurrencyCode()),
                entries,
                texts.get("departments.summary", all.size()));
    }

    private RankedBars.Entry others(OverviewFigures shown, List<Department> rest) {
        long restCalls = 0;
        long restBytes = 0;
        Amount charge = Amount.zero(shown.total().charge().currency());
        UsageScope scope = UsageScope.ALL;
        for (Department department : rest) {
            restCalls += department.total().calls();
            restBytes += department.total().bytes();
            charge = charge.plus(department.total().charge());
            scope = scope.and(department.scope());
        }
        UsageScope all = scope;
        String words = texts.get("departments.others", rest.size());
        Total total = new Total(restCalls, restBytes, charge);
        return entry(words, total, true, () -> openCalls(shown.period(), all, words, total));
    }

    private RankedBars.Entry entry(String name, Total total, boolean quiet, Runnable action) {
        return new RankedBars.Entry(
                name,
                total.bytes(),
                quiet,
                List.of(
                        figures.volume(total.bytes()),
                        figures.count(total.calls()),
                        figures.moneyNumber(total.charge())),
                texts.get(
                        "departments.entry",
                        name,
                        figures.volume(total.bytes()),
                        figures.count(total.calls()),
                        figures.money(total.charge())),
                true,
                action);
    }

    private void openCalls(BillingPeriod period, UsageScope scope, String crumb, Total total) {
        navigation.open(
                new Destination.Calls(
                        period.from(),
                        period.to(),
                        "",
                        scope,
                        List.of(figures.period(period.name()), crumb, words(total))));
    }

    private void openDay(Day day) {
        navigation.open(
                new Destination.Calls(
                        day.from(),
                        day.to(),
                        "",
                        UsageScope.ALL,
                        List.of(
                                figures.day(day.date()),
                                texts.get("trail.site"),
                                words(day.total()))));
    }

    private String words(Total total) {
        return FollowedTotal.words(figures, total.bytes(), total.calls(), total.charge());
    }

    private String name(Department department) {
        return department.id() == 0 ? texts.get("unassigned") : department.path();
    }

    private static VBox card(String title, Node aside, Node body) {
        Label label = new Label(title);
        label.getStyleClass().add("card-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        VBox card = new VBox(new HBox(8, label, space, aside), body);
        card.getStyleClass().add("card");
        return card;
    }

    private static Node legend(String series, String words) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("legend-swatch", series);
        Label label = new Label(words, swatch);
        label.getStyleClass().addAll("quiet", "small");
        return label;
    }
}
