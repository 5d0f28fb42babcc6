package net.flowtally.app.reports;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import net.flowtally.app.calls.RangeField;
import net.flowtally.app.calls.TimeRange;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.FileChoice;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Texts;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.delivery.ReportFormat;

/// The screen Reports: the gallery, or one report.
final class ReportsView implements Screen {
    private final ReportsModel model;
    private final RangeField range;
    private final ReportGallery gallery;
    private final ReportSheet sheet;
    private final StackPane root = new StackPane();
    private final StackPane rangeSlot = new StackPane();
    private Optional<ReportDeclaration> shown = Optional.empty();

    ReportsView(
            ReportsModel model,
            RangeField range,
            Navigation navigation,
            FileChoice files,
            Texts texts) {
        this.model = model;
        this.range = range;
        gallery =
                new ReportGallery(
                        model.shelf(),
                        texts,
                        report -> navigation.open(new Destination.Reports(report.id())));
        sheet = new ReportSheet(model, navigation, files, texts);
        root.getChildren().setAll(gallery.node());
        range.onChosen(chosen -> model.askWithin(chosen.from(), chosen.to()));
        model.questionProperty().subscribe(this::show);
    }

    @Override
    public Node content() {
        return root;
    }

    @Override
    public Node range() {
        return rangeSlot;
    }

    @Override
    public void open(Destination destination) {
        if (destination instanceof Destination.Reports(String report)) {
            model.open(report);
        }
    }

    @Override
    public void refresh() {
        model.run();
    }

    @Override
    public void cancel() {
        model.cancel();
    }

    @Override
    public void focusFilter() {
        if (shown.isEmpty()) {
            gallery.focusSearch();
        } else {
            sheet.focusFirst();
        }
    }

    @Override
    public void export() {
        sheet.export(ReportFormat.XLSX);
    }

    private void show(Optional<Question> question) {
        question.ifPresent(
                asked -> range.show(new TimeRange(asked.asked().from(), asked.asked().to())));
        Optional<ReportDeclaration> wanted = question.map(Question::report);
        if (wanted.equals(shown)) {
            return;
        }
        shown = wanted;
        if (wanted.isPresent()) {
            sheet.show(wanted.get());
            rangeSlot.getChildren().setAll(range.node());
            root.getChildren().setAll(sheet.node());
        } else {
            rangeSlot.getChildren().clear();
            root.getChildren().setAll(gallery.node());
        }
    }
}
