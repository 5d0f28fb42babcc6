package net.flowtally.app.reports;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import net.flowtally.app.reports.ReportsModel.Answer;
import net.flowtally.app.reports.ReportsModel.Running;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Failure;
import net.flowtally.app.screen.FileChoice;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.EmptyState;
import net.flowtally.app.widget.Icons;
import net.flowtally.app.widget.ReportPane;
import net.flowtally.app.widget.StaleMark;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.delivery.ReportFile;
import net.flowtally.reports.delivery.ReportFormat;
import net.flowtally.reports.table.Drill;
import net.flowtally.reports.table.Report;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// One report: to the left what it is and what it is asked, to the right what it answered.
final class ReportSheet {
    private static final double PANEL = 258;

    private final ReportsModel model;
    private final Navigation navigation;
    private final FileChoice files;
    private final Texts texts;
    private final ReportForm form;
    private final HBox root = new HBox(14);
    private final Label id = new Label();
    private final Label title = new Label();
    private final Label question = new Label();
    private final StackPane star = new StackPane();
    private final Button run;
    private final Button cancel;
    private final MenuButton export = new MenuButton();
    private final Button about;
    private final ProgressBar progress = new ProgressBar();
    private final Label state = new Label();
    private final HBox bar = new HBox(10);
    private final ScrollPane paper = new ScrollPane();

    ReportSheet(ReportsModel model, Navigation navigation, FileChoice files, Texts texts) {
        this.model = model;
        this.navigation = navigation;
        this.files = files;
        this.texts = texts;
        form = new ReportForm(model, texts);
        run = new Button(texts.get("run"), Icons.of(Material2OutlinedMZ.PLAY_ARROW));
        run.setId("report-run");
        run.getStyleClass().add("accent");
        run.setMaxWidth(Double.MAX_VALUE);
        run.setOnAction(event -> model.run());
        cancel = new Button(texts.get("cancel"), Icons.of(Material2OutlinedMZ.STOP));
        cancel.setId("report-cancel");
        cancel.setMaxWidth(Double.MAX_VALUE);
        cancel.setOnAction(event -> model.cancel());
        about = new Button(texts.get("about"), Icons.of(Material2OutlinedAL.INFO));
        about.setId("report-about");
        about.setOnAction(event -> about());
        export.setId("report-export");
        export.setText(texts.get("export"));
        export.setGraphic(Icons.of(Material2OutlinedMZ.SAVE_ALT));
        for (ReportFormat format :
                List.of(ReportFormat.XLSX, ReportFormat.HTML, ReportFormat.CSV)) {
            MenuItem item = new MenuItem(texts.get("export." + format));
            item.setOnAction(event -> export(format));
            export.getItems().add(item);
        }
        Node panel = panel();
        Node preview = preview();
        HBox.setHgrow(preview, Priority.ALWAYS);
        root.getChildren().addAll(panel, preview);
        root.getStyleClass().addAll("page", "report-sheet");
        StaleMark.follow(model.staleProperty(), paper);
        model.questionProperty()
                .subscribe(now -> now.ifPresent(asked -> form.show(asked, parts())));
        model.partsProperty()
                .subscribe(now ->
                        model.questionProperty().get().ifPresent(asked -> form.show(asked, now)));
        model.answerProperty().subscribe(this::show);
        model.runningProperty().subscribe(now -> follow(now));
        model.staleProperty().subscribe(() -> follow(model.runningProperty().get()));
        model.filterErrorProperty().subscribe(error -> run.setDisable(!error.isEmpty()));
    }

    Node node() {
        return root;
    }

    /// Shows what a report is.
    void show(ReportDeclaration report) {
        id.setText(report.id() + "  ·  " + texts.get("family." + report.family()));
        title.setText(report.title());
        question.setText(report.question());
        star(report);
        if (model.answer() instanceof Answer.None) {
            show(model.answer());
        }
    }

    void focusFirst() {
        form.focusFirst();
    }

    void export(ReportFormat format) {
        if (model.answer() instanceof Answer.Given(var _, Report report)) {
            Optional<Path> file =
                    files.save(
                            texts.get("export.title"),
                            ReportFile.nameOf(report.id() + " " + report.subtitle())
                                    + format.ending());
            file.ifPresent(chosen -> model.export(ReportFormat.of(chosen).orElse(format), chosen));
        }
    }

    private List<Part> parts() {
        return model.partsProperty().get();
    }

    private Node panel() {
        id.getStyleClass().add("report-id");
        title.getStyleClass().add("card-title");
        title.setWrapText(true);
        title.setMinHeight(Region.USE_PREF_SIZE);
        question.getStyleClass().addAll("quiet", "small");
        question.setWrapText(true);
        question.setMinHeight(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button back =
                Icons.button(
                        Material2OutlinedAL.APPS,
                        texts.get("gallery"),
                        () -> navigation.open(new Destination.Reports("")));
        back.setText(texts.get("gallery"));
        HBox head = new HBox(4, back, space, star);
        head.setAlignment(Pos.CENTER_LEFT);
        cancel.managedProperty().bind(cancel.visibleProperty());
        HBox.setHgrow(run, Priority.ALWAYS);
        HBox acts = new HBox(8, run, cancel);
        acts.getStyleClass().add("report-acts");
        VBox card = new VBox(8, head, id, title, question, form.node(), acts);
        card.getStyleClass().addAll("card", "report-panel");
        card.setMinWidth(PANEL);
        card.setPrefWidth(PANEL);
        card.setMaxWidth(PANEL);
        return card;
    }

    private Node preview() {
        state.setId("report-state");
        state.getStyleClass().add("small");
        state.setMinWidth(0);
        HBox.setHgrow(state, Priority.ALWAYS);
        state.setMaxWidth(Double.MAX_VALUE);
        progress.setPrefWidth(130);
        progress.setAccessibleText(texts.get("running.name"));
        export.setMinWidth(Region.USE_PREF_SIZE);
        about.setMinWidth(Region.USE_PREF_SIZE);
        bar.getChildren().setAll(progress, state, about, export);
        bar.setAlignment(Pos.CENTER_LEFT);
        progress.managedProperty().bind(progress.visibleProperty());
        paper.setFitToWidth(true);
        paper.setId("report-paper");
        paper.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(paper, Priority.ALWAYS);
        VBox card = new VBox(bar, paper);
        card.getStyleClass().add("card");
        return card;
    }

    private void star(ReportDeclaration report) {
        boolean favourite = model.shelf().isFavourite(report);
        Button button =
                Icons.button(
                        favourite ? Material2OutlinedMZ.STAR : Material2OutlinedMZ.STAR_BORDER,
                        texts.get(favourite ? "favourite.no" : "favourite.yes", report.title()),
                        () -> {
                            model.shelf().turn(report);
                            star(report);
                        });
        button.setId("report-star");
        button.getStyleClass().add(favourite ? "star-on" : "star-off");
        star.getChildren().setAll(button);
    }

    private void show(Answer answer) {
        boolean given = answer instanceof Answer.Given;
        export.setDisable(!given);
        about.setDisable(!given);
        switch (answer) {
            case Answer.Given(var _, Report report) -> {
                paper.setFitToHeight(false);
                paper.setContent(
                        new ReportPane(report, (drill, words) -> follow(report, drill, words)));
                paper.setVvalue(0);
            }
            case Answer.None() -> {
                paper.setFitToHeight(true);
                paper.setContent(
                        new EmptyState(
                                        Material2OutlinedAL.INSERT_CHART,
                                        question.getText(),
                                        texts.get("none.why"))
                                .offer(texts.get("run"), model::run));
            }
        }
        follow(model.runningProperty().get());
    }

    private void follow(Running running) {
        boolean runs = running instanceof Running.Yes;
        cancel.setVisible(runs);
        progress.visibleProperty().unbind();
        progress.progressProperty().unbind();
        progress.setVisible(runs);
        state.textProperty().unbind();
        state.getStyleClass().removeAll("bad-text", "attention-text", "quiet");
        switch (running) {
            case Running.Yes(Job job) -> {
                progress.progressProperty().bind(job.progressProperty());
                state.getStyleClass().add("quiet");
                state.textProperty()
                        .bind(
                                Bindings.createStringBinding(
                                        () ->
                                                job.noteProperty().get().isEmpty()
                                                        ? job.title()
                                                        : job.title()
                                                                + ": "
                                                                + job.noteProperty().get(),
                                        job.noteProperty()));
            }
            case Running.Failed(Failure failure) -> {
                state.getStyleClass().add("bad-text");
                state.setText(
                        failure.isExpected()
                                ? failure.sentence()
                                : texts.get("failed", failure.code()));
            }
            case Running.No() -> {
                boolean stale = model.staleProperty().get();
                state.getStyleClass().add(stale ? "attention-text" : "quiet");
                state.setText(stale ? texts.get("stale") : "");
            }
        }
    }

    private void follow(Report report, Drill.Calls drill, String words) {
        navigation.open(
                new Destination.Calls(
                        drill.from(),
                        drill.to(),
                        drill.filter(),
                        drill.scope(),
                        List.of(report.id() + " " + report.title(), words)));
    }

    private void about() {
        if (model.answer() instanceof Answer.Given(var _, Report report)) {
            AboutReport.show(report, texts, root.getScene().getWindow());
        }
    }
}
