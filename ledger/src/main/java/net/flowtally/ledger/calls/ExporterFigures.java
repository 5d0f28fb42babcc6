package net.flowtally.ledger.calls;

import java.time.Instant;
import java.util.TreeSet;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.time.Micros;

/// The figures of one exporter while they are gathered.
final class ExporterFigures {
    private final TreeSet<String> protocols = new TreeSet<>();
    private long lastSeen;
    private long datagrams;
    private long records;
    private long bytes;
    private long packets;
    private long slices;
    private long malformed;
    private long unknownTemplate;
    private long pending;
    private long lost;
    private long held;
    private long heldBytes;
    private long duplicates;
    private long duplicatesBytes;
    private long outside;
    private long outsideBytes;
    private long future;
    private long futureBytes;
    private long repeated;
    private long withoutCounters;
    private long ignored;
    private long shed;

    void speaks(String protocol, long seen) {
        if (!protocol.isEmpty()) {
            protocols.add(protocol);
        }
        lastSeen = Math.max(lastSeen, seen);
    }

    /// @param figures in the order of the columns of `exporter_counter`
    void addCounters(long[] figures) {
        datagrams += figures[0];
        records += figures[1];
        bytes += figures[2];
        packets += figures[3];
        slices += figures[4];
        malformed += figures[5];
        unknownTemplate += figures[6];
        lost += figures[7];
        held += figures[8];
        heldBytes += figures[9];
        future += figures[10];
        futureBytes += figures[11];
        outside += figures[12];
        outsideBytes += figures[13];
        repeated += figures[14];
        withoutCounters += figures[15];
    }

    /// Takes off what was counted twice: running counters of LFAP flows that went to another
    /// stream.
    void takeOff(long doubleBytes, long doublePackets) {
        bytes -= doubleBytes;
        packets -= doublePackets;
    }

    void addPending(long count) {
        pending += count;
    }

    /// Held records count now, perhaps with other figures.
    void release(
            boolean ofTheFuture,
            long count,
            long octets,
            long octetsNow,
            long counted,
            long countedNow) {
        held -= count;
        heldBytes -= octets;
        if (ofTheFuture) {
            future -= count;
            futureBytes -= octets;
        }
        bytes += octetsNow - octets;
        packets += countedNow - counted;
    }

    void addIgnored(long count) {
        ignored += count;
    }

    void addShed(long count) {
        shed += count;
    }

    void addDuplicates(long count, long octets) {
        duplicates += count;
        duplicatesBytes += octets;
    }

    /// Adds another exporter's figures, but not its protocols.
    void add(ExporterFigures other) {
        lastSeen = Math.max(lastSeen, other.lastSeen);
        addCounters(
                new long[] {
                    other.datagrams,
                    other.records,
                    other.bytes,
                    other.packets,
                    other.slices,
                    other.malformed,
                    other.unknownTemplate,
                    other.lost,
                    other.held,
                    other.heldBytes,
                    other.future,
                    other.futureBytes,
                    other.outside,
                    other.outsideBytes,
                    other.repeated,
                    other.withoutCounters
                });
        addPending(other.pending);
        addIgnored(other.ignored);
        addShed(other.shed);
        addDuplicates(other.duplicates, other.duplicatesBytes);
    }

    ExporterStatus status(Address address, String name) {
        return new ExporterStatus(
                address,
                name,
                String.join(", ", protocols),
                lastSeen == 0 ? Instant.EPOCH : Micros.instant(lastSeen),
                datagrams,
                records,
                bytes,
                packets,
                slices,
                malformed,
                unknownTemplate,
                pending,
                lost,
                held,
                heldBytes,
                duplicates,
                duplicatesBytes,
                outside,
                outsideBytes,
                future,
                futureBytes,
                repeated,
                withoutCounters,
                ignored,
                shed);
    }
}
