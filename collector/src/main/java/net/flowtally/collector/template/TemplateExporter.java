package net.flowtally.collector.template;

import io.netty.util.collection.IntObjectHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.wire.SequenceTracker;
import net.flowtally.collector.wire.Sequences;

/// What one exporter has told by one of the protocols with templates: its observation domains with
/// their templates and samplers, their sequence numbers, data that waits for a template, and
/// counters that run on. Owned by the stream's thread.
public final class TemplateExporter {
    private static final int MAX_TEMPLATES = 1000;

    private final IntObjectHashMap<Domain> domains = new IntObjectHashMap<>();
    private int templates;
    private final Sequences sequences;
    final Dialect dialect;
    final ParkedSets parked;
    final RunningCounters running;

    public TemplateExporter(Dialect dialect) {
        this(dialect, new Sequences(dialect.numbering), new ParkedSets(), new RunningCounters());
    }

    private TemplateExporter(
            Dialect dialect, Sequences sequences, ParkedSets parked, RunningCounters running) {
        this.dialect = dialect;
        this.sequences = sequences;
        this.parked = parked;
        this.running = running;
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

    /// Puts a template in the place of any other of its id. Past 1000 templates the one that was
    /// not used for the longest time goes.
    void define(Domain domain, Template template) {
        boolean replaces = domain.templates.containsKey(template.id);
        if (!replaces && templates == MAX_TEMPLATES) {
            dropLeastUsed();
        }
        domains.put(domain.id, domain);
        domain.templates.put(template.id, template);
        templates += replaces ? 0 : 1;
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
        home.templates.remove(least);
        if (home.templates.isEmpty()) {
            domains.remove(home.id);
        }
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
        running.save(out);
    }

    public static TemplateExporter load(Dialect dialect, DataInput in) throws IOException {
        Sequences sequences = Sequences.load(dialect.numbering, in);
        int size = in.readInt();
        Domain[] loaded = new Domain[size];
        for (int i = 0; i < size; i++) {
            loaded[i] = Domain.load(in);
        }
        TemplateExporter exporter =
                new TemplateExporter(
                        dialect, sequences, ParkedSets.load(in), RunningCounters.load(in));
        for (Domain domain : loaded) {
            exporter.domains.put(domain.id, domain);
            exporter.templates += domain.templates.size();
        }
        return exporter;
    }
}
