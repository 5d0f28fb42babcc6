package net.flowtally.app.reports;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.directory.Department;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.explore.Filter;
import net.flowtally.ledger.explore.MalformedFilter;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.reports.catalogue.Catalogue;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;
import net.flowtally.reports.catalogue.ReportEngine;
import net.flowtally.reports.catalogue.ReportParameters;
import net.flowtally.reports.delivery.ReportFile;
import net.flowtally.reports.delivery.ReportFormat;
import net.flowtally.reports.table.Report;

/// Which report is looked at, what it is asked, and what it answered last. Nothing runs until it is
/// told to; an answer stays until the next is there, and whoever comes back to a report finds its
/// question and answer as they were left. To be used from the window's thread.
final class ReportsModel {

    /// What a report said.
    sealed interface Answer {
        /// Nobody has run it.
        record None() implements Answer {}

        record Given(Question question, Report report) implements Answer {}
    }

    /// Where a report is in being run.
    sealed interface Running {
        record No() implements Running {}

        record Yes(Job job) implements Running {}

        /// The last run came to nothing.
        record Failed(Failure failure) implements Running {}
    }

    private static final Answer NONE = new Answer.None();
    private static final Running NOT = new Running.No();

    private final Background background;
    private final Notices notices;
    private final Texts texts;
    private final Periods periods;
    private final PeriodsModel known;
    private final Directory directory;
    private final Statements statements;
    private final ReportEngine engine;
    private final Shelf shelf;
    private final Map<ReportDeclaration, Question> questions = new HashMap<>();
    private final Map<ReportDeclaration, Answer> answers = new HashMap<>();
    private final Map<ReportDeclaration, Running> runs = new HashMap<>();
    private final ReadOnlyObjectWrapper<Optional<Question>> question =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Answer> answer = new ReadOnlyObjectWrapper<>(NONE);
    private final ReadOnlyObjectWrapper<Running> running = new ReadOnlyObjectWrapper<>(NOT);
    private final ReadOnlyObjectWrapper<List<Part>> parts = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<String> filterError = new ReadOnlyObjectWrapper<>("");
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();

    ReportsModel(
            Background background,
            Notices notices,
            Texts texts,
            Periods periods,
            PeriodsModel known,
            Directory directory,
            Statements statements,
            ReportEngine engine,
            Shelf shelf) {
        this.background = background;
        this.notices = notices;
        this.texts = texts;
        this.periods = periods;
        this.known = known;
        this.directory = directory;
        this.statements = statements;
        this.engine = engine;
        this.shelf = shelf;
    }

    Shelf shelf() {
        return shelf;
    }

    /// The report that is looked at with what it is asked; empty for the gallery.
    ReadOnlyObjectProperty<Optional<Question>> questionProperty() {
        return question.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Answer> answerProperty() {
        return answer.getReadOnlyProperty();
    }

    Answer answer() {
        return answer.get();
    }

    ReadOnlyObjectProperty<Running> runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// What a report can be limited to, besides the whole site.
    ReadOnlyObjectProperty<List<Part>> partsProperty() {
        return parts.getReadOnlyProperty();
    }

    /// What is wrong with the filter that was typed; empty if nothing is.
    ReadOnlyObjectProperty<String> filterErrorProperty() {
        return filterError.getReadOnlyProperty();
    }

    /// Whether the answer is to another question than the one that stands now.
    ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /// The reports whose words hold every word that is looked for.
    static List<ReportDeclaration> find(String typed, Texts texts) {
        String[] words = typed.strip().toLowerCase(texts.locale()).split("\\s+");
        return Catalogue.all().stream()
                .filter(report -> {
                    String all =
                            (report.id()
                                            + " "
                                            + report.title()
                                            + " "
                                            + report.question()
                                            + " "
                                            + texts.get("family." + report.family()))
                                    .toLowerCase(texts.locale());
                    return List.of(words).stream().allMatch(all::contains);
                })
                .toList();
    }

    /// Looks at a report, or at the gallery if the id is none of one.
    void open(String id) {
        Optional<ReportDeclaration> wanted = Catalogue.find(id);
        boolean same = question.get().map(Question::report).equals(wanted) && wanted.isPresent();
        if (same) {
            return;
        }
        filterError.set("");
        lookUpParts();
        wanted.ifPresent(this::prepare);
        running.set(wanted.map(report -> runs.getOrDefault(report, NOT)).orElse(NOT));
        answer.set(wanted.map(report -> answers.getOrDefault(report, NONE)).orElse(NONE));
        question.set(wanted.flatMap(report -> Optional.ofNullable(questions.get(report))));
        compare();
    }

    /// Asks the report something else from the next run on.
    void ask(ReportParameters asked) {
        question.get().map(now -> now.with(asked)).ifPresent(this::put);
    }

    void askWithin(Instant from, Instant to) {
        question.get().map(now -> now.within(from, to)).ifPresent(this::put);
    }

    /// Takes a filter as it is typed; one that cannot be read changes nothing.
    void filter(String text) {
        try {
            Filter filter = Filter.parse(text);
            filterError.set("");
            question.get().ifPresent(now -> ask(now.asked().with(filter)));
        } catch (MalformedFilter e) {
            filterError.set(e.getMessage());
        }
    }

    /// Runs the report that is looked at.
    void run() {
        if (question.get().isEmpty() || !filterError.get().isEmpty()) {
            return;
        }
        cancel();
        Question asked = question.get().get();
        ReportDeclaration report = asked.report();
        if (isOpen(asked)) {
            enter(report, new Running.Failed(Failure.because(texts.get("empty"))));
            return;
        }
        Job job =
                background.start(
                        texts.get("running", report.id()),
                        work -> new Answer.Given(asked, run(asked, work)),
                        this::done,
                        failure -> enter(report, new Running.Failed(failure)));
        enter(report, new Running.Yes(job));
    }

    /// Stops the report that is looked at, if it is running; its last answer stays.
    void cancel() {
        if (running.get() instanceof Running.Yes(Job job) && question.get().isPresent()) {
            job.cancel();
            enter(question.get().get().report(), NOT);
        }
    }

    /// Writes the answer as it is shown.
    void export(ReportFormat format, Path file) {
        if (answer.get() instanceof Answer.Given(var _, Report report)) {
            background.start(
                    texts.get("exporting"),
                    job -> ReportFile.write(report, format, file),
                    written -> notices.tell(texts.get("exported", written.toString())),
                    notices::complain);
        }
    }

    /// Gives a report its first question, or one with an interval as soon as there is a period.
    private void prepare(ReportDeclaration report) {
        Question asked = questions.get(report);
        if (asked == null || isOpen(asked)) {
            Instant from = known.current().map(BillingPeriod::from).orElse(Instant.EPOCH);
            Instant to = known.current().map(BillingPeriod::to).orElse(Instant.EPOCH);
            questions.put(report, Question.first(report, from, to, texts.locale()));
        }
    }

    /// Whether there was no period yet that it could be about.
    private static boolean isOpen(Question asked) {
        return asked.asked().to().equals(Instant.EPOCH);
    }

    /// A report goes on running when the user looks at another.
    private void enter(ReportDeclaration report, Running state) {
        runs.put(report, state);
        if (looksAt(report)) {
            running.set(state);
        }
    }

    private boolean looksAt(ReportDeclaration report) {
        return question.get().filter(asked -> asked.report().equals(report)).isPresent();
    }

    private void put(Question asked) {
        questions.put(asked.report(), asked);
        question.set(Optional.of(asked));
        compare();
    }

    private void compare() {
        stale.set(
                answer.get() instanceof Answer.Given(Question answered, var _)
                        && !question.get().equals(Optional.of(answered)));
    }

    private void done(Answer.Given given) {
        ReportDeclaration report = given.question().report();
        answers.put(report, given);
        shelf.used(report);
        if (looksAt(report)) {
            answer.set(given);
            compare();
        }
        enter(report, NOT);
    }

    private Report run(Question asked, Job job) {
        return asked.report().shape() instanceof Shape.Bill()
                ? bill(asked.asked(), job)
                : engine.run(asked.report(), asked.asked(), job.cancellation(), job);
    }

    private Report bill(ReportParameters asked, Job job) {
        BillingPeriod period =
                periods.list().stream()
                        .filter(each ->
                                each.from().equals(asked.from()) && each.to().equals(asked.to()))
                        .findFirst()
                        .orElseThrow(() -> new NoStatement(texts.get("bill.period")));
        List<Statement> all = statements.of(period, job.cancellation());
        Statement wanted =
                all.stream()
                        .filter(statement ->
                                asked.scope().isAll()
                                        || asked.scope().values().getFirst().id()
                                                == statement.departmentId())
                        .findFirst()
                        .orElseThrow(() -> new NoStatement(texts.get("bill.none", period.name())));
        return engine.bill(wanted, asked.locale(), job.cancellation());
    }

    private void lookUpParts() {
        background.start(
                texts.get("departments"),
                job -> {
                    DirectorySnapshot now = directory.current();
                    return Part.of(
                            now.departments().stream()
                                    .map(Department::id)
                                    .map(id -> Part.department(id, now.pathOf(id)))
                                    .toList());
                },
                parts::set);
    }
}
