package net.flowtally.app.window;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.Accounting;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.calls.SliceFile;
import net.flowtally.ledger.calls.StreamCommit;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// A home with the calls of two months of a site with three departments, in February and March
/// 2026, accounting zone Europe/Berlin. The same on every run.
public final class SmallSite {
    /// A time in April, when March is over.
    public static final Clock APRIL =
            Clock.fixed(Instant.parse("2026-04-10T09:00:00Z"), ZoneOffset.UTC);

    private static final String DIRECTORY =
            """
            department,user,workstation,address,from,to
            Sales,Ann,pc-1,10.1.0.1,,
            Sales,Bob,pc-2,10.1.0.2,,
            Sales/Export,Cem,pc-3,10.1.0.3,,
            Development,Dee,pc-4,10.2.0.4,,
            Development,Eve,pc-5,10.2.0.5,,
            """;
    private static final Address EXPORTER = Address.parse("192.0.2.1");
    private static final int CALLERS = 6;
    private static final int[] PORTS = {443, 443, 443, 80, 53, 22};

    private final SplittableRandom random = new SplittableRandom(20260301);
    private final Slice slice = new Slice();
    private long position;
    private long records;
    private long bytes;
    private long packets;

    private SmallSite() {}

    /// Builds the home, and accounts it if told to.
    public static Home build(Path root, int calls, boolean accounted) throws IOException {
        Home home = Home.open(root);
        try (Store store = Store.open(home, APRIL)) {
            Defaults.ensure(store);
            new Settings(store).set("accounting.zone", "Europe/Berlin", "test");
            Path file = Files.writeString(home.tmp().resolve("directory.csv"), DIRECTORY);
            ImportOutcome outcome =
                    new DirectoryImport(store, new Settings(store).current().zone())
                            .csv(file, "test");
            if (!(outcome instanceof ImportOutcome.Compared)) {
                throw new IllegalStateException(outcome.toString());
            }
            CallArchive archive = new CallArchive(home, store);
            new SmallSite().collect(archive, calls);
            if (accounted) {
                new Accounting(home, store, archive, APRIL).run(Cancellation.none(), Progress.NONE);
            }
        }
        return home;
    }

    /// Lets a source have sent datagrams that nobody has approved.
    static void hearOf(Home home, Address source, long datagrams) {
        try (Store store = Store.open(home, APRIL)) {
            CallArchive archive = new CallArchive(home, store);
            long last = Micros.of(Instant.parse("2026-03-31T16:00:00Z"));
            archive.commit(
                    new StreamCommit(
                            "waiting",
                            StreamKind.REPLAY,
                            0,
                            0,
                            last,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(
                                    new PendingSource(
                                            source,
                                            "IPFIX",
                                            datagrams,
                                            last,
                                            new byte[] {0, 10}))));
            archive.finish("waiting");
        }
    }

    private void collect(CallArchive archive, int calls) {
        SliceBatch batch = new SliceBatch();
        long first = Micros.of(Instant.parse("2026-02-02T07:00:00Z"));
        long last = Micros.of(Instant.parse("2026-03-31T16:00:00Z"));
        try (SliceFile file = archive.begin("test", 0)) {
            for (int i = 0; i < calls; i++) {
                call(batch, first + random.nextLong(last - first));
                if (batch.size() > SliceBatch.DEFAULT_CAPACITY - 2) {
                    file.append(batch);
                    batch.clear();
                }
            }
            file.append(batch);
            archive.commit(
                    new StreamCommit(
                            "test",
                            StreamKind.REPLAY,
                            position,
                            file.slices(),
                            last,
                            List.of(file.finish()),
                            List.of(counters(last)),
                            List.of(),
                            List.of()));
        }
        archive.finish("test");
    }

    /// A call of both directions within one quarter hour.
    private void call(SliceBatch batch, long near) {
        long start = QuarterHour.of(near) + random.nextLong(Duration.ofMinutes(5).toNanos() / 1000);
        long end = start + random.nextLong(Duration.ofMinutes(9).toNanos() / 1000);
        int caller = random.nextInt(CALLERS);
        Address inside = Address.parse("10." + (caller < 3 ? 1 : 2) + ".0." + (caller + 1));
        Address outside = Address.parse("198.51.100." + (1 + random.nextInt(20)));
        int port = PORTS[random.nextInt(PORTS.length)];
        int ownPort = 32_768 + random.nextInt(20_000);
        slice.quarter = QuarterHour.of(start);
        slice.callHi = random.nextLong();
        slice.callLo = random.nextLong();
        slice.callStart = start;
        slice.ownedAt = start;
        slice.start = start;
        slice.end = end;
        slice.exporterHi = EXPORTER.hi();
        slice.exporterLo = EXPORTER.lo();
        slice.inputInterface = 1;
        slice.outputInterface = 2;
        slice.direction = Slice.UNKNOWN_DIRECTION;
        slice.protocol = port == 53 ? 17 : 6;
        slice.records = 1;
        slice.rateNumerator = 1;
        slice.rateDenominator = 1;
        slice.flags = Slice.FINAL;
        direction(batch, inside, ownPort, outside, port, true, 1 + random.nextInt(40));
        slice.inputInterface = 2;
        slice.outputInterface = 1;
        direction(batch, outside, port, inside, ownPort, false, 1 + random.nextInt(4_000));
    }

    private void direction(
            SliceBatch batch,
            Address source,
            int sourcePort,
            Address destination,
            int destinationPort,
            boolean fromCaller,
            int count) {
        slice.sourceHi = source.hi();
        slice.sourceLo = source.lo();
        slice.sourcePort = sourcePort;
        slice.destinationHi = destination.hi();
        slice.destinationLo = destination.lo();
        slice.destinationPort = destinationPort;
        slice.callerIsSource = fromCaller;
        slice.packets = count;
        slice.rawPackets = count;
        slice.bytes = count * (64L + random.nextInt(1_400));
        slice.rawBytes = slice.bytes;
        slice.firstPosition = position;
        slice.lastPosition = position++;
        records++;
        bytes += slice.bytes;
        packets += count;
        batch.accept(slice);
    }

    private ExporterCounters counters(long last) {
        return new ExporterCounters(
                EXPORTER,
                "NetFlow v9",
                records / 20,
                records,
                bytes,
                packets,
                records,
                0,
                0,
                12,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                last);
    }
}
