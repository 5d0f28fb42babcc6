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
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.collector.ipfix.Ipfix;
import net.flowtally.collector.netflow.NetFlow5;
import net.flowtally.collector.netflow.NetFlow9;
import net.flowtally.collector.template.TemplateEngine;
import net.flowtally.collector.wire.Octets;
import net.flowtally.ledger.address.Address;

/// All that is needed to read NetFlow and IPFIX datagrams: one decoder for each protocol, told
/// apart by the first two octets, and what is remembered of each exporter (by its address; its port
/// may change).
///
/// For each datagram, in the order of the journal: `tally`, which looks at the header alone, then
/// `decode`. Everything, times included, is a function of the datagrams alone. Owned by the
/// stream's thread.
public final class Decoders {
    /// Protocols as tallies name them.
    public static final String NETFLOW_5 = "NetFlow v5";

    public static final String NETFLOW_9 = "NetFlow v9";
    public static final String IPFIX = "IPFIX";

    /// What follows none of the protocols; such a tally counts malformed datagrams only.
    public static final String UNKNOWN = "unknown";

    private static final int MAX_LENGTH = 65_535;

    private final Map<Address, DecodedExporter> exporters = new LinkedHashMap<>();
    private final DecodedExporter nobody = new DecodedExporter(0, 0);
    private DecodedExporter exporter = nobody;
    private final TemplateEngine engine = new TemplateEngine();
    private final byte[] octets = new byte[MAX_LENGTH];

    /// Who is answerable for a datagram and what is counted of him; sets the exporter's clock
    /// (`Datagram.exportedAt`) from the header. Counts nothing.
    public ExporterTally tally(Datagram datagram) {
        copy(datagram, Math.min(datagram.length, 32));
        long exportedAt = FlowRecord.NO_TIME;
        String protocol = UNKNOWN;
        int length = datagram.length;
        switch (length < 2 ? 0 : Octets.u16(octets, 0)) {
            case NetFlow5.VERSION -> {
                protocol = NETFLOW_5;
                exportedAt = NetFlow5.exportedAt(octets, length);
            }
            case NetFlow9.VERSION -> {
                protocol = NETFLOW_9;
                exportedAt = NetFlow9.exportedAt(octets, length);
            }
            case Ipfix.VERSION -> {
                protocol = IPFIX;
                exportedAt = Ipfix.exportedAt(octets, length);
            }
            default -> {}
        }
        datagram.exportedAt = exportedAt == FlowRecord.NO_TIME ? datagram.receivedAt : exportedAt;
        return exporter(datagram.sourceHi, datagram.sourceLo).tally(protocol);
    }

    /// Reads a datagram and hands its flow records to the sink, in their order; what stands before
    /// something that cannot be read is handed over all the same. Counts the datagram, and whether
    /// it was malformed or a repeat, losses, options records and sets without template; records,
    /// bytes and packets are for the sink to count.
    ///
    /// @param tally of this datagram
    /// @throws MalformedDatagram if something could not be read
    public void decode(Datagram datagram, ExporterTally tally, FlowSink sink) {
        DecodedExporter from = exporter(datagram.sourceHi, datagram.sourceLo);
        int length = datagram.length;
        tally.datagrams++;
        tally.lastSeen = datagram.receivedAt;
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
                    case NETFLOW_5 ->
                            from.netflow5.decode(
                                    octets, length, datagram, tally, from.losses, sink);
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
                    default -> "neither NetFlow v5 nor v9 nor IPFIX";
                };
        if (!trouble.isEmpty()) {
            throw malformed(tally, trouble);
        }
    }

    /// Lets journal time go on while nothing comes: data that has waited five minutes for its
    /// template is counted as `unknownTemplate`.
    public void advance(long journalTime) {
        for (DecodedExporter known : exporters.values()) {
            known.expireParked(journalTime);
        }
    }

    /// Counts all data that waits for its template as `unknownTemplate`; for the end of a stream.
    public void giveUpParked() {
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
        return all;
    }

    /// Takes the losses of one exporter in one quarter hour, in the units of its protocols (v5:
    /// flows, v9: datagrams, IPFIX: records).
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
    }

    public static Decoders load(DataInput in) throws IOException {
        Decoders decoders = new Decoders();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            DecodedExporter known = DecodedExporter.load(in);
            decoders.exporters.put(new Address(known.addressHi, known.addressLo), known);
        }
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
                        _ -> new DecodedExporter(addressHi, addressLo));
        return exporter;
    }

    private static MalformedDatagram malformed(ExporterTally tally, String reason) {
        tally.malformed++;
        return new MalformedDatagram(reason);
    }
}
