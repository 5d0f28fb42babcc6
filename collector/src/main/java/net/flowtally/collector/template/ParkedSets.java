package net.flowtally.collector.template;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.bound.SavedSize;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;

/// Data sets of one exporter that wait for their template: at most 1000 of them and 4 MiB, each for
/// five minutes of journal time, within what all exporters may take. When room is wanted the oldest
/// go. Those that go unread are counted in `unknownTemplate`.
final class ParkedSets {
    private static final int MAX_SETS = 1000;
    private static final int MAX_OCTETS = 4 << 20;
    private static final long MAX_MICROS = 300_000_000;

    /// What a set takes beside its content, about.
    private static final long OVERHEAD = 120;

    private final ArrayDeque<Parked> sets = new ArrayDeque<>();
    private int octets;
    private Budget budget = Budget.unlimited();

    /// The content of a set without its header, and what the datagram said of it.
    record Parked(
            int domain,
            int template,
            byte[] octets,
            int sourcePort,
            long receivedAt,
            long exportedAt,
            long position,
            int uptime) {}

    void within(Budget shared) {
        budget = shared;
        budget.takeAgain(octets + OVERHEAD * (long) sets.size());
    }

    boolean isEmpty() {
        return sets.isEmpty();
    }

    void park(
            int domain,
            int template,
            byte[] message,
            int from,
            int to,
            Datagram datagram,
            int uptime,
            ExporterTally tally) {
        while (sets.size() >= MAX_SETS
                || octets + (to - from) > MAX_OCTETS
                || !budget.take(OVERHEAD + (to - from))) {
            if (sets.isEmpty()) {
                tally.unknownTemplate++;
                return;
            }
            drop(tally);
        }
        sets.add(
                new Parked(
                        domain,
                        template,
                        Arrays.copyOfRange(message, from, to),
                        datagram.sourcePort,
                        datagram.receivedAt,
                        datagram.exportedAt,
                        datagram.position,
                        uptime));
        octets += to - from;
    }

    void expire(long now, ExporterTally tally) {
        while (!sets.isEmpty() && now - sets.getFirst().receivedAt > MAX_MICROS) {
            drop(tally);
        }
    }

    void giveUp(ExporterTally tally) {
        while (!sets.isEmpty()) {
            drop(tally);
        }
    }

    /// Gives the sets in the order in which they came; removing one through the iterator must be
    /// told to `removed`.
    Iterator<Parked> iterator() {
        return sets.iterator();
    }

    void removed(Parked parked) {
        octets -= parked.octets.length;
        budget.give(OVERHEAD + parked.octets.length);
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(sets.size());
        for (Parked parked : sets) {
            out.writeInt(parked.domain);
            out.writeShort(parked.template);
            out.writeInt(parked.octets.length);
            out.write(parked.octets);
            out.writeInt(parked.sourcePort);
            out.writeLong(parked.receivedAt);
            out.writeLong(parked.exportedAt);
            out.writeLong(parked.position);
            out.writeInt(parked.uptime);
        }
    }

    static ParkedSets load(DataInput in) throws IOException {
        ParkedSets loaded = new ParkedSets();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            int domain = in.readInt();
            int template = in.readUnsignedShort();
            byte[] octets = new byte[SavedSize.read(in, MAX_OCTETS)];
            in.readFully(octets);
            loaded.sets.add(
                    new Parked(
                            domain,
                            template,
                            octets,
                            in.readInt(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readInt()));
            loaded.octets += octets.length;
        }
        return loaded;
    }

    private void drop(ExporterTally tally) {
        removed(sets.removeFirst());
        tally.unknownTemplate++;
    }
}
