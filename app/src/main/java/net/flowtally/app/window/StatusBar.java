package net.flowtally.app.window;

import java.time.Instant;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import net.flowtally.app.collectors.CollectionModel;
import net.flowtally.app.collectors.CollectionModel.Collection;
import net.flowtally.app.collectors.CollectorModel;
import net.flowtally.app.collectors.CollectorState;
import net.flowtally.app.collectors.ExporterLine;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.app.widget.Level;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.period.BillingPeriod;

/// How collection and the books are doing, at the foot of every screen. Each item leads to where it
/// comes from.
final class StatusBar {
    private final Texts texts;
    private final Figures figures;
    private final Navigation navigation;
    private final HBox bar = new HBox();
    private final Region dot = new Region();
    private final Button collector = new Button("", dot);
    private final Button exporters = new Button();
    private final Button rate = new Button();
    private final Button loss = new Button();
    private final Button unassigned = new Button();
    private final Button size = new Button();
    private final Button period = new Button();

    /// @param end what stands at the right end
    StatusBar(
            Texts texts,
            Figures figures,
            Navigation navigation,
            CollectorModel collectorModel,
            CollectionModel collection,
            SiteModel site,
            Node end) {
        this.texts = texts;
        this.figures = figures;
        this.navigation = navigation;
        dot.getStyleClass().add("state-dot");
        for (Button button : List.of(collector, exporters, rate, loss, unassigned, size, period)) {
            button.getStyleClass().add("status-item");
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        for (Button button : List.of(collector, exporters, rate, loss)) {
            button.setOnAction(event -> navigation.open(new Destination.Overview("")));
        }
        collector.setId("status-collector");
        period.setId("status-period");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        bar.getStyleClass().add("status-bar");
        bar.getChildren()
                .addAll(collector, exporters, rate, loss, unassigned, size, period, space, end);
        collectorModel.stateProperty().subscribe(this::show);
        collection.collectionProperty().subscribe(this::show);
        site.siteProperty().subscribe(this::show);
    }

    Node node() {
        return bar;
    }

    private void show(CollectorState state) {
        collector.setText(texts.get("status.collector." + state.getClass().getSimpleName()));
        Level level =
                switch (state) {
                    case CollectorState.Stopped() -> Level.QUIET;
                    case CollectorState.Starting(), CollectorState.Stopping() -> Level.ATTENTION;
                    case CollectorState.Running(var _), CollectorState.RunningElsewhere() ->
                            Level.GOOD;
                    case CollectorState.Failed(var _) -> Level.BAD;
                };
        level.mark(dot);
    }

    private void show(Collection now) {
        int waiting = now.waiting().size();
        long all =
                now.exporters().size()
                        - now.count(ExporterLine.Health.WAITING)
                        - now.count(ExporterLine.Health.REFUSED);
        long late = now.count(ExporterLine.Health.LATE);
        String words =
                late == 0
                        ? texts.get("status.exporters", all)
                        : texts.get("status.exporters.late", all, late);
        exporters.setText(
                waiting == 0 ? words : texts.get("status.exporters.waiting", words, waiting));
        rate.setText(texts.get("status.rate", figures.rate(now.rate())));
        loss.setText(
                texts.get("status.loss", figures.share(now.lost(), now.lost() + now.records())));
        exporters.setVisible(now.isKnown());
        rate.setVisible(now.isKnown());
        loss.setVisible(now.isKnown());
    }

    private void show(SiteModel.Site site) {
        boolean some = !site.periods().isEmpty();
        unassigned.setVisible(some);
        size.setVisible(some);
        period.setVisible(some);
        if (!some) {
            return;
        }
        BillingPeriod newest = site.periods().getLast();
        String name = figures.period(newest.name());
        unassigned.setText(
                texts.get(
                        "status.unassigned", figures.share(site.unassignedBytes(), site.bytes())));
        unassigned.setOnAction(event ->
                navigation.open(
                        new Destination.Calls(
                                newest.from(),
                                newest.to(),
                                "",
                                UsageScope.of(UsageValue.UNASSIGNED),
                                List.of(name))));
        size.setText(texts.get("status.size", figures.volume(site.octets())));
        size.setOnAction(event -> navigation.open(all(site.periods())));
        period.setText(texts.get("status.period." + newest.state(), name));
        period.setOnAction(event ->
                navigation.open(
                        new Destination.Statements(
                                newest.name(), Destination.Statements.ALL_DEPARTMENTS)));
    }

    private static Destination all(List<BillingPeriod> periods) {
        Instant from = periods.getFirst().from();
        Instant to = periods.getLast().to();
        return new Destination.Calls(from, to, "", UsageScope.ALL, List.of());
    }
}
