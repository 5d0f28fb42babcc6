package net.flowtally.app.calls;

import java.time.Clock;
import java.util.Locale;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.FileChoice;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.widget.Figures;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.time.AccountingZone;

/// The screen Calls, put together.
public final class CallsScreen {

    private CallsScreen() {}

    /// The choice of a time range, as this screen has it, for others.
    public static RangeField rangeField(AccountingZone zone, Clock clock, Locale locale) {
        return new RangeField(zone, clock, new Texts(CallsScreen.class, locale));
    }

    public static Screen screen(
            Background background,
            Notices notices,
            Navigation navigation,
            FileChoice files,
            Keepsakes keepsakes,
            Figures figures,
            Locale locale,
            AccountingZone zone,
            Clock clock,
            CallExplorer explorer,
            Periods periods) {
        Texts texts = new Texts(CallsScreen.class, locale);
        CallsModel model =
                new CallsModel(background, notices, texts, explorer, periods, zone, clock);
        return new CallsView(
                model,
                new RangeField(zone, clock, texts),
                navigation,
                figures,
                files,
                keepsakes,
                texts);
    }
}
