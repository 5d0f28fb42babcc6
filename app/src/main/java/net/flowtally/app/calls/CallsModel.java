package net.flowtally.app.calls;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Failure;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.explore.CallAnswer;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.explore.CallQuestion;
import net.flowtally.ledger.explore.CallRecord;
import net.flowtally.ledger.explore.CallSort;
import net.flowtally.ledger.explore.CallTotal;
import net.flowtally.ledger.explore.Filter;
import net.flowtally.ledger.explore.MalformedFilter;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.time.AccountingZone;

/// Which calls are asked for, their total, and their rows page by page. The last answer stays until
/// the next is there. To be used from the window's thread.
final class CallsModel {
    /// How many pages may wait; of more, the oldest wish is dropped, as nobody looks there any
    /// more.
    private static final int WAITING_PAGES = 3;

    /// What has been found.
    sealed interface Answer {
        /// Nothing has been asked yet.
        record None() implements Answer {}

        record Found(CallTotal total) implements Answer {}
    }

    private record Opened(Destination.Calls asked, CallAnswer answer) {}

    private final Background background;
    private final Notices notices;
    private final Texts texts;
    private final CallExplorer explorer;
    private final Periods periods;
    private final AccountingZone zone;
    private final Clock clock;
    private final PagedRows rows = new PagedRows(this::want);
    private final ReadOnlyObjectWrapper<Destination.Calls> asked =
            new ReadOnlyObjectWrapper<>(Destination.Calls.OF_PERIOD);
    private final ReadOnlyObjectWrapper<Answer> answer =
            new ReadOnlyObjectWrapper<>(new Answer.None());
    private final ReadOnlyObjectWrapper<String> filterError = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();
    private final Deque<Integer> wanted = new ArrayDeque<>();
    private Optional<Job> search = Optional.empty();
    private Optional<CallAnswer> open = Optional.empty();
    private CallSort sort = CallSort.BY_START;
    private int generation;
    private boolean fetching;

    CallsModel(
            Background background,
            Notices notices,
            Texts texts,
            CallExplorer explorer,
            Periods periods,
            AccountingZone zone,
            Clock clock) {
        this.background = background;
        this.notices = notices;
        this.texts = texts;
        this.explorer = explorer;
        this.periods = periods;
        this.zone = zone;
        this.clock = clock;
    }

    PagedRows rows() {
        return rows;
    }

    /// What was asked for last; its interval is known once the answer is there.
    ReadOnlyObjectProperty<Destination.Calls> askedProperty() {
        return asked.getReadOnlyProperty();
    }

    Destination.Calls asked() {
        return asked.get();
    }

    ReadOnlyObjectProperty<Answer> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    Answer answer() {
        return answer.get();
    }

    /// What is wrong with the filter; empty if it can be read.
    ReadOnlyObjectProperty<String> filterErrorProperty() {
        return filterError.getReadOnlyProperty();
    }

    /// Whether an answer is being looked for.
    ReadOnlyBooleanProperty lookingProperty() {
        return looking.getReadOnlyProperty();
    }

    /// Whether what is shown answers an earlier question: the answer is still looked for, was given
    /// up, or cannot be had.
    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    CallSort sort() {
        return sort;
    }

    void open(Destination.Calls destination) {
        asked.set(destination);
        refresh();
    }

    void refresh() {
        cancel();
        stale.set(true);
        Destination.Calls question = asked.get();
        try {
            Filter filter = Filter.parse(question.filter());
            filterError.set("");
            looking.set(true);
            search =
                    Optional.of(
                            background.start(
                                    texts.get("looking"),
                                    job -> find(question, filter, job),
                                    this::show,
                                    this::fail));
        } catch (MalformedFilter e) {
            filterError.set(e.getMessage());
        }
    }

    /// Gives up the search; the last answer stays, and stays stale.
    void cancel() {
        search.ifPresent(Job::cancel);
        search = Optional.empty();
        looking.set(false);
    }

    /// Shows the same calls in another order.
    void sort(CallSort other) {
        if (!other.equals(sort)) {
            sort = other;
            reload();
        }
    }

    /// Writes all calls of the answer, in its order, to a file.
    void export(Path file) {
        open.ifPresent(calls -> {
            CallSort order = sort;
            background.start(
                    texts.get("exporting"),
                    job -> new CallsFile(calls, order).write(file, job),
                    written ->
                            notices.tell(
                                    texts.get(
                                            "exported",
                                            written,
                                            String.valueOf(file.getFileName()))),
                    notices::complain);
        });
    }

    private Opened find(Destination.Calls question, Filter filter, Job job) {
        Destination.Calls placed = placed(question);
        return new Opened(
                placed,
                explorer.find(
                        new CallQuestion(placed.from(), placed.to(), filter, placed.scope()),
                        job.cancellation(),
                        job));
    }

    /// The interval of the newest period where none was given.
    private Destination.Calls placed(Destination.Calls question) {
        if (!question.isOfPeriod()) {
            return question;
        }
        List<BillingPeriod> all = periods.list();
        if (all.isEmpty()) {
            TimeRange month = TimeRange.of(TimeRange.Preset.THIS_PERIOD, zone, clock);
            return question.within(month.from(), month.to());
        }
        return question.within(all.getLast().from(), all.getLast().to());
    }

    private void show(Opened opened) {
        open.ifPresent(this::forget);
        open = Optional.of(opened.answer());
        asked.set(opened.asked());
        looking.set(false);
        stale.set(false);
        answer.set(new Answer.Found(opened.answer().total()));
        reload();
    }

    /// Waits for a page that is being read, so not here.
    private void forget(CallAnswer old) {
        background.startQuietly(
                job -> {
                    old.close();
                    return job;
                },
                job -> {},
                notices::complain);
    }

    private void fail(Failure failure) {
        looking.set(false);
        notices.complain(failure);
    }

    private void reload() {
        generation++;
        wanted.clear();
        if (answer.get() instanceof Answer.Found(CallTotal total)) {
            rows.reset(total.calls());
        }
    }

    private void want(int page) {
        if (!wanted.contains(page)) {
            wanted.addFirst(page);
            while (wanted.size() > WAITING_PAGES) {
                wanted.removeLast();
            }
            fetch();
        }
    }

    private void fetch() {
        if (fetching || wanted.isEmpty() || open.isEmpty()) {
            return;
        }
        fetching = true;
        int page = wanted.getFirst();
        int born = generation;
        CallAnswer calls = open.get();
        CallSort order = sort;
        background.startQuietly(
                job -> calls.page((long) page * PagedRows.PAGE, PagedRows.PAGE, order),
                records -> deliver(page, born, records),
                failure -> {
                    fetching = false;
                    wanted.clear();
                    if (born == generation) {
                        notices.complain(failure);
                    }
                });
    }

    private void deliver(int page, int born, List<CallRecord> records) {
        fetching = false;
        if (born == generation) {
            wanted.remove(page);
            rows.deliver(page, records);
        }
        fetch();
    }
}
