package net.flowtally.app.window;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import net.flowtally.app.calls.CallsScreen;
import net.flowtally.app.collectors.CollectionModel;
import net.flowtally.app.collectors.CollectorModel;
import net.flowtally.app.overview.OverviewScreen;
import net.flowtally.app.reports.ReportsScreen;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.FileChoice;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Navigation;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Screen;
import net.flowtally.app.screen.Section;
import net.flowtally.app.screen.Texts;
import net.flowtally.app.statements.StatementsScreen;
import net.flowtally.app.widget.Figures;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.reports.catalogue.Catalogue;
import net.flowtally.reports.catalogue.ReportDeclaration;

/// Everything that needs an open ledger, put together: models, screens, status bar, and what the
/// command palette knows. To be made and used on the window's thread.
final class AppGraph {
    private final Ledger ledger;
    private final Background background;
    private final NoticeStack notices;
    private final Navigation navigation;
    private final FileChoice files;
    private final Texts texts;
    private final Clock clock;
    private final String actor;
    private final Figures figures;
    private final PeriodsModel known;
    private final Keepsakes keepsakes;
    private final CollectorModel collector;
    private final CollectionModel collection;
    private final SiteModel site;

    /// @param watch looks at the state of things again and again, apart from longer work
    /// @param actor who decides and seals, in the audit trail
    AppGraph(
            Ledger ledger,
            Background background,
            Background watch,
            Executor workers,
            Executor window,
            NoticeStack notices,
            Navigation navigation,
            FileChoice files,
            PeriodsModel known,
            Keepsakes keepsakes,
            Texts texts,
            Clock clock,
            String actor) {
        this.ledger = ledger;
        this.background = background;
        this.notices = notices;
        this.navigation = navigation;
        this.files = files;
        this.known = known;
        this.keepsakes = keepsakes;
        this.texts = texts;
        this.clock = clock;
        this.actor = actor;
        figures = new Figures(texts.locale(), ledger.zone().id(), ledger.unit().bytes());
        collector = new CollectorModel(ledger.home(), List.of(), workers, window);
        collection =
                new CollectionModel(
                        watch,
                        ledger.collection(),
                        ledger.exporters(),
                        collector,
                        notices::complainOnce,
                        clock);
        site =
                new SiteModel(
                        watch,
                        notices::complainOnce,
                        ledger.home(),
                        ledger.periods(),
                        known,
                        ledger.usage(),
                        ledger.directory());
    }

    CollectorModel collector() {
        return collector;
    }

    /// Looks at the state of collection.
    void lookAtCollection() {
        collection.look();
    }

    /// Looks at what changes more slowly.
    void lookAtSite() {
        site.look();
    }

    StatusBar statusBar(JobTray jobs) {
        return new StatusBar(texts, figures, navigation, collector, collection, site, jobs.node());
    }

    Screen screen(Section section) {
        Locale locale = texts.locale();
        return switch (section) {
            case OVERVIEW ->
                    OverviewScreen.screen(
                            background,
                            notices,
                            navigation,
                            figures,
                            locale,
                            clock,
                            ledger.periods(),
                            known,
                            ledger.usage(),
                            ledger.upkeep(),
                            ledger.backlog(),
                            collector,
                            collection,
                            ledger.exporters(),
                            actor,
                            keepsakes);
            case CALLS ->
                    CallsScreen.screen(
                            background,
                            notices,
                            navigation,
                            files,
                            keepsakes,
                            figures,
                            locale,
                            ledger.zone(),
                            clock,
                            ledger.explorer(),
                            ledger.periods());
            case STATEMENTS ->
                    StatementsScreen.screen(
                            background,
                            notices,
                            navigation,
                            files,
                            keepsakes,
                            figures,
                            locale,
                            ledger.periods(),
                            known,
                            ledger.statements(),
                            ledger.checklist(),
                            ledger.seal(),
                            ledger.reports(),
                            actor);
            case REPORTS ->
                    ReportsScreen.screen(
                            background,
                            notices,
                            navigation,
                            files,
                            keepsakes,
                            locale,
                            ledger.zone(),
                            clock,
                            ledger.periods(),
                            known,
                            ledger.directory(),
                            ledger.statements(),
                            ledger.reports());
        };
    }

    /// What the command palette finds by name: reports, periods and departments.
    List<PaletteEntry> paletteEntries() {
        List<PaletteEntry> entries = new ArrayList<>();
        for (ReportDeclaration report : Catalogue.all()) {
            entries.add(
                    entry(
                            report.id() + " " + report.title(),
                            "palette.kind.report",
                            new Destination.Reports(report.id())));
        }
        SiteModel.Site now = site.site();
        for (BillingPeriod period : now.periods().reversed()) {
            String name = figures.period(period.name());
            entries.add(
                    entry(
                            texts.get("palette.overview", name, period.name()),
                            "palette.kind.period",
                            new Destination.Overview(period.name())));
            entries.add(
                    entry(
                            texts.get("palette.statements", name, period.name()),
                            "palette.kind.period",
                            new Destination.Statements(
                                    period.name(), Destination.Statements.ALL_DEPARTMENTS)));
        }
        for (SiteModel.NamedDepartment department : now.departments()) {
            entries.add(
                    entry(
                            department.path(),
                            "palette.kind.department",
                            Destination.Calls.ofPeriod(
                                    UsageScope.of(
                                            new UsageValue(
                                                    UsageDimension.DEPARTMENT,
                                                    department.id(),
                                                    department.path())))));
        }
        return entries;
    }

    private PaletteEntry entry(String title, String kind, Destination destination) {
        return new PaletteEntry(title, texts.get(kind), () -> navigation.open(destination));
    }
}
