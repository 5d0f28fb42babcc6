package net.flowtally.app.widget;

import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import net.flowtally.ledger.period.BillingPeriod;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// Chooses a billing period from a list, or the one before or after.
public final class PeriodPicker extends HBox {
    private final ObservableList<BillingPeriod> periods;
    private final ComboBox<BillingPeriod> box;
    private final Consumer<BillingPeriod> chosen;
    private boolean showing;

    /// @param periods the newest first
    /// @param name writes a period with its state
    public PeriodPicker(
            ObservableList<BillingPeriod> periods,
            Function<BillingPeriod, String> name,
            String words,
            String before,
            String after,
            Consumer<BillingPeriod> chosen) {
        super(2);
        this.periods = periods;
        this.chosen = chosen;
        setAlignment(Pos.CENTER_LEFT);
        box = new ComboBox<>(periods);
        box.setId("period");
        box.setAccessibleText(words);
        box.setPromptText(words);
        box.setMinWidth(190);
        box.setConverter(
                new StringConverter<>() {
                    @Override
                    public String toString(BillingPeriod period) {
                        return period == null ? "" : name.apply(period);
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
        Button earlier = Icons.button(Material2OutlinedMZ.NAVIGATE_BEFORE, before, () -> step(1));
        Button later = Icons.button(Material2OutlinedMZ.NAVIGATE_NEXT, after, () -> step(-1));
        getChildren().addAll(earlier, box, later);
        disableProperty().bind(Bindings.isEmpty(periods));
    }

    /// Lets the picker say what is shown, without choosing it.
    public void show(BillingPeriod period) {
        showing = true;
        box.setValue(period);
        showing = false;
    }

    private void step(int by) {
        int next = periods.indexOf(box.getValue()) + by;
        if (next >= 0 && next < periods.size()) {
            chosen.accept(periods.get(next));
        }
    }
}
