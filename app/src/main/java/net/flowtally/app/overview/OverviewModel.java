package net.flowtally.app.overview;

import java.util.Optional;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.PeriodLookup;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.accounting.Accounting;
import net.flowtally.ledger.accounting.AccountingRun;
import net.flowtally.ledger.accounting.Backlog;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;

/// Which period the overview shows, and its figures as they come. To be used from the window's
/// thread.
final class OverviewModel {
    private final Background background;
    private final Notices notices;
    private final Texts texts;
    private final OverviewQuestion question;
    private final Accounting accounting;
    private final Backlog backlog;
    private final PeriodLookup<OverviewState> lookup;
    private String period = "";

    OverviewModel(
            Background background,
            Notices notices,
            Texts texts,
            Periods periods,
            PeriodsModel known,
            OverviewQuestion question,
            Accounting accounting,
            Backlog backlog) {
        this.background = background;
        this.notices = notices;
        this.texts = texts;
        this.question = question;
        this.accounting = accounting;
        this.backlog = backlog;
        lookup =
                new PeriodLookup<>(
                        background,
                        notices,
                        periods,
                        known,
                        texts.get("loading"),
                        new OverviewState.Unknown(),
                        this::ask);
    }

    PeriodLookup<OverviewState> lookup() {
        return lookup;
    }

    /// @param name `YYYY-MM`; empty for the newest
    void open(String name) {
        period = name;
        refresh();
    }

    void refresh() {
        lookup.look(period);
    }

    /// Accounts what the archive has beyond the figures, then looks again.
    void account() {
        background.start(
                texts.get("accounting"),
                job -> accounting.run(job.cancellation(), job),
                this::accounted,
                notices::complain);
    }

    private OverviewState ask(Optional<BillingPeriod> which, Job job) {
        long unaccounted = backlog.quarterHours();
        return which.<OverviewState>map(each ->
                        new OverviewState.Shown(
                                question.ask(each, unaccounted, job.cancellation())))
                .orElseGet(() -> new OverviewState.NothingAccounted(unaccounted));
    }

    private void accounted(AccountingRun run) {
        notices.tell(texts.get("accounted", run.quarterHours()));
        refresh();
    }
}
