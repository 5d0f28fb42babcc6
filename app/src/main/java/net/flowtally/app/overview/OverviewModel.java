package net.flowtally.app.overview;

import java.util.Optional;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.PeriodLookup;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.accounting.Backlog;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.retention.PeriodDetail;
import net.flowtally.ledger.retention.Upkeep;

/// Which period the overview shows, and its figures as they come. To be used from the window's
/// thread.
final class OverviewModel {
    private final Background background;
    private final Notices notices;
    private final Texts texts;
    private final OverviewQuestion question;
    private final Upkeep upkeep;
    private final String actor;
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
            Upkeep upkeep,
            String actor,
            Backlog backlog) {
        this.background = background;
        this.notices = notices;
        this.texts = texts;
        this.question = question;
        this.upkeep = upkeep;
        this.actor = actor;
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
                job -> upkeep.run(actor, job.cancellation(), job),
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

    private void accounted(Upkeep.Done done) {
        notices.tell(texts.get("accounted", done.accounting().quarterHours()));
        for (RemovedDetail removed : done.retention().removed()) {
            notices.tell(texts.get("removed", removed.name()));
        }
        if (!done.retention().damages().isEmpty()) {
            done.retention().plan().periods().stream()
                    .filter(each -> each.fate() == PeriodDetail.Fate.BLOCKED)
                    .findFirst()
                    .ifPresent(each -> notices.tell(texts.get("unproven", each.period().name())));
        }
        refresh();
    }
}
