package net.flowtally.collector.exporter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.flowtally.collector.bound.Budget;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.exporter.ExporterFact;

/// What one exporter has told about itself beside its traffic: readings of interface counters,
/// names of interfaces and applications, statistics. What is new waits here for the next commit;
/// what was told before in the same words is passed over. Owned by the stream's thread.
public final class FactsTold {
    /// The value of a counter that is not told.
    public static final long NOT_TOLD = ExporterFact.NOT_TOLD;

    /// Interfaces, applications and statistics of one exporter, each: further ones are counted and
    /// left out.
    private static final int MOST = 8192;

    /// So many of those left out are told apart.
    private static final int MOST_LEFT_OUT = 64;

    /// What a fact takes, about.
    private static final int OCTETS = 700;

    private static final int MOST_LETTERS = 255;

    /// What a statistic counts.
    public enum Statistic {
        EXPORTED_OCTETS("octets exported"),
        EXPORTED_PACKETS("packets exported"),
        EXPORTED_FLOWS("flows exported"),
        OBSERVED_FLOWS("flows observed"),
        IGNORED_PACKETS("packets ignored"),
        IGNORED_OCTETS("octets ignored"),
        NOT_SENT_FLOWS("flows not sent"),
        NOT_SENT_PACKETS("packets not sent"),
        NOT_SENT_OCTETS("octets not sent"),
        DROPPED_SAMPLES("samples dropped by the agent"),
        LISTS_PASSED_OVER("lists with no single value, passed over"),
        LEFT_OUT("names and counters left out, because there were too many");

        private final String text;

        Statistic(String text) {
            this.text = text;
        }
    }

    private enum Kind {
        READING,
        INTERFACE,
        APPLICATION,
        STATISTIC
    }

    /// @param first interface, application's text, or the domain
    /// @param second of a statistic: what it counts
    private record Key(Kind kind, long first, String second) {}

    private record Waiting(Key key, long quarter) {}

    private final Address exporter;
    private final Map<Key, List<String>> known = new LinkedHashMap<>();
    private final int[] knownOf = new int[Kind.values().length];
    private final Set<Key> tooMany = new HashSet<>();
    private final Map<Waiting, ExporterFact> waiting = new LinkedHashMap<>();
    private Budget budget = Budget.unlimited();
    private long leftOut;

    public FactsTold(Address exporter) {
        this.exporter = exporter;
    }

    /// From now on takes memory from what all exporters share.
    public void within(Budget shared) {
        budget = shared;
        budget.takeAgain(OCTETS * (long) known.size());
    }

    /// A reading of the counters of an interface; the last one of each quarter hour is kept. A
    /// counter may be `NOT_TOLD`.
    ///
    /// @param speed bits a second
    public void reading(
            long interfaceIndex,
            long at,
            long speed,
            long octetsIn,
            long packetsIn,
            long errorsIn,
            long discardsIn,
            long octetsOut,
            long packetsOut,
            long errorsOut,
            long discardsOut) {
        Key key = new Key(Kind.READING, interfaceIndex, "");
        if (knows(key, List.of(), at)) {
            waiting.put(
                    new Waiting(key, QuarterHour.of(at)),
                    new ExporterFact.InterfaceReading(
                            exporter,
                            interfaceIndex,
                            at,
                            speed,
                            octetsIn,
                            packetsIn,
                            errorsIn,
                            discardsIn,
                            octetsOut,
                            packetsOut,
                            errorsOut,
                            discardsOut));
        }
    }

    /// Takes the name of an interface and, if there is one, its description.
    public void interfaceName(long interfaceIndex, String name, String description, long at) {
        Key key = new Key(Kind.INTERFACE, interfaceIndex, "");
        List<String> words = List.of(cut(name), cut(description));
        if (knows(key, words, at) && !words.equals(known.put(key, words))) {
            waiting.put(
                    new Waiting(key, 0),
                    new ExporterFact.InterfaceName(
                            exporter, interfaceIndex, words.get(0), words.get(1), at));
        }
    }

    /// Takes the name of an application (RFC 6759).
    ///
    /// @param application engine and selector, as in `13:80`
    public void applicationName(String application, String name, String description, long at) {
        Key key = new Key(Kind.APPLICATION, 0, cut(application));
        List<String> words = List.of(cut(name), cut(description));
        if (knows(key, words, at) && !words.equals(known.put(key, words))) {
            waiting.put(
                    new Waiting(key, 0),
                    new ExporterFact.ApplicationName(
                            exporter, key.second(), words.get(0), words.get(1), at));
        }
    }

    /// Takes a statistic, the last value of which counts.
    ///
    /// @param domain observation domain, source id or sub-agent
    /// @param of what it is about within the domain; 0 for all of it
    public void statistic(int domain, Statistic statistic, long of, long value, long at) {
        String text = of == 0 ? statistic.text : statistic.text + " at source " + of;
        Key key = new Key(Kind.STATISTIC, domain & 0xffff_ffffL, text);
        List<String> words = List.of(Long.toString(value));
        if (knows(key, words, at) && !words.equals(known.put(key, words))) {
            waiting.put(
                    new Waiting(key, 0),
                    new ExporterFact.Statistic(exporter, key.first(), key.second(), value, at));
        }
    }

    /// Adds to a statistic that is counted here.
    public void count(int domain, Statistic statistic, long more, long at) {
        Key key = new Key(Kind.STATISTIC, domain & 0xffff_ffffL, statistic.text);
        List<String> before = known.getOrDefault(key, List.of());
        statistic(
                domain,
                statistic,
                0,
                more + (before.isEmpty() ? 0 : Long.parseLong(before.getFirst())),
                at);
    }

    /// @return false if there is no room for it; counted then
    private boolean knows(Key key, List<String> words, long at) {
        if (known.containsKey(key)) {
            return true;
        }
        if (knownOf[key.kind().ordinal()] < MOST && budget.take(OCTETS)) {
            knownOf[key.kind().ordinal()]++;
            known.put(key, words.isEmpty() ? words : List.of());
            return true;
        }
        boolean isNew = tooMany.size() < MOST_LEFT_OUT && tooMany.add(key);
        leftOut += isNew ? 1 : 0;
        if (isNew) {
            waiting.put(
                    new Waiting(new Key(Kind.STATISTIC, 0, Statistic.LEFT_OUT.text), 0),
                    new ExporterFact.Statistic(exporter, 0, Statistic.LEFT_OUT.text, leftOut, at));
        }
        return false;
    }

    private static String cut(String text) {
        return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS);
    }

    /// What is new since the last call, for the caller to commit.
    public List<ExporterFact> take() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<ExporterFact> facts = new ArrayList<>(waiting.values());
        waiting.clear();
        return facts;
    }

    /// Writes what is known; what waits must have been taken.
    public void save(DataOutput out) throws IOException {
        out.writeLong(leftOut);
        out.writeInt(known.size());
        for (Map.Entry<Key, List<String>> entry : known.entrySet()) {
            out.writeByte(entry.getKey().kind().ordinal());
            out.writeLong(entry.getKey().first());
            out.writeUTF(entry.getKey().second());
            out.writeByte(entry.getValue().size());
            for (String word : entry.getValue()) {
                out.writeUTF(word);
            }
        }
    }

    public static FactsTold load(Address exporter, DataInput in) throws IOException {
        FactsTold facts = new FactsTold(exporter);
        facts.leftOut = in.readLong();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            Kind kind = Kind.values()[in.readByte()];
            Key key = new Key(kind, in.readLong(), in.readUTF());
            List<String> words = new ArrayList<>();
            for (int left = in.readByte(); left > 0; left--) {
                words.add(in.readUTF());
            }
            facts.known.put(key, List.copyOf(words));
            facts.knownOf[kind.ordinal()]++;
        }
        return facts;
    }
}
