package net.flowtally.collector.flow;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import net.flowtally.collector.exporter.ExporterTally;

/// The exporters a flow table has heard of, numbered in the order of their first datagram. Not
/// thread-safe.
final class KnownExporters {
    private final List<KnownExporter> exporters = new ArrayList<>();
    private final IdentityHashMap<ExporterTally, KnownExporter> byTally = new IdentityHashMap<>();

    KnownExporter get(int number) {
        return exporters.get(number);
    }

    KnownExporter of(ExporterTally tally) {
        KnownExporter known = byTally.get(tally);
        return known == null ? add(tally) : known;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(exporters.size());
        for (KnownExporter exporter : exporters) {
            out.writeLong(exporter.tally.addressHi);
            out.writeLong(exporter.tally.addressLo);
            out.writeUTF(exporter.tally.protocol);
            out.writeLong(exporter.longestRecord);
        }
    }

    /// Takes over what `save` wrote, in place of everything here.
    ///
    /// @param tallies the counters that go with it
    /// @throws UnusableCheckpoint if an exporter has no counters among them
    void load(DataInput in, Iterable<ExporterTally> tallies) throws IOException {
        exporters.clear();
        byTally.clear();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            ExporterTally tally = find(tallies, in.readLong(), in.readLong(), in.readUTF());
            add(tally).longestRecord = in.readLong();
        }
    }

    private KnownExporter add(ExporterTally tally) {
        KnownExporter known = new KnownExporter(exporters.size(), tally);
        exporters.add(known);
        byTally.put(tally, known);
        return known;
    }

    private static ExporterTally find(
            Iterable<ExporterTally> tallies, long hi, long lo, String protocol) {
        for (ExporterTally tally : tallies) {
            if (tally.addressHi == hi && tally.addressLo == lo && tally.protocol.equals(protocol)) {
                return tally;
            }
        }
        throw new UnusableCheckpoint(
                "the checkpoint of the flow table names an exporter that has no counters");
    }
}
