package net.flowtally.collector.template;

import static net.flowtally.collector.wire.Octets.u16;

import java.util.Arrays;
import java.util.Iterator;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.exporter.FactsTold;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.wire.SequenceTracker;

/// Reads the sets of a datagram, for NetFlow v9 and IPFIX alike.
///
/// First all sets are walked and templates learnt, each data set bound to the template that stood
/// when it came, or to one that comes later in the same datagram. Then options data are applied,
/// because a sampling rate holds for the flows before it in the datagram, too; then data that
/// waited for a template of this datagram is read; then the flows are. A data set whose template is
/// not known is parked. The count of records in a v9 header is never believed. Scratch memory of
/// one stream; holds no state from one datagram to the next.
public final class TemplateEngine {
    private static final int SET_HEADER = 4;
    private static final int FIRST_DATA_ID = 256;

    /// Stands where no template is known.
    private static final Template UNKNOWN =
            new Template(0, false, new int[0], new int[0], new int[0]);

    private final TemplateSets templateSets = new TemplateSets();
    private final Reading reading = new Reading();
    private final long[] values = new long[Element.SLOTS];
    private final long[] ofLists = new long[Element.SLOTS];
    private final Datagram earlier = new Datagram();

    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int[] ids = new int[16];
    private Template[] templates = unknown(16);
    private int sets;

    private boolean whole;
    private boolean countable;
    private long records;
    private long optionsRecords;
    private long listsPassedOver;

    /// Reads the sets between two offsets.
    ///
    /// @param domainId observation domain, source id
    /// @param uptime milliseconds modulo 2^32; means nothing in IPFIX
    /// @return false if something could not be read
    public boolean read(
            byte[] octets,
            int from,
            int to,
            int domainId,
            int uptime,
            Datagram datagram,
            TemplateExporter exporter,
            ExporterTally tally,
            FlowSink sink) {
        sets = 0;
        whole = true;
        countable = true;
        records = 0;
        optionsRecords = 0;
        listsPassedOver = 0;
        exporter.parked.expire(datagram.receivedAt, tally);
        reading.conduct = tally.conduct;
        reading.isSession = exporter.isSession;
        Domain domain = exporter.domain(domainId);
        boolean news = walk(octets, from, to, domain, exporter, datagram);
        reading.domain = domain;
        reading.budget = exporter.budgetOf(domain);
        reading.running = exporter.running;
        reading.facts = exporter.facts;
        reading.sink = sink;
        reading.hasUptime = exporter.dialect == Dialect.NETFLOW_9;

        if (news && !exporter.parked.isEmpty()) {
            release(true, exporter, domain, datagram, tally);
        }
        at(datagram, uptime);
        for (int i = 0; i < sets; i++) {
            Template template = template(i, domain);
            if (template != UNKNOWN && template.options) {
                optionsRecords += set(template, octets, starts[i], ends[i]);
            }
        }
        tally.optionsRecords += optionsRecords;
        if (news
                && !exporter.parked.isEmpty()
                && release(false, exporter, domain, datagram, tally)) {
            sink.recordsOf(datagram);
            at(datagram, uptime);
        }
        for (int i = 0; i < sets; i++) {
            Template template = templates[i];
            if (template == UNKNOWN) {
                countable = false;
                if (starts[i] < ends[i]) {
                    exporter.parked.park(
                            domain.id, ids[i], octets, starts[i], ends[i], datagram, uptime, tally);
                }
            } else if (!template.options) {
                set(template, octets, starts[i], ends[i]);
            }
        }
        Arrays.fill(templates, 0, sets, UNKNOWN);
        if (listsPassedOver > 0) {
            exporter.facts.count(
                    domainId,
                    FactsTold.Statistic.LISTS_PASSED_OVER,
                    listsPassedOver,
                    datagram.receivedAt);
        }
        tally.conduct.templates = exporter.templates();
        return whole;
    }

    /// How many records, options data among them, the datagram held that was read last;
    /// `SequenceTracker.UNKNOWN_UNITS` if not every set of it could be read.
    public long records() {
        return countable ? records : SequenceTracker.UNKNOWN_UNITS;
    }

    /// How many of them were options data.
    public long optionsRecords() {
        return optionsRecords;
    }

    /// @return whether a template was told that was not known before
    private boolean walk(
            byte[] octets,
            int from,
            int to,
            Domain domain,
            TemplateExporter exporter,
            Datagram datagram) {
        Dialect dialect = exporter.dialect;
        boolean news = false;
        int at = from;
        while (at + SET_HEADER <= to) {
            int id = u16(octets, at);
            int length = u16(octets, at + 2);
            if (length < SET_HEADER) {
                cut(id != 0 || length != 0);
                break;
            }
            cut(at + length > to);
            int start = at + SET_HEADER;
            int end = Math.min(at + length, to);
            if (id == dialect.templateSet || id == dialect.optionsTemplateSet) {
                whole &=
                        templateSets.read(
                                octets,
                                start,
                                end,
                                id == dialect.optionsTemplateSet,
                                domain,
                                exporter,
                                datagram.receivedAt);
                news |= templateSets.news;
            } else if (id >= FIRST_DATA_ID) {
                add(id, start, end, domain);
            }
            at += length;
        }
        return news;
    }

    private void cut(boolean unreadable) {
        if (unreadable) {
            whole = false;
            countable = false;
        }
    }

    private void add(int id, int start, int end, Domain domain) {
        if (sets == ids.length) {
            starts = Arrays.copyOf(starts, sets * 2);
            ends = Arrays.copyOf(ends, sets * 2);
            ids = Arrays.copyOf(ids, sets * 2);
            Template[] more = unknown(sets * 2);
            System.arraycopy(templates, 0, more, 0, sets);
            templates = more;
        }
        ids[sets] = id;
        starts[sets] = start;
        ends[sets] = end;
        Template known = domain.templates.get(id);
        templates[sets] = known != null ? known : UNKNOWN;
        sets++;
    }

    /// The template of a data set; at the second asking one that came later in the datagram.
    private Template template(int set, Domain domain) {
        if (templates[set] == UNKNOWN) {
            Template known = domain.templates.get(ids[set]);
            if (known != null) {
                templates[set] = known;
            }
        }
        return templates[set];
    }

    private void at(Datagram datagram, int uptime) {
        reading.receivedAt = datagram.receivedAt;
        reading.exportedAt = datagram.exportedAt;
        reading.uptime = uptime;
    }

    /// Reads the parked sets whose template is known now.
    ///
    /// @return whether flows were read
    private boolean release(
            boolean options,
            TemplateExporter exporter,
            Domain domain,
            Datagram current,
            ExporterTally tally) {
        boolean released = false;
        long countedBefore = records;
        Iterator<ParkedSets.Parked> waiting = exporter.parked.iterator();
        while (waiting.hasNext()) {
            ParkedSets.Parked parked = waiting.next();
            Template template =
                    parked.domain() == domain.id ? domain.templates.get(parked.template()) : null;
            if (template == null || template.options != options) {
                continue;
            }
            waiting.remove();
            exporter.parked.removed(parked);
            byte[] octets = parked.octets();
            if (options) {
                tally.optionsRecords += set(template, octets, 0, octets.length);
                continue;
            }
            earlier.sourceHi = current.sourceHi;
            earlier.sourceLo = current.sourceLo;
            earlier.sourcePort = parked.sourcePort();
            earlier.receivedAt = parked.receivedAt();
            earlier.exportedAt = parked.exportedAt();
            earlier.position = parked.position();
            at(earlier, parked.uptime());
            reading.sink.recordsOf(earlier);
            set(template, octets, 0, octets.length);
            released = true;
        }
        records = countedBefore;
        return released;
    }

    /// Reads a set: options data are applied, flows handed to the sink.
    ///
    /// @return how many records it has
    private long set(Template template, byte[] octets, int from, int to) {
        long before = records;
        template.lastUsed = reading.receivedAt;
        if (!reading.isSession) {
            reading.conduct.templateUsed(reading.receivedAt - template.toldAt);
        }
        cut(template.length == 0);
        int at = from;
        while (template.length > 0 && to - at >= template.length) {
            int next = read(template, octets, at, to);
            if (next < 0) {
                cut(true);
                break;
            }
            if (template.options) {
                template.optionsData.apply(values, reading.domain, reading.budget);
                template.names.apply(
                        octets, at, next, reading.domain.id, reading.receivedAt, reading.facts);
            } else {
                whole &= flows(template).emit(values, reading);
            }
            records++;
            at = next;
        }
        return records - before;
    }

    private int read(Template template, byte[] octets, int at, int to) {
        if (template.lists.isPresent()) {
            Lists lists = template.lists.get();
            lists.begin(reading.domain, reading.receivedAt, values, ofLists);
            int end = template.readVariable(octets, at, to, values, lists);
            listsPassedOver += lists.passedOver;
            return end;
        }
        if (template.variable) {
            return template.readVariable(octets, at, to, values, ListTaker.NONE);
        }
        template.read(octets, at, values);
        return at + template.length;
    }

    private static FlowMapping flows(Template template) {
        return template.lists.isPresent() ? template.lists.get().flows() : template.flows;
    }

    private static Template[] unknown(int size) {
        Template[] none = new Template[size];
        Arrays.fill(none, UNKNOWN);
        return none;
    }
}
