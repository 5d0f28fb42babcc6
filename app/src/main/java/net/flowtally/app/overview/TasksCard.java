package net.flowtally.app.overview;

import java.time.Clock;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.FollowedTotal;
import net.flowtally.app.widget.Icons;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.period.BillingPeriod;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.material2.Material2OutlinedAL;
import org.kordamp.ikonli.material2.Material2OutlinedMZ;

/// What there is to do about a period, each with the way to do it.
final class TasksCard {
    private final Texts texts;
    private final Figures figures;
    private final Navigation navigation;
    private final Runnable account;
    private final Clock clock;
    private final VBox tasks = new VBox(6);
    private final VBox card;

    TasksCard(Texts texts, Figures figures, Navigation navigation, Runnable account, Clock clock) {
        this.texts = texts;
        this.figures = figures;
        this.navigation = navigation;
        this.account = account;
        this.clock = clock;
        Label title = new Label(texts.get("tasks.title"));
        title.getStyleClass().add("card-title");
        card = new VBox(title, tasks);
        card.getStyleClass().add("card");
    }

    Node node() {
        return card;
    }

    void show(OverviewFigures shown) {
        tasks.getChildren().clear();
        BillingPeriod period = shown.period();
        String name = figures.period(period.name());
        Destination statements =
                new Destination.Statements(period.name(), Destination.Statements.ALL_DEPARTMENTS);
        if (shown.unaccounted() > 0) {
            Button button = new Button(texts.get("account"));
            button.setId("account");
            button.setOnAction(event -> account.run());
            add(
                    Material2OutlinedAL.HOURGLASS_EMPTY,
                    "attention-icon",
                    new Label(texts.get("tasks.unaccounted", shown.unaccounted())),
                    button);
        }
        if (period.isSealed()) {
            link(
                    Material2OutlinedAL.LOCK,
                    "good-icon",
                    texts.get("tasks.sealed", name),
                    statements);
        } else if (period.to().isAfter(clock.instant())) {
            link(
                    Material2OutlinedMZ.TODAY,
                    "quiet-icon",
                    texts.get("tasks.open", name, figures.minute(period.to())),
                    statements);
        } else {
            link(
                    Material2OutlinedAL.ASSIGNMENT,
                    "attention-icon",
                    texts.get("tasks.canBeSealed", name),
                    statements);
        }
        if (shown.unassigned().bytes() > 0) {
            link(
                    Material2OutlinedAL.HELP_OUTLINE,
                    "attention-icon",
                    texts.get(
                            "tasks.unassigned",
                            figures.share(shown.unassigned().bytes(), shown.total().bytes()),
                            figures.money(shown.unassigned().charge())),
                    new Destination.Calls(
                            period.from(),
                            period.to(),
                            "",
                            UsageScope.of(UsageValue.UNASSIGNED),
                            List.of(
                                    name,
                                    texts.get("unassigned"),
                                    FollowedTotal.words(
                                            figures,
                                            shown.unassigned().bytes(),
                                            shown.unassigned().calls(),
                                            shown.unassigned().charge()))));
        }
    }

    private void link(Ikon ikon, String style, String words, Destination destination) {
        Hyperlink link = new Hyperlink(words);
        link.setWrapText(true);
        link.setOnAction(event -> {
            link.setVisited(false);
            navigation.open(destination);
        });
        add(ikon, style, link);
    }

    private void add(Ikon ikon, String style, Node... words) {
        var icon = Icons.of(ikon, 18);
        icon.getStyleClass().add(style);
        HBox line = new HBox(8, icon);
        line.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words[0], Priority.ALWAYS);
        line.getChildren().addAll(words);
        if (words[0] instanceof Label label) {
            label.setMaxWidth(Double.MAX_VALUE);
            label.setWrapText(true);
        }
        tasks.getChildren().add(line);
    }
}
