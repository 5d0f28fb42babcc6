package net.flowtally.app.statements;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Failure;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.Notices;
import net.flowtally.app.screen.PeriodLookup;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.archive.ArchivedSeal;
import net.flowtally.ledger.billing.Checklist;
import net.flowtally.ledger.billing.ChecklistItem;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.reports.catalogue.ReportEngine;
import net.flowtally.reports.delivery.ReportFile;
import net.flowtally.reports.delivery.ReportFormat;
import net.flowtally.reports.table.Report;

/// The statements of a period, the one that is looked at, and sealing. What is shown stays until
/// what was asked for is there. To be used from the window's thread.
final class StatementsModel {
    /// What there is to see of a period.
    sealed interface View {
        /// Nobody has looked yet.
        record Unknown() implements View {}

        /// No period has been accounted.
        record NoPeriod() implements View {}

        record Shown(PeriodStatements statements) implements View {}
    }

    /// The statement that is looked at.
    sealed interface Preview {
        record None() implements Preview {}

        record Shown(Statement statement, Report report) implements Preview {}
    }

    private final Background background;
    private final Notices notices;
    private final Texts texts;
    private final Statements statements;
    private final Checklist checklist;
    private final ArchivedSeal seal;
    private final ReportEngine reports;
    private final String actor;
    private final PeriodLookup<View> lookup;
    private final ReadOnlyObjectWrapper<Preview> preview =
            new ReadOnlyObjectWrapper<>(new Preview.None());
    private Optional<Job> rendering = Optional.empty();
    private String period = "";
    private long department = Destination.Statements.ALL_DEPARTMENTS;

    /// @param actor who seals, in the audit trail
    StatementsModel(
            Background background,
            Notices notices,
            Texts texts,
            Periods periods,
            PeriodsModel known,
            Statements statements,
            Checklist checklist,
            ArchivedSeal seal,
            ReportEngine reports,
            String actor) {
        this.background = background;
        this.notices = notices;
        this.texts = texts;
        this.statements = statements;
        this.checklist = checklist;
        this.seal = seal;
        this.reports = reports;
        this.actor = actor;
        lookup =
                new PeriodLookup<>(
                        background,
                        notices,
                        periods,
                        known,
                        texts.get("loading"),
                        new View.Unknown(),
                        this::ask);
        lookup.answerProperty().subscribe(() -> look(lookup.answer()));
    }

    PeriodLookup<View> lookup() {
        return lookup;
    }

    ReadOnlyObjectProperty<Preview> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    Preview preview() {
        return preview.get();
    }

    void open(String name, long departmentId) {
        department = departmentId;
        if (lookup.answer() instanceof View.Shown(PeriodStatements shown)
                && !lookup.staleProperty().get()
                && shown.period().name().equals(name)) {
            period = name;
            look(shown);
        } else {
            period = name;
            refresh();
        }
    }

    void refresh() {
        lookup.look(period);
    }

    void cancel() {
        lookup.cancel();
        rendering.ifPresent(Job::cancel);
    }

    /// Closes the period for ever.
    ///
    /// @param reason for sealing over errors of the checklist; blank for none
    void seal(BillingPeriod which, String reason) {
        background.start(
                texts.get("sealing"),
                job -> seal.seal(which.name(), reason, actor, job.cancellation(), job),
                this::sealed,
                notices::complain);
    }

    /// Writes the statement that is looked at.
    void export(ReportFormat format, Path file) {
        if (preview.get() instanceof Preview.Shown(Statement _, Report report)) {
            background.start(
                    texts.get("exporting"),
                    job -> ReportFile.write(report, format, file),
                    written -> notices.tell(texts.get("exported", written.toString())),
                    notices::complain);
        }
    }

    private View ask(Optional<BillingPeriod> which, Job job) {
        return which.<View>map(
                        each -> {
                            List<Statement> found = statements.of(each, job.cancellation());
                            List<ChecklistItem> items =
                                    each.isSealed()
                                            ? List.of()
                                            : checklist.check(each, job.cancellation());
                            return new View.Shown(new PeriodStatements(each, found, items));
                        })
                .orElseGet(View.NoPeriod::new);
    }

    private void look(View view) {
        if (view instanceof View.Shown(PeriodStatements shown)) {
            look(shown);
        } else {
            preview.set(new Preview.None());
        }
    }

    /// Prepares the statement of the chosen department; of the first if none is chosen.
    private void look(PeriodStatements shown) {
        rendering.ifPresent(Job::cancel);
        Optional<Statement> wanted =
                shown.of(department).or(() -> shown.statements().stream().findFirst());
        if (wanted.isEmpty()) {
            preview.set(new Preview.None());
            return;
        }
        Statement statement = wanted.get();
        rendering =
                Optional.of(
                        background.start(
                                texts.get("rendering"),
                                job ->
                                        new Preview.Shown(
                                                statement,
                                                reports.bill(
                                                        statement,
                                                        texts.locale(),
                                                        job.cancellation())),
                                preview::set));
    }

    private void sealed(SealOutcome outcome) {
        switch (outcome) {
            case SealOutcome.Sealed(BillingPeriod which, List<Statement> made) ->
                    notices.tell(texts.get("sealed", which.name(), made.size()));
            case SealOutcome.Refused(BillingPeriod which, List<ChecklistItem> items) ->
                    notices.complain(
                            Failure.because(
                                    texts.get("refused", which.name(), items.getFirst().what())));
            case SealOutcome.Impossible(String _, String why) ->
                    notices.complain(Failure.because(why));
            case SealOutcome.AlreadySealed(BillingPeriod which) ->
                    notices.tell(texts.get("alreadySealed", which.name()));
        }
        refresh();
    }
}
