package net.flowtally.ledger.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Running sums over slices, whole and by quarter hour.
final class SliceSums {
    private final TreeMap<Long, long[]> quarters = new TreeMap<>();
    private long lastQuarter;
    private long[] lastSums = new long[3];

    long slices;
    long rawBytes;
    long rawPackets;
    long bytes;
    long packets;

    /// Slices of LFAP flows, and those of them that are joined with slices of other streams.
    long flows;

    long joined;
    long firstPosition = Long.MAX_VALUE;
    long lastPosition;

    void add(
            long quarter,
            long rawBytes,
            long rawPackets,
            long bytes,
            long packets,
            long firstPosition,
            long lastPosition) {
        slices++;
        this.rawBytes += rawBytes;
        this.rawPackets += rawPackets;
        this.bytes += bytes;
        this.packets += packets;
        this.firstPosition = Math.min(this.firstPosition, firstPosition);
        this.lastPosition = Math.max(this.lastPosition, lastPosition);
        if (slices == 1 || quarter != lastQuarter) {
            lastQuarter = quarter;
            lastSums = quarters.computeIfAbsent(quarter, _ -> new long[3]);
        }
        lastSums[0]++;
        lastSums[1] += bytes;
        lastSums[2] += packets;
    }

    void addFlags(int flags) {
        flows += (flags & Slice.FLOW) != 0 ? 1 : 0;
        joined += (flags & Slice.JOINED) != 0 ? 1 : 0;
    }

    List<QuarterSum> quarters() {
        List<QuarterSum> all = new ArrayList<>(quarters.size());
        quarters.forEach(
                (quarter, sums) -> all.add(new QuarterSum(quarter, sums[0], sums[1], sums[2])));
        return all;
    }
}
