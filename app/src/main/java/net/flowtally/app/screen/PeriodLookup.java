package net.flowtally.app.screen;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;

/// Looks up what a screen shows of a billing period. The last wish counts; the answer before it
/// stays, marked as stale, until the new one is there. To be used from the window's thread.
///
/// @param <T> what is shown
public final class PeriodLookup<T> {

    /// What is asked, in the background.
    ///
    /// @param <T> the answer
    @FunctionalInterface
    public interface Question<T> {
        /// @param period empty if there is none of the name, or none at all
        T ask(Optional<BillingPeriod> period, Job job) throws Exception;
    }

    private record Answer<T>(List<BillingPeriod> periods, T found) {}

    private final Background background;
    private final Notices notices;
    private final Periods periods;
    private final PeriodsModel known;
    private final String title;
    private final Question<T> question;
    private final ReadOnlyObjectWrapper<T> answer;
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();
    private Optional<Job> loading = Optional.empty();

    /// @param known is told of the periods whenever they have been read
    /// @param title of the job
    /// @param unknown stands where nobody has looked yet
    public PeriodLookup(
            Background background,
            Notices notices,
            Periods periods,
            PeriodsModel known,
            String title,
            T unknown,
            Question<T> question) {
        this.background = background;
        this.notices = notices;
        this.periods = periods;
        this.known = known;
        this.title = title;
        this.question = question;
        answer = new ReadOnlyObjectWrapper<>(unknown);
    }

    public ReadOnlyObjectProperty<T> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    public T answer() {
        return answer.get();
    }

    /// Whether what is shown is older than what was asked for.
    public ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /// @param name `YYYY-MM`; empty for the newest
    public void look(String name) {
        cancel();
        stale.set(true);
        loading =
                Optional.of(
                        background.start(
                                title, job -> ask(name, job), this::show, notices::complain));
    }

    /// Gives up looking; the last answer stays, and stays stale.
    public void cancel() {
        loading.ifPresent(Job::cancel);
        loading = Optional.empty();
    }

    private Answer<T> ask(String name, Job job) throws Exception {
        List<BillingPeriod> all = periods.list();
        Optional<BillingPeriod> period =
                all.reversed().stream()
                        .filter(each -> name.isEmpty() || each.name().equals(name))
                        .findFirst();
        return new Answer<>(all, question.ask(period, job));
    }

    private void show(Answer<T> found) {
        known.show(found.periods());
        answer.set(found.found());
        stale.set(false);
    }
}
