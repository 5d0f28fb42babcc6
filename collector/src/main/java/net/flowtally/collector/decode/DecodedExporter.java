package net.flowtally.collector.decode;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.netflow.NetFlow5;
import net.flowtally.collector.template.Dialect;
import net.flowtally.collector.template.TemplateExporter;
import net.flowtally.collector.wire.QuarterLosses;

/// Everything the decoders know of one exporter address.
final class DecodedExporter {
    final long addressHi;
    final long addressLo;
    final List<ExporterTally> tallies;
    final QuarterLosses losses;
    final RecentDatagrams recent;
    final NetFlow5 netflow5;
    final TemplateExporter netflow9;
    final TemplateExporter ipfix;

    DecodedExporter(long addressHi, long addressLo) {
        this(
                addressHi,
                addressLo,
                new ArrayList<>(2),
                new QuarterLosses(),
                new RecentDatagrams(),
                new NetFlow5(),
                new TemplateExporter(Dialect.NETFLOW_9),
                new TemplateExporter(Dialect.IPFIX));
    }

    private DecodedExporter(
            long addressHi,
            long addressLo,
            List<ExporterTally> tallies,
            QuarterLosses losses,
            RecentDatagrams recent,
            NetFlow5 netflow5,
            TemplateExporter netflow9,
            TemplateExporter ipfix) {
        this.addressHi = addressHi;
        this.addressLo = addressLo;
        this.tallies = tallies;
        this.losses = losses;
        this.recent = recent;
        this.netflow5 = netflow5;
        this.netflow9 = netflow9;
        this.ipfix = ipfix;
    }

    ExporterTally tally(String protocol) {
        for (int i = 0; i < tallies.size(); i++) {
            ExporterTally tally = tallies.get(i);
            if (tally.protocol.equals(protocol)) {
                return tally;
            }
        }
        ExporterTally fresh = new ExporterTally(addressHi, addressLo, protocol);
        tallies.add(fresh);
        return fresh;
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
        netflow5.save(out);
        netflow9.save(out);
        ipfix.save(out);
    }

    static DecodedExporter load(DataInput in) throws IOException {
        long addressHi = in.readLong();
        long addressLo = in.readLong();
        int size = in.readInt();
        List<ExporterTally> tallies = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            tallies.add(ExporterTally.load(in));
        }
        return new DecodedExporter(
                addressHi,
                addressLo,
                tallies,
                QuarterLosses.load(in),
                RecentDatagrams.load(in),
                NetFlow5.load(in),
                TemplateExporter.load(Dialect.NETFLOW_9, in),
                TemplateExporter.load(Dialect.IPFIX, in));
    }
}
