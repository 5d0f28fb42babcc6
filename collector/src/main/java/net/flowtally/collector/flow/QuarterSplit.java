package net.flowtally.collector.flow;

import java.util.Arrays;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.Slice;

/// Splits an update over the quarter hours that its interval touches, in proportion to time; each
/// counter by largest remainder, ties to the earlier quarter hour, so that the parts sum to the
/// update. The record counts in the first part. Reused, not thread-safe.
final class QuarterSplit {
    private FlowUpdate update = new FlowUpdate();
    private long first;
    private int count;
    private long[] lengths = new long[4];
    private long[] rawBytes = new long[4];
    private long[] rawPackets = new long[4];
    private long[] bytes = new long[4];
    private long[] packets = new long[4];
    private long[] remainders = new long[4];

    /// Whether all of an update lies in the quarter hour in which it starts. The border belongs to
    /// the later quarter hour; an update that only ends on it does not reach that one.
    static boolean isWhole(FlowUpdate update) {
        return update.end - QuarterHour.of(update.start) <= QuarterHour.MICROS;
    }

    /// Makes the one part of an update that needs no split.
    static void whole(FlowUpdate update, Part part) {
        long quarter = Math.floorDiv(update.start, QuarterHour.MICROS);
        long border = quarter * QuarterHour.MICROS;
        part.quarter = (int) quarter;
        part.start = (int) (update.start - border);
        part.end = (int) (update.end - border);
        part.rawBytes = update.rawBytes;
        part.rawPackets = update.rawPackets;
        part.bytes = update.bytes;
        part.packets = update.packets;
        part.records = 1;
        part.position = update.position;
        part.tcpFlags = update.tcpFlags;
        part.flags = update.flags;
    }

    /// Works out the shares.
    ///
    /// @return how many parts there are; some of them may be empty
    int split(FlowUpdate whole) {
        update = whole;
        first = Math.floorDiv(whole.start, QuarterHour.MICROS);
        long last = Math.floorDiv(whole.end - 1, QuarterHour.MICROS);
        count = Math.toIntExact(last - first + 1);
        if (count > lengths.length) {
            lengths = new long[count];
            rawBytes = new long[count];
            rawPackets = new long[count];
            bytes = new long[count];
            packets = new long[count];
            remainders = new long[count];
        }
        Arrays.fill(lengths, 0, count, QuarterHour.MICROS);
        lengths[0] -= whole.start - first * QuarterHour.MICROS;
        lengths[count - 1] -= (last + 1) * QuarterHour.MICROS - whole.end;
        spread(whole.rawBytes, rawBytes);
        spread(whole.rawPackets, rawPackets);
        if (whole.bytes == whole.rawBytes) {
            System.arraycopy(rawBytes, 0, bytes, 0, count);
        } else {
            spread(whole.bytes, bytes);
        }
        if (whole.packets == whole.rawPackets) {
            System.arraycopy(rawPackets, 0, packets, 0, count);
        } else {
            spread(whole.packets, packets);
        }
        return count;
    }

    private void spread(long total, long[] shares) {
        Proportion.spread(total, lengths, count, shares, remainders);
    }

    /// Makes one of the parts of the last `split`.
    ///
    /// @return false if it is empty: neither traffic nor the record fell to it
    boolean part(int index, Part part) {
        part.quarter = (int) (first + index);
        part.start = index == 0 ? (int) (QuarterHour.MICROS - lengths[0]) : 0;
        part.end = part.start + (int) lengths[index];
        part.rawBytes = rawBytes[index];
        part.rawPackets = rawPackets[index];
        part.bytes = bytes[index];
        part.packets = packets[index];
        part.records = index == 0 ? 1 : 0;
        part.position = update.position;
        part.tcpFlags = update.tcpFlags;
        part.flags = update.flags | Slice.SPLIT;
        return part.records != 0
                || (part.rawBytes | part.rawPackets | part.bytes | part.packets) != 0;
    }
}
