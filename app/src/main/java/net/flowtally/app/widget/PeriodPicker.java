package net.flowtally.app.widget;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.period.BillingPeriod;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// Chooses a billing period from a list, or the one before or after.
public final class PeriodPicker extends HBox {
    private final ObservableList<BillingPeriod> periods;
    private final Figures figures;
    private final Texts texts;
    private final ComboBox<BillingPeriod> box;
    private final Consumer<BillingPeriod> chosen;
    private Optional<BillingPeriod> shown = Optional.empty();
    private boolean showing;

    /// @param periods the newest first
    public PeriodPicker(
            ObservableList<BillingPeriod> periods,
            Figures figures,
            Consumer<BillingPeriod> chosen) {
        super(2);
        this.periods = periods;
        this.figures = figures;
        this.chosen = chosen;
        texts = new Texts(PeriodPicker.class, figures.locale());
        setAlignment(Pos.CENTER_LEFT);
        box = new ComboBox<>(periods);
        box.setId("period");
        box.setAccessibleText(texts.get("period.choose"));
        box.setPromptText(texts.get("period.choose"));
        box.setMinWidth(190);
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(BillingPeriod period) {
                        return period == null ? "" : name(period);
                    }

                    @Override
                    public BillingPeriod fromString(String text) {
                        throw new UnsupportedOperationException("the box is not edited");
                    }
                });
        box.valueProperty()
                .addListener((observed, old, now) -> {
                    if (!showing && now != null) {
                        chosen.accept(now);
                    }
                });
        Button earlier =
                Icons.button(
                        Material2OutlinedMZ.NAVIGATE_BEFORE,
                        texts.get("period.before"),
                        () -> step(1));
        Button later =
                Icons.button(
                        Material2OutlinedMZ.NAVIGATE_NEXT,
                        texts.get("period.after"),
                        () -> step(-1));
        getChildren().addAll(earlier, box, later);
        disableProperty().bind(Bindings.isEmpty(periods));
        // a box forgets its value when its list is read anew
        periods.addListener((InvalidationListener) observed -> shown.ifPresent(this::show));
    }

    /// Lets the picker say what is shown, without choosing it.
    public void show(BillingPeriod period) {
        shown = Optional.of(period);
        showing = true;
        box.setValue(period);
        showing = false;
    }

    /// Puts the keyboard on the list.
    public void focus() {
        box.requestFocus();
    }

    private String name(BillingPeriod period) {
        return texts.get(
                "period.name",
                figures.period(period.name()),
                texts.get("period." + period.state()));
    }

    private void step(int by) {
        int next = periods.indexOf(box.getValue()) + by;
        if (next >= 0 && next < periods.size()) {
            chosen.accept(periods.get(next));
        }
    }
}
