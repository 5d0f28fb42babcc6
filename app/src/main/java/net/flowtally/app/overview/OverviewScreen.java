package net.flowtally.app.overview;

import java.time.Clock;
import java.util.Locale;
import net.flowtally.app.collectors.ApprovalModel;
import net.flowtally.app.collectors.CollectionModel;
import net.flowtally.app.collectors.CollectorModel;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.ledger.accounting.Backlog;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.retention.Upkeep;

/// The screen Overview, put together.
public final class OverviewScreen {

    private OverviewScreen() {}

    public static Screen screen(
            Background background,
            Notices notices,
            Navigation navigation,
            Figures figures,
            Locale locale,
            Clock clock,
            Periods periods,
            PeriodsModel known,
            UsageReader usage,
            Upkeep upkeep,
            Backlog backlog,
            CollectorModel collector,
            CollectionModel collection,
            Exporters exporters,
            String actor,
            Keepsakes keepsakes) {
        Texts texts = new Texts(OverviewScreen.class, locale);
        OverviewModel model =
                new OverviewModel(
                        background,
                        notices,
                        texts,
                        periods,
                        known,
                        new OverviewQuestion(usage, periods, clock),
                        upkeep,
                        actor,
                        backlog);
        return new OverviewView(
                model,
                known,
                new TasksCard(texts, figures, navigation, model::account, clock),
                new CollectionCards(
                        collector,
                        collection,
                        new ApprovalModel(
                                background,
                                notices,
                                new Texts(ApprovalModel.class, locale),
                                exporters,
                                actor,
                                collection::look),
                        navigation,
                        figures,
                        keepsakes,
                        texts),
                navigation,
                figures,
                texts);
    }
}
