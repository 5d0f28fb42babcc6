package net.flowtally.ledger.calls;

import java.util.Map;
import java.util.TreeMap;

/// What compaction must not change: the counters of a set of files, whole and by quarter hour.
final class SliceTotals {
    private long rawBytes;
    private long rawPackets;
    private final Map<Long, Counted> quarters = new TreeMap<>();

    private record Counted(long bytes, long packets) {
        Counted plus(Counted other) {
            return new Counted(bytes + other.bytes, packets + other.packets);
        }
    }

    void add(WrittenFile file) {
        rawBytes += file.rawBytes();
        rawPackets += file.rawPackets();
        for (QuarterSum sum : file.quarters()) {
            quarters.merge(sum.quarter(), new Counted(sum.bytes(), sum.packets()), Counted::plus);
        }
    }

    boolean sameAs(SliceTotals other) {
        return rawBytes == other.rawBytes
                && rawPackets == other.rawPackets
                && quarters.equals(other.quarters);
    }

    @Override
    public String toString() {
        return rawBytes + " raw bytes, " + rawPackets + " raw packets, quarter hours " + quarters;
    }
}
