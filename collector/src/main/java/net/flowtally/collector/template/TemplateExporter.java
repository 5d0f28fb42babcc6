package net.flowtally.collector.template;

import io.netty.util.collection.IntObjectHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.bound.SavedSize;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.exporter.FactsTold;
import net.flowtally.collector.wire.SequenceTracker;
import net.flowtally.collector.wire.Sequences;

/// What one exporter has told by one of the protocols with templates: its observation domains with
/// their templates and samplers, their sequence numbers, data that waits for a template, and
/// counters that run on. Owned by the stream's thread.
public final class TemplateExporter {
    private static final int MAX_TEMPLATES = 1000;

    /// So many small ones cost nothing, so that no exporter is kept out by what others send.
    private static final int FREE_TEMPLATES = 4;

    /// Domains without a template whose sampling rates are remembered all the same: nobody should
    /// be taken for unsampled because he tells his templates anew.
    private static final int MOST_SILENT = 4;

    private final IntObjectHashMap<Domain> domains = new IntObjectHashMap<>();
    private int templates;
    private final Sequences sequences;
    final Dialect dialect;

    /// Whether all of this came over one connection, in which templates can be withdrawn.
    final boolean isSession;

    /// What it tells about itself, whatever the protocol.
    final FactsTold facts;

    final ParkedSets parked;
    final RunningCounters running;
    private Budget budget = Budget.unlimited();

    public TemplateExporter(Dialect dialect, FactsTold facts) {
        this(
                dialect,
                facts,
                false,
                new Sequences(dialect.numbering),
                new ParkedSets(),
                new RunningCounters());
    }

    private TemplateExporter(
            Dialect dialect,
            FactsTold facts,
            boolean isSession,
            Sequences sequences,
            ParkedSets parked,
            RunningCounters running) {
        this.dialect = dialect;
        this.facts = facts;
        this.isSession = isSession;
        this.sequences = sequences;
        this.parked = parked;
        this.running = running;
    }

    /// A connection of the same exporter: with templates, samplers and sequences of its own, which
    /// end with it (RFC 7011 section 8.1), and the exporter's counters that run on, which do not.
    public TemplateExporter session() {
        TemplateExporter session =
                new TemplateExporter(
                        dialect,
                        facts,
                        true,
                        new Sequences(dialect.numbering),
                        new ParkedSets(),
                        running);
        session.share(budget);
        return session;
    }

    /// From now on takes memory from what all exporters share.
    public void within(Budget shared) {
        share(shared);
        running.within(shared);
    }

    private void share(Budget shared) {
        budget = shared;
        for (Domain domain : domains.values()) {
            budget.takeAgain(domain.samplers.charged());
            for (Template template : domain.templates.values()) {
                budget.takeAgain(template.charged);
            }
        }
        sequences.within(shared);
        parked.within(shared);
    }

    /// Gives the memory of a session back, which has ended.
    public void release() {
        for (Domain domain : domains.values()) {
            budget.give(domain.samplers.charged());
            for (Template template : domain.templates.values()) {
                budget.give(template.charged);
            }
        }
        sequences.release();
    }

    /// How many templates are kept.
    int templates() {
        return templates;
    }

    /// The sequence numbers of an observation domain.
    public SequenceTracker sequence(int domain) {
        return sequences.of(domain);
    }

    /// @return a domain without anything if it has told nothing
    Domain domain(int id) {
        Domain known = domains.get(id);
        return known != null ? known : new Domain(id);
    }

    /// From where what a domain makes us remember is taken.
    Budget budgetOf(Domain domain) {
        return domains.get(domain.id) == domain ? budget : Budget.unlimited();
    }

    /// Forgets a domain that has lost its last template, unless its rates are worth keeping.
    private void forgetIfSilent(Domain domain) {
        if (!domain.templates.isEmpty()) {
            return;
        }
        int silent = 0;
        for (Domain each : domains.values()) {
            silent += each != domain && each.templates.isEmpty() ? 1 : 0;
        }
        boolean isKept = domain.samplers.areTold() && silent < MOST_SILENT;
        if (!isKept && domains.remove(domain.id) != null) {
            budget.give(domain.samplers.charged());
        }
    }

    /// Puts a template in the place of any other of its id. Past 1000 templates the one that was
    /// not used for the longest time goes; likewise without memory for one more, and if there is
    /// none to go then this one is not kept.
    void define(Domain domain, Template template) {
        Template before = domain.templates.remove(template.id);
        if (before != null) {
            budget.give(before.charged);
            templates--;
        }
        template.charged = templates < FREE_TEMPLATES && template.isSmall() ? 0 : template.octets();
        while (templates == MAX_TEMPLATES || !budget.take(template.charged)) {
            if (templates == 0) {
                return;
            }
            dropLeastUsed();
        }
        if (domains.put(domain.id, domain) == null) {
            budget.takeAgain(domain.samplers.charged());
        }
        domain.templates.put(template.id, template);
        templates++;
    }

    /// Forgets a template that its exporter has withdrawn.
    ///
    /// @param id a template, or the set's own id for all templates of its kind
    void withdraw(Domain domain, int id, boolean options) {
        boolean all = id == (options ? dialect.optionsTemplateSet : dialect.templateSet);
        for (Template template : domain.templates.values().toArray(new Template[0])) {
            if (template.id == id || (all && template.options == options)) {
                domain.templates.remove(template.id);
                budget.give(template.charged);
                templates--;
            }
        }
        forgetIfSilent(domain);
    }

    private void dropLeastUsed() {
        Domain home = new Domain(0);
        int least = 0;
        long lastUsed = Long.MAX_VALUE;
        for (Domain domain : domains.values()) {
            for (Template template : domain.templates.values()) {
                boolean lower =
                        domain.id < home.id || (domain.id == home.id && template.id < least);
                if (template.lastUsed < lastUsed || (template.lastUsed == lastUsed && lower)) {
                    home = domain;
                    least = template.id;
                    lastUsed = template.lastUsed;
                }
            }
        }
        Template dropped = home.templates.remove(least);
        budget.give(dropped.charged);
        forgetIfSilent(home);
        templates--;
    }

    /// Whether data waits for a template.
    public boolean hasParked() {
        return !parked.isEmpty();
    }

    /// Counts parked data that waited too long as never read.
    public void expire(long now, ExporterTally tally) {
        parked.expire(now, tally);
    }

    /// Counts all parked data as never read.
    public void giveUpParked(ExporterTally tally) {
        parked.giveUp(tally);
    }

    public void save(DataOutput out) throws IOException {
        sequences.save(out);
        out.writeInt(domains.size());
        for (Domain domain : domains.values()) {
            domain.save(out);
        }
        parked.save(out);
        if (!isSession) {
            running.save(out);
        }
    }

    public static TemplateExporter load(Dialect dialect, FactsTold facts, DataInput in)
            throws IOException {
        TemplateExporter loaded = new TemplateExporter(dialect, facts);
        return loaded.loaded(in, false, loaded.running);
    }

    /// Reads what `save` wrote of a session of this exporter.
    public TemplateExporter loadSession(DataInput in) throws IOException {
        TemplateExporter session = loaded(in, true, running);
        session.share(budget);
        return session;
    }

    private TemplateExporter loaded(DataInput in, boolean isSession, RunningCounters shared)
            throws IOException {
        Sequences sequences = Sequences.load(dialect.numbering, in);
        int size = SavedSize.read(in, MAX_TEMPLATES + MOST_SILENT);
        Domain[] loaded = new Domain[size];
        for (int i = 0; i < size; i++) {
            loaded[i] = Domain.load(in);
        }
        TemplateExporter exporter =
                new TemplateExporter(
                        dialect,
                        facts,
                        isSession,
                        sequences,
                        ParkedSets.load(in),
                        isSession ? shared : RunningCounters.load(in));
        for (Domain domain : loaded) {
            exporter.domains.put(domain.id, domain);
            exporter.templates += domain.templates.size();
        }
        return exporter;
    }
}
