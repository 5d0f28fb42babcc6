package net.flowtally.ledger.calls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// A home with an archive for tests, to which slices are committed.
final class ArchiveFixture implements AutoCloseable {
    final Home home;
    final Store store;
    final CallArchive archive;
    private long position;

    ArchiveFixture(Path directory) {
        home = Home.open(directory);
        store = Store.open(home);
        archive = new CallArchive(home, store);
    }

    /// Commits slices as one file of a stream.
    void commit(String stream, List<Slice> slices) {
        commit(stream, slices, List.of(), List.of());
    }

    void commit(
            String stream,
            List<Slice> slices,
            List<ExporterCounters> counters,
            List<PendingSource> pending) {
        commit(stream, slices, position + 1000, counters, pending);
    }

    /// Commits slices as one file of a stream whose clock has come to an instant.
    void commit(String stream, List<Slice> slices, long clock) {
        commit(stream, slices, clock, List.of(), List.of());
    }

    private void commit(
            String stream,
            List<Slice> slices,
            long clock,
            List<ExporterCounters> counters,
            List<PendingSource> pending) {
        long emission = archive.stream(stream).map(StreamState::emission).orElse(0L);
        List<WrittenFile> files = new ArrayList<>();
        if (!slices.isEmpty()) {
            SliceBatch batch = new SliceBatch(100);
            try (SliceFile file = archive.begin(stream, emission)) {
                for (Slice slice : slices) {
                    batch.accept(slice);
                    if (batch.isFull()) {
                        file.append(batch);
                        batch.clear();
                    }
                }
                file.append(batch);
                files.add(file.finish());
            }
        }
        position += 1000;
        archive.commit(
                new StreamCommit(
                        stream,
                        StreamKind.COLLECT,
                        position,
                        emission + slices.size(),
                        clock,
                        files,
                        counters,
                        List.of(),
                        pending));
    }

    List<ExporterQuarter> sums() {
        try (CallReader reader = archive.reader()) {
            return reader.sums(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Cancellation.none());
        }
    }

    List<SuppressedCall> suppressed() {
        List<SuppressedCall> calls = new ArrayList<>();
        try (CallReader reader = archive.reader()) {
            reader.suppressed(
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    Cancellation.none(),
                    calls::add);
        }
        return calls;
    }

    @Override
    public void close() {
        store.close();
    }

    /// What the source of an LFAP flow sent, told in an instant.
    ///
    /// @param start when the flow began, microseconds
    /// @param at when it was told
    /// @param flags besides `Slice.FLOW`
    static Slice flow(
            Address exporter,
            Address caller,
            Address callee,
            long start,
            long at,
            long bytes,
            int flags) {
        Slice slice = new Slice();
        slice.callHi = 1;
        slice.callLo = 2;
        slice.callStart = start;
        slice.start = at;
        slice.end = at;
        slice.quarter = QuarterHour.of(at);
        slice.ownedAt = Math.max(start, slice.quarter);
        slice.exporterHi = exporter.hi();
        slice.exporterLo = exporter.lo();
        slice.direction = Slice.UNKNOWN_DIRECTION;
        slice.sourceHi = caller.hi();
        slice.sourceLo = caller.lo();
        slice.destinationHi = callee.hi();
        slice.destinationLo = callee.lo();
        slice.sourcePort = 40_000;
        slice.destinationPort = 443;
        slice.protocol = 6;
        slice.callerIsSource = true;
        slice.rawBytes = bytes;
        slice.rawPackets = 1;
        slice.bytes = bytes;
        slice.packets = 1;
        slice.records = 1;
        slice.rateNumerator = 1;
        slice.rateDenominator = 1;
        slice.flags = Slice.FLOW | flags;
        return slice;
    }
}
