package net.flowtally.collector.decode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.ipfix.Ipfix;
import net.flowtally.collector.netflow.NetFlow1;
import net.flowtally.collector.netflow.NetFlow5;
import net.flowtally.collector.netflow.NetFlow8;
import net.flowtally.collector.netflow.NetFlow9;
import net.flowtally.collector.sflow.Sflow5;
import net.flowtally.collector.template.TemplateEngine;
import net.flowtally.collector.template.TemplateExporter;
import net.flowtally.collector.wire.Octets;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.ExporterFact;

/// All that is needed to read NetFlow, IPFIX and sFlow datagrams: one decoder for each protocol,
/// told apart by their first octets whatever port they came to, and what is remembered of each
/// exporter. That is its address, where its port may change; of sFlow it is the agent's address in
/// the datagram.
///
/// For each datagram, in the order of the journal: `tally`, which looks at the header alone, then
/// `decode`. Everything, times included, is a function of the datagrams alone. Owned by the
/// stream's thread.
public final class Decoders {
    /// Protocols as tallies name them.
    public static final String NETFLOW_1 = "NetFlow v1";

    public static final String NETFLOW_5 = "NetFlow v5";
    public static final String NETFLOW_7 = "NetFlow v7";
    public static final String NETFLOW_8 = "NetFlow v8";
    public static final String NETFLOW_9 = "NetFlow v9";
    public static final String IPFIX = "IPFIX";
    public static final String SFLOW = "sFlow v5";

    /// Older versions of sFlow, which are not read: their tallies count malformed datagrams only.
    public static final String SFLOW_2 = "sFlow v2";

    public static final String SFLOW_4 = "sFlow v4";

    /// What follows none of the protocols; such a tally counts malformed datagrams only.
    public static final String UNKNOWN = "unknown";

    private static final int MAX_LENGTH = 65_535;

    /// Exporters that are told apart, beside those that a rule names.
    static final int MAX_EXPORTERS = 4_096;

    /// What they may make us remember, beside what each of them takes from the start.
    private static final long MAX_OCTETS = 48L << 20;

    /// The protocol of what comes from exporters beyond those that are told apart.
    public static final String OTHERS = "others";

    /// No version of anything: of what is too short to tell.
    private static final int NO_VERSION = 0xffff;

    private final Map<Address, DecodedExporter> exporters = new LinkedHashMap<>();
    private final Map<Integer, Session> sessions = new LinkedHashMap<>();
    private final Budget budget = new Budget(MAX_OCTETS);
    private final DecodedExporter nobody = new DecodedExporter(0, 0, Budget.unlimited());
    private ExporterTally others = new ExporterTally(0, 0, OTHERS);

    /// Damaged places of the journal itself count as malformed.
    private ExporterTally journal = new ExporterTally(0, 0, ExporterCounters.JOURNAL);

    private Set<Address> named = Set.of();
    private DecodedExporter exporter = nobody;
    private final NetFlow1 netflow1 = new NetFlow1();
    private final TemplateEngine engine = new TemplateEngine();
    private final byte[] octets = new byte[MAX_LENGTH];

    /// What came over one connection, by its number.
    private record Session(DecodedExporter of, TemplateExporter told) {}

    /// Says which exporters have a place whatever else comes.
    public void named(Set<Address> exporters) {
        named = Set.copyOf(exporters);
    }

    /// Who is answerable for a datagram and what is counted of him; sets the exporter's clock
    /// (`Datagram.exportedAt`) from the header. Counts nothing.
    public ExporterTally tally(Datagram datagram) {
        copy(datagram, Math.min(datagram.length, 32));
        long exportedAt = FlowRecord.NO_TIME;
        String protocol = UNKNOWN;
        int length = datagram.length;
        long agentHi = 0;
        long agentLo = 0;
        switch (length < 2 ? NO_VERSION : Octets.u16(octets, 0)) {
            case NetFlow1.VERSION, NetFlow5.VERSION, NetFlow5.VERSION_7, NetFlow8.VERSION -> {
                protocol = ofFixedForm(Octets.u16(octets, 0));
                exportedAt = NetFlow1.exportedAt(octets, length);
            }
            case NetFlow9.VERSION -> {
                protocol = NETFLOW_9;
                exportedAt = NetFlow9.exportedAt(octets, length);
            }
            case Ipfix.VERSION -> {
                protocol = IPFIX;
                exportedAt = Ipfix.exportedAt(octets, length);
            }
            case 0 -> {
                int version = Sflow5.version(octets, length);
                protocol = version == Sflow5.VERSION ? SFLOW : olderSflow(version);
                if (version == Sflow5.VERSION) {
                    agentHi = Sflow5.agentHi(octets, length);
                    agentLo = Sflow5.agentLo(octets, length);
                }
            }
            default -> {}
        }
        datagram.exportedAt = exportedAt == FlowRecord.NO_TIME ? datagram.receivedAt : exportedAt;
        if ((agentHi | agentLo) != 0 && hasRoom(agentHi, agentLo)) {
            return exporter(agentHi, agentLo).tally(protocol);
        }
        return hasRoom(datagram.sourceHi, datagram.sourceLo)
                ? exporter(datagram.sourceHi, datagram.sourceLo).tally(protocol)
                : others;
    }

    /// Counts a place of the journal at which entries are damaged or missing.
    public void damaged(long journalTime) {
        journal.malformed++;
        journal.lastSeen = journalTime;
    }

    private static String ofFixedForm(int version) {
        return switch (version) {
            case NetFlow1.VERSION -> NETFLOW_1;
            case NetFlow5.VERSION -> NETFLOW_5;
            case NetFlow5.VERSION_7 -> NETFLOW_7;
            default -> NETFLOW_8;
        };
    }

    private static String olderSflow(int version) {
        return switch (version) {
            case 2 -> SFLOW_2;
            case 4 -> SFLOW_4;
            default -> UNKNOWN;
        };
    }

    /// Source addresses can be forged, and sFlow agents name themselves: so many are told apart.
    /// The datagrams of further agents count as those of the source, those of further sources are
    /// not read.
    private boolean hasRoom(long hi, long lo) {
        if (exporters.size() < MAX_EXPORTERS) {
            return true;
        }
        Address address = new Address(hi, lo);
        return exporters.containsKey(address) || named.contains(address);
    }

    /// What is counted of an exporter and a protocol that is not read here.
    public ExporterTally tally(long addressHi, long addressLo, String protocol) {
        return exporter(addressHi, addressLo).tally(protocol);
    }

    /// Reads a datagram and hands its flow records to the sink, in their order; what stands before
    /// something that cannot be read is handed over all the same. Counts the datagram, and whether
    /// it was malformed or a repeat, losses, options records and sets without template; records,
    /// bytes and packets are for the sink to count.
    ///
    /// @param tally of this datagram
    /// @throws MalformedDatagram if something could not be read
    public void decode(Datagram datagram, ExporterTally tally, FlowSink sink) {
        int length = datagram.length;
        tally.datagrams++;
        tally.lastSeen = datagram.receivedAt;
        if (tally == others) {
            return;
        }
        DecodedExporter from = exporter(tally.addressHi, tally.addressLo);
        if (length > MAX_LENGTH) {
            throw malformed(tally, "datagram longer than 65535 octets");
        }
        copy(datagram, length);
        if (from.recent.repeats(octets, length, datagram.receivedAt)) {
            tally.repeated++;
            return;
        }
        String trouble =
                switch (tally.protocol) {
                    case NETFLOW_1 -> netflow1.decode(octets, length, datagram, sink);
                    case NETFLOW_5 ->
                            from.netflow5.decode(
                                    octets, length, datagram, tally, from.losses, sink);
                    case NETFLOW_7 ->
                            from.netflow7.decode(
                                    octets, length, datagram, tally, from.losses, sink);
                    case NETFLOW_8 ->
                            from.netflow8.decode(
                                    octets,
                                    length,
                                    datagram,
                                    from.tellsFlows(datagram.receivedAt),
                                    tally,
                                    from.losses,
                                    sink);
                    case NETFLOW_9 ->
                            NetFlow9.decode(
                                    octets,
                                    length,
                                    datagram,
                                    from.netflow9,
                                    engine,
                                    tally,
                                    from.losses,
                                    sink);
                    case IPFIX ->
                            Ipfix.decode(
                                    octets,
                                    length,
                                    datagram,
                                    from.ipfix,
                                    engine,
                                    tally,
                                    from.losses,
                                    sink);
                    case SFLOW ->
                            from.sflow.decode(
                                    octets, length, datagram, tally, from.losses, from.facts, sink);
                    case SFLOW_2, SFLOW_4 -> tally.protocol + " is not read, only sFlow v5 is";
                    default -> "neither NetFlow nor IPFIX nor sFlow";
                };
        if (!trouble.isEmpty()) {
            throw malformed(tally, trouble);
        }
    }

    /// A connection over which IPFIX comes has begun.
    ///
    /// @param connection its number; 1 says that all earlier ones are gone
    public void connected(int connection) {
        if (connection == 1) {
            sessions.values().forEach(this::giveUpParked);
            sessions.clear();
        }
    }

    /// A connection is gone, and with it the templates that came over it.
    public void disconnected(int connection) {
        Session gone = sessions.remove(connection);
        if (gone != null) {
            giveUpParked(gone);
        }
    }

    private void giveUpParked(Session session) {
        session.told.giveUpParked(session.of.tally(IPFIX));
        session.told.release();
    }

    /// What is counted of an IPFIX message over a connection, as `tally` for a datagram.
    public ExporterTally tallyMessage(Datagram message) {
        copy(message, Math.min(message.length, 32));
        long exportedAt = Ipfix.exportedAt(octets, message.length);
        message.exportedAt = exportedAt == FlowRecord.NO_TIME ? message.receivedAt : exportedAt;
        return hasRoom(message.sourceHi, message.sourceLo)
                ? exporter(message.sourceHi, message.sourceLo).tally(IPFIX)
                : others;
    }

    /// Reads an IPFIX message that came over a connection, as `decode` does a datagram. Here
    /// nothing comes twice.
    ///
    /// @throws MalformedDatagram if something could not be read
    public void decodeMessage(
            Datagram message, int connection, ExporterTally tally, FlowSink sink) {
        tally.datagrams++;
        tally.lastSeen = message.receivedAt;
        if (tally == others) {
            return;
        }
        DecodedExporter from = exporter(tally.addressHi, tally.addressLo);
        int length = message.length;
        if (length > MAX_LENGTH) {
            throw malformed(tally, "message longer than 65535 octets");
        }
        copy(message, length);
        Session session =
                sessions.computeIfAbsent(connection, _ -> new Session(from, from.ipfix.session()));
        boolean isIpfix = length >= 2 && Octets.u16(octets, 0) == Ipfix.VERSION;
        String trouble =
                isIpfix
                        ? Ipfix.decode(
                                octets,
                                length,
                                message,
                                session.told,
                                engine,
                                tally,
                                from.losses,
                                sink)
                        : "no IPFIX on a connection for it";
        if (!trouble.isEmpty()) {
            throw malformed(tally, trouble);
        }
    }

    /// What is left of the memory that exporters share, octets.
    long left() {
        return budget.left();
    }

    /// Lets journal time go on while nothing comes: data that has waited five minutes for its
    /// template is counted as `unknownTemplate`.
    public void advance(long journalTime) {
        for (Session session : sessions.values()) {
            if (session.told.hasParked()) {
                session.told.expire(journalTime, session.of.tally(IPFIX));
            }
        }
        for (DecodedExporter known : exporters.values()) {
            known.expireParked(journalTime);
        }
    }

    /// Counts all data that waits for its template as `unknownTemplate`; for the end of a stream.
    public void giveUpParked() {
        sessions.values().forEach(this::giveUpParked);
        for (DecodedExporter known : exporters.values()) {
            known.giveUpParked();
        }
    }

    /// What has been counted of each exporter and protocol, in the order in which they came.
    public List<ExporterTally> tallies() {
        List<ExporterTally> all = new ArrayList<>();
        for (DecodedExporter known : exporters.values()) {
            all.addAll(known.tallies);
        }
        if (others.datagrams > 0) {
            all.add(others);
        }
        if (journal.malformed > 0) {
            all.add(journal);
        }
        return all;
    }

    /// What exporters have told about themselves since the last call, for the caller to commit.
    public List<ExporterFact> takeFacts() {
        List<ExporterFact> all = new ArrayList<>();
        for (DecodedExporter known : exporters.values()) {
            all.addAll(known.facts.take());
        }
        return all;
    }

    /// Takes the losses of one exporter in one quarter hour, in the units of its protocols (v5: v7,
    /// v8: flows, v9, sFlow: datagrams, IPFIX: records).
    public interface LossVisitor {
        /// @param quarter its first microsecond
        /// @param expected units sent in it, so far
        /// @param lost those of them that never came, so far
        void loss(long addressHi, long addressLo, long quarter, long expected, long lost);
    }

    /// Gives the losses of every quarter hour that is not settled.
    public void losses(LossVisitor visitor) {
        for (DecodedExporter known : exporters.values()) {
            known.losses.visit((quarter, expected, lost) ->
                    visitor.loss(known.addressHi, known.addressLo, quarter, expected, lost));
        }
    }

    /// Forgets the losses of quarter hours before an instant (microseconds UTC), which must be in
    /// the ledger by now. Later news of them change nothing.
    public void settleLosses(long before) {
        for (DecodedExporter known : exporters.values()) {
            known.losses.settle(before);
        }
    }

    public void save(DataOutput out) throws IOException {
        out.writeInt(exporters.size());
        for (DecodedExporter known : exporters.values()) {
            known.save(out);
        }
        out.writeInt(sessions.size());
        for (Map.Entry<Integer, Session> entry : sessions.entrySet()) {
            out.writeInt(entry.getKey());
            out.writeLong(entry.getValue().of.addressHi);
            out.writeLong(entry.getValue().of.addressLo);
            entry.getValue().told.save(out);
        }
        others.save(out);
        journal.save(out);
    }

    public static Decoders load(DataInput in) throws IOException {
        Decoders decoders = new Decoders();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            DecodedExporter known = DecodedExporter.load(in, decoders.budget);
            decoders.exporters.put(new Address(known.addressHi, known.addressLo), known);
        }
        int open = in.readInt();
        for (int i = 0; i < open; i++) {
            int connection = in.readInt();
            DecodedExporter of = decoders.exporter(in.readLong(), in.readLong());
            decoders.sessions.put(connection, new Session(of, of.ipfix.loadSession(in)));
        }
        decoders.others = ExporterTally.load(in);
        decoders.journal = ExporterTally.load(in);
        return decoders;
    }

    private void copy(Datagram datagram, int length) {
        MemorySegment.copy(
                datagram.memory, ValueLayout.JAVA_BYTE, datagram.offset, octets, 0, length);
    }

    private DecodedExporter exporter(long addressHi, long addressLo) {
        if (exporter.addressLo == addressLo
                && exporter.addressHi == addressHi
                && exporter != nobody) {
            return exporter;
        }
        exporter =
                exporters.computeIfAbsent(
                        new Address(addressHi, addressLo),
                        _ -> new DecodedExporter(addressHi, addressLo, budget));
        return exporter;
    }

    private static MalformedDatagram malformed(ExporterTally tally, String reason) {
        tally.malformed++;
        return new MalformedDatagram(reason);
    }
}
