package net.flowtally.collector.decode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.exporter.FactsTold;
import net.flowtally.collector.netflow.NetFlow5;
import net.flowtally.collector.netflow.NetFlow8;
import net.flowtally.collector.sflow.Sflow5;
import net.flowtally.collector.template.Dialect;
import net.flowtally.collector.template.TemplateExporter;
import net.flowtally.collector.wire.QuarterLosses;
import net.flowtally.ledger.address.Address;

/// Everything the decoders know of one exporter address.
final class DecodedExporter {
    private static final long AN_HOUR = 3_600_000_000L;

    final long addressHi;
    final long addressLo;
    final List<ExporterTally> tallies;
    final QuarterLosses losses;
    final RecentDatagrams recent;
    final FactsTold facts;
    final NetFlow5 netflow5;
    final NetFlow5 netflow7;
    final NetFlow8 netflow8;
    final TemplateExporter netflow9;
    final TemplateExporter ipfix;
    final Sflow5 sflow;
    private final Budget budget;

    DecodedExporter(long addressHi, long addressLo, Budget budget) {
        this(addressHi, addressLo, new FactsTold(new Address(addressHi, addressLo)), budget);
    }

    private DecodedExporter(long addressHi, long addressLo, FactsTold facts, Budget budget) {
        this(
                addressHi,
                addressLo,
                new ArrayList<>(2),
                new QuarterLosses(),
                new RecentDatagrams(),
                facts,
                new NetFlow5(NetFlow5.Form.V5),
                new NetFlow5(NetFlow5.Form.V7),
                new NetFlow8(),
                new TemplateExporter(Dialect.NETFLOW_9, facts),
                new TemplateExporter(Dialect.IPFIX, facts),
                new Sflow5(),
                budget);
    }

    private DecodedExporter(
            long addressHi,
            long addressLo,
            List<ExporterTally> tallies,
            QuarterLosses losses,
            RecentDatagrams recent,
            FactsTold facts,
            NetFlow5 netflow5,
            NetFlow5 netflow7,
            NetFlow8 netflow8,
            TemplateExporter netflow9,
            TemplateExporter ipfix,
            Sflow5 sflow,
            Budget budget) {
        this.addressHi = addressHi;
        this.addressLo = addressLo;
        this.tallies = tallies;
        this.losses = losses;
        this.recent = recent;
        this.facts = facts;
        this.netflow5 = netflow5;
        this.netflow7 = netflow7;
        this.netflow8 = netflow8;
        this.netflow9 = netflow9;
        this.ipfix = ipfix;
        this.sflow = sflow;
        this.budget = budget;
        recent.within(budget);
        facts.within(budget);
        netflow5.within(budget);
        netflow7.within(budget);
        netflow8.within(budget);
        netflow9.within(budget);
        ipfix.within(budget);
        sflow.within(budget);
        for (ExporterTally tally : tallies) {
            tally.conduct.places.within(budget);
        }
    }

    ExporterTally tally(String protocol) {
        for (int i = 0; i < tallies.size(); i++) {
            ExporterTally tally = tallies.get(i);
            if (tally.protocol.equals(protocol)) {
                return tally;
            }
        }
        ExporterTally fresh = new ExporterTally(addressHi, addressLo, protocol);
        fresh.conduct.places.within(budget);
        tallies.add(fresh);
        return fresh;
    }

    /// Whether flows were told one by one within the last hour, and not only as v8 sums them up.
    boolean tellsFlows(long now) {
        for (int i = 0; i < tallies.size(); i++) {
            ExporterTally tally = tallies.get(i);
            if (!tally.protocol.equals(Decoders.NETFLOW_8)
                    && tally.records > 0
                    && now - tally.lastSeen <= AN_HOUR) {
                return true;
            }
        }
        return false;
    }

    void expireParked(long now) {
        if (netflow9.hasParked()) {
            netflow9.expire(now, tally(Decoders.NETFLOW_9));
        }
        if (ipfix.hasParked()) {
            ipfix.expire(now, tally(Decoders.IPFIX));
        }
    }

    void giveUpParked() {
        if (netflow9.hasParked()) {
            netflow9.giveUpParked(tally(Decoders.NETFLOW_9));
        }
        if (ipfix.hasParked()) {
            ipfix.giveUpParked(tally(Decoders.IPFIX));
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(addressHi);
        out.writeLong(addressLo);
        out.writeInt(tallies.size());
        for (ExporterTally tally : tallies) {
            tally.save(out);
        }
        losses.save(out);
        recent.save(out);
        facts.save(out);
        netflow5.save(out);
        netflow7.save(out);
        netflow8.save(out);
        netflow9.save(out);
        ipfix.save(out);
        sflow.save(out);
    }

    static DecodedExporter load(DataInput in, Budget budget) throws IOException {
        long addressHi = in.readLong();
        long addressLo = in.readLong();
        int size = in.readInt();
        List<ExporterTally> tallies = new ArrayList<>(2);
        for (int i = 0; i < size; i++) {
            tallies.add(ExporterTally.load(in));
        }
        QuarterLosses losses = QuarterLosses.load(in);
        RecentDatagrams recent = RecentDatagrams.load(in);
        FactsTold facts = FactsTold.load(new Address(addressHi, addressLo), in);
        return new DecodedExporter(
                addressHi,
                addressLo,
                tallies,
                losses,
                recent,
                facts,
                NetFlow5.load(NetFlow5.Form.V5, in),
                NetFlow5.load(NetFlow5.Form.V7, in),
                NetFlow8.load(in),
                TemplateExporter.load(Dialect.NETFLOW_9, facts, in),
                TemplateExporter.load(Dialect.IPFIX, facts, in),
                Sflow5.load(in),
                budget);
    }
}
