package net.flowtally.app.reports;

import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import net.flowtally.app.screen.Texts;
import net.flowtally.reports.table.Cell;
import net.flowtally.reports.table.CellText;
import net.flowtally.reports.table.Fact;
import net.flowtally.reports.table.Report;

/// What stands behind the figures of a report: what it was asked, of when they are, and how
/// complete.
final class AboutReport {
    private static final double WIDTH = 460;

    private AboutReport() {}

    static void show(Report report, Texts texts, Window owner) {
        Dialog<ButtonType> dialog = new Dialog<>();
        dialog.initOwner(owner);
        dialog.setTitle(texts.get("about"));
        dialog.getDialogPane().getStylesheets().setAll(owner.getScene().getStylesheets());
        dialog.getDialogPane().setContent(content(report, texts));
        dialog.getDialogPane().getButtonTypes().add(ButtonType.CLOSE);
        dialog.show();
    }

    private static VBox content(Report report, Texts texts) {
        Label title = new Label(report.title());
        title.getStyleClass().add("report-title");
        Label question = new Label(report.question());
        question.getStyleClass().add("quiet");
        question.setWrapText(true);
        GridPane grid = new GridPane();
        grid.setId("about-facts");
        grid.getStyleClass().add("fact-box");
        CellText text = new CellText(report.locale(), report.zone());
        line(grid, Fact.of(texts.get("about.id"), report.id()));
        line(grid, Fact.of(texts.get("about.version"), String.valueOf(report.version())));
        line(
                grid,
                Fact.of(
                        texts.get("about.asOf"),
                        text.of(new Cell.Time(report.asOf())) + " " + report.zone().getId()));
        report.facts().forEach(fact -> line(grid, fact));
        VBox box = new VBox(10, title, question, grid);
        box.getStyleClass().add("about-report");
        box.setPrefWidth(WIDTH);
        return box;
    }

    private static void line(GridPane grid, Fact fact) {
        Label name = new Label(fact.name());
        name.getStyleClass().add("quiet");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label value = new Label((fact.good() ? "" : "▲ ") + fact.value());
        value.setWrapText(true);
        if (!fact.good()) {
            value.getStyleClass().add("attention-text");
        }
        grid.addRow(grid.getRowCount(), name, value);
    }
}
