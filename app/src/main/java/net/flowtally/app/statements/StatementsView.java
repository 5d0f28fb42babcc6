package net.flowtally.app.statements;

import java.nio.file.Path;
import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.FileChoice;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Columns;
import net.flowtally.app.widget.EmptyState;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.FollowedTotal;
import net.flowtally.app.widget.Icons;
import net.flowtally.app.widget.PeriodPicker;
import net.flowtally.app.widget.ReportPane;
import net.flowtally.app.widget.StaleMark;
import net.flowtally.app.widget.TableMemory;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.reports.delivery.ReportFormat;
import net.flowtally.reports.table.Drill;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// The screen Statements: departments with what they owe to the left, the statement of one of them
/// to the right, and the way to seal the period.
final class StatementsView implements Screen {
    private static final double ROW = 27;
    private static final String SPLIT = "statements.split";

    private final StatementsModel model;
    private final Navigation navigation;
    private final Figures figures;
    private final FileChoice files;
    private final Texts texts;
    private final PeriodPicker picker;
    private final Collator byName;
    private final StackPane root = new StackPane();
    private final SplitPane split = new SplitPane();
    private final StackPane page = new StackPane();
    private final TableView<Statement> table = new TableView<>();
    private final Label state = new Label();
    private final Label total = new Label();
    private final Hyperlink sums = new Hyperlink();
    private final Button seal = new Button();
    private final VBox checklist = new VBox(6);
    private final ScrollPane paper = new ScrollPane();
    private final Button toExcel;
    private final Button toHtml;
    private final Button toCalls;
    private boolean showing;

    StatementsView(
            StatementsModel model,
            PeriodsModel periods,
            Navigation navigation,
            Figures figures,
            FileChoice files,
            Keepsakes keepsakes,
            Texts texts) {
        this.model = model;
        this.navigation = navigation;
        this.figures = figures;
        this.files = files;
        this.texts = texts;
        byName = Collator.getInstance(texts.locale());
        picker =
                new PeriodPicker(
                        periods.periods(),
                        figures,
                        period ->
                                navigation.open(
                                        new Destination.Statements(
                                                period.name(),
                                                Destination.Statements.ALL_DEPARTMENTS)));
        toExcel = exportButton("export.xlsx", ReportFormat.XLSX);
        toHtml = exportButton("export.html", ReportFormat.HTML);
        toCalls = new Button(texts.get("calls"), Icons.of(Material2OutlinedAL.COMPARE_ARROWS));
        toCalls.setOnAction(event -> openCalls());
        buildTable();
        TableMemory.follow(table, "statements", keepsakes);
        split.getItems().addAll(list(), preview());
        split.setDividerPositions(keepsakes.number(SPLIT).orElse(0.265));
        split.getDividers()
                .getFirst()
                .positionProperty()
                .addListener((observed, old, now) -> keepsakes.keep(SPLIT, now.doubleValue()));
        page.getChildren().add(split);
        page.getStyleClass().addAll("page", "statements-page");
        model.lookup().answerProperty().subscribe(this::show);
        model.previewProperty().subscribe(this::show);
        StaleMark.follow(model.lookup().staleProperty(), page);
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
        if (destination instanceof Destination.Statements(String period, long department)) {
            model.open(period, department);
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
        table.requestFocus();
    }

    @Override
    public void export() {
        export(ReportFormat.XLSX);
    }

    private void buildTable() {
        table.setId("statements");
        table.getStyleClass().add("dense");
        table.setFixedCellSize(ROW);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_ALL_COLUMNS);
        table.setAccessibleText(texts.get("list.name"));
        Label empty = new Label(texts.get("list.empty"));
        empty.getStyleClass().add("quiet");
        empty.setWrapText(true);
        table.setPlaceholder(empty);
        TableColumn<Statement, Statement> department =
                column(
                        "list.department",
                        this::department,
                        Comparator.comparing(this::department, byName));
        department.setMinWidth(112);
        table.getColumns()
                .setAll(
                        List.of(
                                department,
                                number(
                                        "list.volume",
                                        each -> figures.volume(each.bytes()),
                                        Comparator.comparingLong(Statement::bytes)),
                                number(
                                        "list.amount",
                                        each -> figures.moneyNumber(each.total()),
                                        Comparator.comparingLong(each -> each.total().minor()))));
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener((observed, old, chosen) -> {
                    if (chosen != null && !showing) {
                        navigation.open(
                                new Destination.Statements(
                                        chosen.period().name(), chosen.departmentId()));
                    }
                });
    }

    private TableColumn<Statement, Statement> number(
            String key, Function<Statement, String> words, Comparator<Statement> order) {
        TableColumn<Statement, Statement> column = column(key, words, order);
        column.getStyleClass().add("number");
        column.setMinWidth(76);
        return column;
    }

    private TableColumn<Statement, Statement> column(
            String key, Function<Statement, String> words, Comparator<Statement> order) {
        return Columns.of(key, texts.get(key), words, order);
    }

    private Node list() {
        state.getStyleClass().add("card-title");
        seal.setId("seal");
        seal.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(8, state, space, seal);
        head.setAlignment(Pos.CENTER_LEFT);
        sums.setId("sums");
        total.getStyleClass().add("total-value");
        total.setId("total");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label word = new Label(texts.get("list.total"));
        word.setMinWidth(Region.USE_PREF_SIZE);
        total.setMinWidth(Region.USE_PREF_SIZE);
        sums.getStyleClass().add("small");
        HBox money = new HBox(8, word, gap, total);
        money.setAlignment(Pos.BASELINE_LEFT);
        VBox foot = new VBox(2, money, sums);
        foot.getStyleClass().addAll("total-bar", "tight");
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox card = new VBox(head, table, foot, checklist);
        card.getStyleClass().add("card");
        card.setMinWidth(280);
        return card;
    }

    private Node preview() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(8, toCalls, space, toExcel, toHtml);
        bar.setAlignment(Pos.CENTER_LEFT);
        paper.setFitToWidth(true);
        paper.setId("paper");
        paper.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(paper, Priority.ALWAYS);
        VBox card = new VBox(bar, paper);
        card.getStyleClass().add("card");
        return card;
    }

    private Button exportButton(String key, ReportFormat format) {
        Button button = new Button(texts.get(key), Icons.of(Material2OutlinedMZ.SAVE_ALT));
        button.setOnAction(event -> export(format));
        return button;
    }

    private void show(StatementsModel.View view) {
        switch (view) {
            case StatementsModel.View.Unknown() -> root.getChildren().setAll(page);
            case StatementsModel.View.NoPeriod() ->
                    root.getChildren()
                            .setAll(
                                    new EmptyState(
                                                    Material2OutlinedMZ.RECEIPT,
                                                    texts.get("empty"),
                                                    texts.get("empty.why"))
                                            .offer(
                                                    texts.get("empty.overview"),
                                                    () ->
                                                            navigation.open(
                                                                    new Destination.Overview(""))));
            case StatementsModel.View.Shown(PeriodStatements shown) -> {
                root.getChildren().setAll(page);
                show(shown);
            }
        }
    }

    private void show(PeriodStatements shown) {
        BillingPeriod period = shown.period();
        picker.show(period);
        showing = true;
        table.getItems().setAll(shown.statements());
        table.sort();
        showing = false;
        sums.setText(
                texts.get(
                        "list.sums", figures.volume(shown.bytes()), figures.count(shown.calls())));
        sums.setOnAction(event -> openAllCalls(shown));
        total.setText(shown.total().map(figures::money).orElse(Figures.NONE));
        state.setText(texts.get("state." + period.state(), figures.period(period.name())));
        state.setGraphic(
                Icons.of(
                        period.isSealed()
                                ? Material2OutlinedAL.LOCK
                                : Material2OutlinedAL.LOCK_OPEN,
                        18));
        seal.setText(texts.get("seal"));
        seal.getStyleClass().remove("accent");
        if (!shown.hasErrors()) {
            seal.getStyleClass().add("accent");
        }
        seal.setVisible(!period.isSealed());
        seal.setManaged(!period.isSealed());
        seal.setDisable(!shown.isOver());
        seal.setOnAction(event -> askToSeal(shown));
        checklist.getChildren().setAll(new ChecklistPane(texts).lines(shown.checklist()));
    }

    private void askToSeal(PeriodStatements shown) {
        new SealDialog(texts, figures, shown)
                .ask(root.getScene().getWindow())
                .ifPresent(reason -> model.seal(shown.period(), reason));
    }

    private void show(StatementsModel.Preview preview) {
        boolean some = preview instanceof StatementsModel.Preview.Shown;
        toExcel.setDisable(!some);
        toHtml.setDisable(!some);
        toCalls.setDisable(!some);
        if (preview instanceof StatementsModel.Preview.Shown(Statement statement, var report)) {
            paper.setContent(
                    new ReportPane(report, (drill, words) -> follow(statement, drill, words)));
            paper.setVvalue(0);
            select(statement);
        } else {
            paper.setContent(new Region());
        }
    }

    private void select(Statement statement) {
        showing = true;
        for (int i = 0; i < table.getItems().size(); i++) {
            if (table.getItems().get(i).departmentId() == statement.departmentId()) {
                table.getSelectionModel().clearAndSelect(i);
            }
        }
        showing = false;
    }

    private void follow(Statement statement, Drill.Calls drill, String words) {
        navigation.open(
                new Destination.Calls(
                        drill.from(), drill.to(), "", drill.scope(), trail(statement, words)));
    }

    private void openAllCalls(PeriodStatements shown) {
        sums.setVisited(false);
        BillingPeriod period = shown.period();
        shown.total()
                .ifPresent(sum ->
                        navigation.open(
                                new Destination.Calls(
                                        period.from(),
                                        period.to(),
                                        "",
                                        UsageScope.ALL,
                                        List.of(
                                                texts.get(
                                                        "trail.all", figures.period(period.name())),
                                                FollowedTotal.words(
                                                        figures,
                                                        shown.bytes(),
                                                        shown.calls(),
                                                        sum)))));
    }

    private void openCalls() {
        if (model.preview() instanceof StatementsModel.Preview.Shown(Statement statement, var _)) {
            navigation.open(
                    StatementCalls.of(
                            statement,
                            trail(
                                    statement,
                                    FollowedTotal.words(
                                            figures,
                                            statement.bytes(),
                                            statement.calls(),
                                            statement.total()))));
        }
    }

    private List<String> trail(Statement statement, String words) {
        return List.of(
                texts.get("trail.statement", statement.number()), department(statement), words);
    }

    private void export(ReportFormat format) {
        if (model.preview() instanceof StatementsModel.Preview.Shown(Statement statement, var _)) {
            Optional<Path> file =
                    files.save(texts.get("export.title"), fileName(statement) + format.ending());
            file.ifPresent(chosen -> model.export(format, chosen));
        }
    }

    private String fileName(Statement statement) {
        return statement.number()
                + " "
                + department(statement).replaceAll("[^\\p{L}\\p{N} _-]", "-");
    }

    private String department(Statement statement) {
        if (statement.departmentId() == 0) {
            return texts.get("unassigned");
        }
        return statement.isCharged()
                ? statement.departmentPath()
                : texts.get("showback", statement.departmentPath());
    }
}
