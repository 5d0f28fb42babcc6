package net.flowtally.app.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.InvalidationListener;
import javafx.css.PseudoClass;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.explore.CallColumn;
import net.flowtally.ledger.explore.CallSort;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;
import net.flowtally.reports.catalogue.ReportParameters;

/// What a report can be asked besides its interval. Every change is a change of the question; none
/// runs it.
final class ReportForm {
    private static final PseudoClass MALFORMED = PseudoClass.getPseudoClass("malformed");
    private static final List<Integer> LINES = List.of(10, 20, 50, 100, 200, 500, 0);
    private static final List<CallSort> ORDERS =
            List.of(
                    CallSort.BY_START,
                    new CallSort(CallColumn.DURATION, true),
                    new CallSort(CallColumn.BYTES, true),
                    new CallSort(CallColumn.CHARGE, true));

    private final ReportsModel model;
    private final Texts texts;
    private final VBox box = new VBox(4);
    private final ComboBox<Part> part = new ComboBox<>();
    private final CheckBox below = new CheckBox();
    private final ComboBox<UsageDimension> level = new ComboBox<>();
    private final ComboBox<Integer> lines = new ComboBox<>();
    private final ComboBox<CallSort> order = new ComboBox<>();
    private final TextField filter = new TextField();
    private final Label filterError = new Label();
    private Optional<ReportDeclaration> laid = Optional.empty();
    private boolean showing;

    ReportForm(ReportsModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        box.getStyleClass().add("report-form");
        set(part, "part", this::name);
        set(level, "level", each -> texts.get("level." + each));
        set(lines, "lines", each -> each == 0 ? texts.get("lines.all") : String.valueOf(each));
        set(order, "order", each -> texts.get("order." + each.column()));
        lines.getItems().setAll(LINES);
        order.getItems().setAll(ORDERS);
        below.setText(texts.get("below"));
        below.setId("report-below");
        below.setOnAction(this::changed);
        filter.setId("report-filter");
        filter.getStyleClass().add("filter-field");
        filter.setPromptText(texts.get("filter.prompt"));
        filter.setAccessibleText(texts.get("filter"));
        filter.textProperty()
                .addListener(
                        (InvalidationListener)
                                change -> {
                                    if (!showing) {
                                        model.filter(filter.getText());
                                    }
                                });
        filter.setOnAction(event -> model.run());
        filterError.setId("report-filter-error");
        filterError.getStyleClass().addAll("bad-text", "small");
        filterError.setWrapText(true);
        filterError.managedProperty().bind(filterError.visibleProperty());
        model.filterErrorProperty()
                .subscribe(error -> {
                    filterError.setText(error);
                    filterError.setVisible(!error.isEmpty());
                    filter.pseudoClassStateChanged(MALFORMED, !error.isEmpty());
                });
    }

    Node node() {
        return box;
    }

    void focusFirst() {
        (box.getChildren().contains(filter) ? filter : part).requestFocus();
    }

    /// Shows what a report is asked, with the controls that it has a use for.
    void show(Question question, List<Part> departments) {
        showing = true;
        try {
            fill(question, departments);
        } finally {
            showing = false;
        }
    }

    private void fill(Question question, List<Part> departments) {
        ReportParameters asked = question.asked();
        List<Part> parts = new ArrayList<>();
        parts.add(Part.SITE);
        parts.addAll(departments);
        if (!parts.equals(part.getItems())) {
            part.getItems().setAll(parts);
        }
        if (!laid.equals(Optional.of(question.report()))) {
            laid = Optional.of(question.report());
            lay(question.report().shape());
        }
        Part chosen =
                parts.stream()
                        .filter(each ->
                                each.own().equals(asked.scope())
                                        || each.withBelow().equals(asked.scope()))
                        .findFirst()
                        .orElse(Part.SITE);
        part.setValue(chosen);
        below.setSelected(chosen.hasBelow() && chosen.withBelow().equals(asked.scope()));
        below.setDisable(!chosen.hasBelow());
        if (question.report().shape() instanceof Shape.Ranking ranking) {
            level.setValue(ranking.levels().get(asked.level()));
        }
        order.setValue(asked.order());
        lines.setValue(asked.top());
        boolean typed = filter.getText().strip().equals(asked.filter().text().strip());
        if (model.filterErrorProperty().get().isEmpty() && !typed) {
            filter.setText(asked.filter().text());
        }
    }

    /// Puts the controls there that a report has a use for. Only when another report is looked at:
    /// what is taken away loses the keyboard.
    private void lay(Shape shape) {
        box.getChildren().clear();
        boolean bill = shape instanceof Shape.Bill;
        add(bill ? "recipient" : "part", part);
        if (!bill) {
            box.getChildren().add(below);
        }
        if (shape instanceof Shape.Ranking ranking) {
            level.getItems().setAll(ranking.levels());
            add("level", level);
        }
        if (shape instanceof Shape.Calls) {
            add("order", order);
        }
        if (shape instanceof Shape.Ranking || shape instanceof Shape.Calls) {
            add("lines", lines);
        }
        if (shape instanceof Shape.Calls) {
            add("filter", filter);
            box.getChildren().add(filterError);
        }
    }

    private <T> void set(ComboBox<T> combo, String key, Function<T, String> words) {
        combo.setId("report-" + key);
        combo.setMaxWidth(Double.MAX_VALUE);
        combo.setAccessibleText(texts.get(key));
        combo.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(T value) {
                        return value == null ? "" : words.apply(value);
                    }

                    @Override
                    public T fromString(String text) {
                        throw new UnsupportedOperationException("the box is not edited");
                    }
                });
        combo.setOnAction(this::changed);
    }

    private void add(String key, Node control) {
        Label name = new Label(texts.get(key));
        name.getStyleClass().addAll("quiet", "small", "form-name");
        name.setLabelFor(control);
        box.getChildren().addAll(name, control);
    }

    private void changed(ActionEvent event) {
        if (showing || model.questionProperty().get().isEmpty()) {
            return;
        }
        Question question = model.questionProperty().get().get();
        Part chosen = part.getValue();
        ReportParameters asked =
                question.asked()
                        .with(
                                below.isSelected() && chosen.hasBelow()
                                        ? chosen.withBelow()
                                        : chosen.own());
        if (question.report().shape() instanceof Shape.Ranking) {
            asked = asked.atLevel(Math.max(0, level.getItems().indexOf(level.getValue())));
        }
        if (box.getChildren().contains(lines)) {
            asked = asked.top(lines.getValue());
        }
        if (box.getChildren().contains(order)) {
            asked = asked.by(order.getValue());
        }
        model.ask(asked);
    }

    private String name(Part each) {
        if (each.path().isEmpty()) {
            boolean bill =
                    model.questionProperty()
                            .get()
                            .filter(now -> now.report().shape() instanceof Shape.Bill)
                            .isPresent();
            return texts.get(bill ? "part.first" : "part.site");
        }
        return each.own().values().getFirst().id() == 0 ? texts.get("part.nobody") : each.path();
    }
}
