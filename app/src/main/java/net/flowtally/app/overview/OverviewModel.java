package net.flowtally.app.overview;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Failure;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.accounting.Accounting;
import net.flowtally.ledger.accounting.AccountingRun;
import net.flowtally.ledger.accounting.Backlog;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;

/// Which period the overview shows, and its figures as they come. The last figures stay while new
/// ones are looked up. To be used from the window's thread.
final class OverviewModel {
    private record Answer(List<BillingPeriod> periods, OverviewState state) {}

    private final Background background;
    private final Notices notices;
    private final Texts texts;
    private final Periods periods;
    private final PeriodsModel known;
    private final OverviewQuestion question;
    private final Accounting accounting;
    private final Backlog backlog;
    private final ReadOnlyObjectWrapper<OverviewState> state =
            new ReadOnlyObjectWrapper<>(new OverviewState.Unknown());
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();
    private Optional<Job> loading = Optional.empty();
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
        this.periods = periods;
        this.known = known;
        this.question = question;
        this.accounting = accounting;
        this.backlog = backlog;
    }

    ReadOnlyObjectProperty<OverviewState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    OverviewState state() {
        return state.get();
    }

    /// Whether what is shown is older than what was asked for.
    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /// @param name `YYYY-MM`; empty for the newest
    void open(String name) {
        period = name;
        refresh();
    }

    void refresh() {
        cancel();
        stale.set(true);
        String name = period;
        loading =
                Optional.of(
                        background.start(
                                texts.get("loading"),
                                job -> ask(name, job),
                                this::show,
                                this::fail));
    }

    void cancel() {
        loading.ifPresent(Job::cancel);
    }

    /// Accounts what the archive has beyond the figures, then looks again.
    void account() {
        background.start(
                texts.get("accounting"),
                job -> accounting.run(job.cancellation(), job),
                this::accounted,
                notices::complain);
    }

    private Answer ask(String name, Job job) {
        List<BillingPeriod> all = periods.list();
        long unaccounted = backlog.quarterHours();
        for (BillingPeriod each : all.reversed()) {
            if (name.isEmpty() || each.name().equals(name)) {
                return new Answer(
                        all,
                        new OverviewState.Shown(
                                question.ask(each, unaccounted, job.cancellation())));
            }
        }
        return new Answer(all, new OverviewState.NothingAccounted(unaccounted));
    }

    private void show(Answer answer) {
        known.show(answer.periods());
        state.set(answer.state());
        stale.set(false);
    }

    private void fail(Failure failure) {
        stale.set(false);
        notices.complain(failure);
    }

    private void accounted(AccountingRun run) {
        notices.tell(texts.get("accounted", run.quarterHours()));
        refresh();
    }
}
