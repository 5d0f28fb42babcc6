package net.flowtally.app.calls;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Icons;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.MalformedTime;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// Chooses a time range: typed, from a list of usual ones, or the one before or after. The zone in
/// which times are meant stands beside it.
public final class RangeField {
    private static final PseudoClass MALFORMED = PseudoClass.getPseudoClass("malformed");

    private final AccountingZone zone;
    private final TextField field = new TextField();
    private final Tooltip problem = new Tooltip();
    private final HBox box = new HBox(4);
    private Consumer<TimeRange> chosen = range -> {};
    private TimeRange shown = new TimeRange(Instant.EPOCH, Instant.EPOCH);

    RangeField(AccountingZone zone, Clock clock, Texts texts) {
        this.zone = zone;
        field.setId("range");
        field.setPrefColumnCount(22);
        field.setAccessibleText(texts.get("range.name"));
        field.setPromptText(texts.get("range.prompt"));
        field.setOnAction(event -> typed());
        MenuButton presets = new MenuButton("", Icons.of(Material2OutlinedAL.DATE_RANGE));
        Icons.describe(presets, texts.get("range.presets"));
        for (TimeRange.Preset preset : TimeRange.Preset.values()) {
            MenuItem item = new MenuItem(texts.get("range." + preset));
            item.setOnAction(event -> chosen.accept(TimeRange.of(preset, zone, clock)));
            presets.getItems().add(item);
        }
        Label where = new Label(zone.equals(AccountingZone.UTC) ? "UTC" : zone.toString());
        where.getStyleClass().addAll("quiet", "small");
        box.setAlignment(Pos.CENTER_LEFT);
        box.getChildren()
                .addAll(
                        Icons.button(
                                Material2OutlinedMZ.NAVIGATE_BEFORE,
                                texts.get("range.before"),
                                () -> chosen.accept(shown.before(zone))),
                        field,
                        presets,
                        Icons.button(
                                Material2OutlinedMZ.NAVIGATE_NEXT,
                                texts.get("range.after"),
                                () -> chosen.accept(shown.after(zone))),
                        where);
    }

    public Node node() {
        return box;
    }

    /// @param taker of a range that the user has chosen
    public void onChosen(Consumer<TimeRange> taker) {
        chosen = taker;
    }

    public void show(TimeRange range) {
        shown = range;
        field.setText(range.to().equals(Instant.EPOCH) ? "" : range.text(zone));
        accepted();
    }

    String text() {
        return shown.text(zone);
    }

    private void typed() {
        try {
            TimeRange range = TimeRange.parse(field.getText(), zone);
            accepted();
            chosen.accept(range);
        } catch (MalformedTime e) {
            field.pseudoClassStateChanged(MALFORMED, true);
            problem.setText(e.getMessage());
            Tooltip.install(field, problem);
            problem.show(
                    field,
                    field.localToScreen(0, 0).getX(),
                    field.localToScreen(0, field.getHeight() + 4).getY());
            problem.setAutoHide(true);
        }
    }

    private void accepted() {
        field.pseudoClassStateChanged(MALFORMED, false);
        Tooltip.uninstall(field, problem);
        problem.hide();
    }
}
