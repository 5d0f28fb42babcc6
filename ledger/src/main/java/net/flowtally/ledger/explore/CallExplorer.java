package net.flowtally.ledger.explore;

import java.sql.SQLException;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.AccountingException;
import net.flowtally.ledger.accounting.ArchiveCalls;
import net.flowtally.ledger.accounting.AssociatedCall;
import net.flowtally.ledger.accounting.Association;
import net.flowtally.ledger.accounting.Labels;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.accounting.PartSink;
import net.flowtally.ledger.accounting.Stretch;
import net.flowtally.ledger.accounting.UsageCalendar;
import net.flowtally.ledger.accounting.UsageEngine;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.engine.Engine;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// Finds calls in the archive. What lies in a sealed period is seen as it was sealed, the rest as
/// it is known now, so that calls agree with statements and usage. Thread-safe.
public final class CallExplorer {
    private final Home home;
    private final Store store;
    private final CallArchive archive;

    public CallExplorer(Home home, Store store, CallArchive archive) {
        this.home = home;
        this.store = store;
        this.archive = archive;
    }

    /// Works an answer out, which the caller closes.
    ///
    /// @throws net.flowtally.ledger.Cancelled if it was cancelled
    /// @throws net.flowtally.ledger.calls.DetailRemoved if some of the calls are gone
    public CallAnswer find(CallQuestion question, Cancellation cancellation, Progress progress) {
        Engine engine = UsageEngine.open(home, store);
        boolean answered = false;
        try {
            CallAnswer answer = find(question, engine, cancellation, progress);
            answered = true;
            return answer;
        } catch (SQLException e) {
            throw new AccountingException("The calls cannot be read: " + e.getMessage(), e);
        } finally {
            if (!answered) {
                engine.close();
            }
        }
    }

    private CallAnswer find(
            CallQuestion question, Engine engine, Cancellation cancellation, Progress progress)
            throws SQLException {
        archive.requireDetail(Micros.of(question.from()), Micros.of(question.to()));
        List<Stretch> stretches = Stretch.cut(store, question.from(), question.to());
        Labels labels = new Labels();
        try (CallTable table = new CallTable(engine, labels)) {
            for (Stretch stretch : stretches) {
                table.forgetPrices();
                Collector collector = new Collector(question, stretch, table);
                Association association = new Association(stretch.snapshots());
                try (CallReader reader = archive.reader(stretch.snapshots().revision())) {
                    new ArchiveCalls(reader, stretch.lastCommit(), cancellation)
                            .associate(
                                    stretch.from(),
                                    stretch.to(),
                                    PushDown.of(question.filter()),
                                    association,
                                    collector,
                                    progress);
                }
            }
            progress.at("summing up calls", 0, 0);
            table.finish(cancellation);
        }
        return new CallAnswer(engine, labels, stretches.getLast().snapshots().currency());
    }

    /// Keeps the parts of calls that are asked for.
    private static final class Collector implements PartSink {
        private final CallTable table;
        private final Names names;
        private final Stretch stretch;
        private final ScopeFilter scope;
        private final Matching matching;

        Collector(CallQuestion question, Stretch stretch, CallTable table) {
            this.table = table;
            this.stretch = stretch;
            names = new Names(stretch.snapshots().directory());
            scope =
                    new ScopeFilter(
                            question.scope(),
                            new UsageCalendar(stretch.snapshots().accountingZone()));
            matching = new Matching(question.filter(), names);
        }

        @Override
        public void accept(AssociatedCall part) throws SQLException {
            if (!scope.contains(part)) {
                return;
            }
            Verdict verdict = matching.verdict(part);
            if (!verdict.equals(Verdict.NO)) {
                table.add(part, names, stretch.snapshots().unit(), verdict);
            }
        }
    }
}
