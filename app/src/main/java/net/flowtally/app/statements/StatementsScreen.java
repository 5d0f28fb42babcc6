package net.flowtally.app.statements;

import java.util.Locale;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.FileChoice;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.ledger.archive.ArchivedSeal;
import net.flowtally.ledger.billing.Checklist;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.period.Periods;
import net.flowtally.reports.catalogue.ReportEngine;

/// The screen Statements, put together.
public final class StatementsScreen {

    private StatementsScreen() {}

    public static Screen screen(
            Background background,
            Notices notices,
            Navigation navigation,
            FileChoice files,
            Keepsakes keepsakes,
            Figures figures,
            Locale locale,
            Periods periods,
            PeriodsModel known,
            Statements statements,
            Checklist checklist,
            ArchivedSeal seal,
            ReportEngine reports,
            String actor) {
        Texts texts = new Texts(StatementsScreen.class, locale);
        return new StatementsView(
                new StatementsModel(
                        background,
                        notices,
                        texts,
                        periods,
                        known,
                        statements,
                        checklist,
                        seal,
                        reports,
                        actor),
                known,
                navigation,
                figures,
                files,
                keepsakes,
                texts);
    }
}
