package net.flowtally.app.reports;

import java.time.Clock;
import java.util.Locale;
import net.flowtally.app.calls.CallsScreen;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.FileChoice;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.reports.catalogue.ReportEngine;

/// The screen Reports, put together.
public final class ReportsScreen {

    private ReportsScreen() {}

    public static Screen screen(
            Background background,
            Notices notices,
            Navigation navigation,
            FileChoice files,
            Keepsakes keepsakes,
            Locale locale,
            AccountingZone zone,
            Clock clock,
            Periods periods,
            PeriodsModel known,
            Directory directory,
            Statements statements,
            ReportEngine engine) {
        Texts texts = new Texts(ReportsScreen.class, locale);
        ReportsModel model =
                new ReportsModel(
                        background,
                        notices,
                        texts,
                        periods,
                        known,
                        directory,
                        statements,
                        engine,
                        new Shelf(keepsakes));
        return new ReportsView(
                model, CallsScreen.rangeField(zone, clock, locale), navigation, files, texts);
    }
}
