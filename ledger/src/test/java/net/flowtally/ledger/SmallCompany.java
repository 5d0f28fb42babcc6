package net.flowtally.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.flowtally.ledger.accounting.Accounting;
import net.flowtally.ledger.accounting.AccountingRun;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.Checklist;
import net.flowtally.ledger.billing.Seal;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statements;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.calls.SliceFile;
import net.flowtally.ledger.calls.StreamCommit;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.calls.WrittenFile;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.exporter.QuarterLoss;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;

/// A company of three departments in Berlin with a ledger of its own, and random calls for it. What
/// it draws it also remembers, with an owner and a category that are worked out the simple way.
public final class SmallCompany implements AutoCloseable {
    public static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    public static final String STREAM = "month";

    /// After every period that the tests use.
    public static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    /// From then on 10.1.1.9 belongs to Research and no longer to Sales.
    public static final Instant MOVE = Instant.parse("2026-03-15T23:00:00Z");

    private static final Address ONE = Address.parse("192.0.2.1");
    private static final Address TWO = Address.parse("192.0.2.2");

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final UsageReader usage;
    private final SplittableRandom random;
    private final List<Part> parts = new ArrayList<>();
    private final List<PendingSource> pending = new ArrayList<>();
    private final List<QuarterLoss> losses = new ArrayList<>();
    private long emission;
    private long suppressedBytes;
    private long heldBytes;

    /// One direction of a call in a quarter hour that counts.
    ///
    /// @param department of the caller, empty for Unassigned
    /// @param fromCaller whether the caller sent it
    public record Part(
            long quarter,
            long call,
            Address caller,
            Address callee,
            String department,
            String category,
            boolean fromCaller,
            long bytes,
            long packets) {}

    public SmallCompany(Path directory, long seed) {
        this(directory, seed, "Europe/Berlin");
    }

    public SmallCompany(Path directory, long seed, String zone) {
        System.out.println(directory.getFileName() + ": seed " + seed);
        random = new SplittableRandom(seed);
        home = Home.open(directory.resolve("home"));
        store = Store.open(home, CLOCK);
        Defaults.ensure(store);
        new Settings(store).set("accounting.zone", zone, "test");
        importDirectory(
                """
                department,user,workstation,address,from,to
                Sales,Anna,pc-anna,10.1.1.1,,
                Sales,Bert,pc-bert,10.1.1.2,,
                Sales,Cara,pc-cara,10.1.1.9,,2026-03-15T23:00:00Z
                Research,Dora,pc-dora,10.1.1.9,2026-03-15T23:00:00Z,
                Research,Emil,pc-emil,10.1.2.0/24,,
                Research/Lab,Fina,pc-fina,10.1.3.0/24,,
                """);
        archive = new CallArchive(home, store);
        usage = new UsageReader(home, store);
    }

    public Home home() {
        return home;
    }

    public Store store() {
        return store;
    }

    public CallArchive archive() {
        return archive;
    }

    public UsageReader usage() {
        return usage;
    }

    public SplittableRandom random() {
        return random;
    }

    /// The name of a user.
    public String user(long id) {
        return new Directory(store).current().userName(id);
    }

    public List<Part> parts() {
        return parts;
    }

    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    public long suppressedBytes() {
        return suppressedBytes;
    }

    public long heldBytes() {
        return heldBytes;
    }

    public void importDirectory(String csv) {
        try {
            Path file = Files.writeString(home.tmp().resolve("directory.csv"), csv);
            ImportOutcome outcome =
                    new DirectoryImport(store, AccountingZone.of("Europe/Berlin"))
                            .csv(file, "test");
            if (!(outcome instanceof ImportOutcome.Compared)) {
                throw new AssertionError(outcome);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public AccountingRun account() {
        return new Accounting(home, store, archive, CLOCK).run(Cancellation.none(), Progress.NONE);
    }

    public BillingPeriod period(String name) {
        return new Periods(store).ensure(name);
    }

    public Statements statements() {
        return new Statements(store, usage);
    }

    public Checklist checklist() {
        return new Checklist(store, usage, CLOCK);
    }

    public SealOutcome seal(String period, String reason) {
        return new Seal(home, store, archive, CLOCK, "test")
                .seal(period, reason, "test", Cancellation.none(), Progress.NONE);
    }

    /// Draws calls that begin in an interval and commits them as one file.
    public void draw(int calls, Instant from, Instant to) {
        List<Slice> slices = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            drawCall(Micros.of(from), Micros.of(to), slices);
        }
        commit(slices, Micros.of(to));
    }

    /// Adds what the collector says of sources that are not approved; with the next commit.
    public void pending(PendingSource source) {
        pending.add(source);
    }

    public void lose(long quarter, long expected, long lost) {
        losses.add(new QuarterLoss(ONE, quarter, expected, lost));
    }

    /// Commits slices and ends the stream for the moment: nothing is unsettled.
    public void commit(List<Slice> slices, long clock) {
        List<WrittenFile> files = new ArrayList<>();
        if (!slices.isEmpty()) {
            // as they leave the flow table: quarter hour by quarter hour
            List<Slice> ordered = new ArrayList<>(slices);
            ordered.sort(Comparator.comparingLong(slice -> slice.quarter));
            SliceBatch batch = new SliceBatch();
            try (SliceFile file = archive.begin(STREAM, emission)) {
                for (Slice slice : ordered) {
                    batch.accept(slice);
                    if (batch.isFull()) {
                        file.append(batch);
                        batch.clear();
                    }
                }
                file.append(batch);
                files.add(file.finish());
            }
            emission += slices.size();
        }
        archive.commit(
                new StreamCommit(
                        STREAM,
                        StreamKind.REPLAY,
                        emission,
                        emission,
                        clock,
                        files,
                        List.of(),
                        losses,
                        pending));
        archive.finish(STREAM);
    }

    /// A slice that the collector holds back.
    public Slice held(Instant quarter, long bytes) {
        Slice slice = slice(Micros.of(quarter), Micros.of(quarter), random.nextLong());
        slice.sourceLo = Address.parse("10.1.1.1").lo();
        slice.destinationLo = Address.parse("198.51.100.7").lo();
        slice.callerIsSource = true;
        slice.bytes = bytes;
        slice.packets = 1;
        slice.held = Slice.HELD_UNKNOWN_RATE;
        heldBytes += bytes;
        return slice;
    }

    /// What one address sends to another at an instant, as a call of its own.
    public Slice sent(Instant at, String caller, String callee, long bytes) {
        long micros = Micros.of(at);
        Slice slice = slice(QuarterHour.of(micros), micros, random.nextLong());
        Address source = Address.parse(caller);
        Address destination = Address.parse(callee);
        slice.sourceHi = source.hi();
        slice.sourceLo = source.lo();
        slice.destinationHi = destination.hi();
        slice.destinationLo = destination.lo();
        slice.sourcePort = 40_000;
        slice.destinationPort = 443;
        slice.callerIsSource = true;
        slice.bytes = bytes;
        slice.packets = 1;
        slice.rawBytes = bytes;
        slice.rawPackets = 1;
        slice.records = 1;
        return slice;
    }

    private void drawCall(long from, long to, List<Slice> slices) {
        long call = random.nextLong();
        long start = random.nextLong(from, to);
        long end = Math.min(to, start + random.nextLong(1_000_000, 5_000_000_000L));
        Address caller = caller();
        Address callee = callee();
        int protocol = random.nextInt(4) == 0 ? 17 : 6;
        int port = new int[] {443, 80, 53, 25, 6881, 22}[random.nextInt(6)];
        boolean answered = random.nextInt(10) > 0;
        boolean seenTwice = random.nextInt(3) == 0;
        for (long quarter = QuarterHour.of(start); quarter < end; quarter += QuarterHour.MICROS) {
            for (boolean fromCaller : new boolean[] {true, false}) {
                if (!fromCaller && !answered) {
                    continue;
                }
                Slice slice = slice(quarter, start, call);
                slice.start = Math.max(start, quarter);
                slice.end = Math.min(end, quarter + QuarterHour.MICROS);
                Address source = fromCaller ? caller : callee;
                Address destination = fromCaller ? callee : caller;
                slice.sourceHi = source.hi();
                slice.sourceLo = source.lo();
                slice.destinationHi = destination.hi();
                slice.destinationLo = destination.lo();
                slice.protocol = protocol;
                slice.sourcePort = fromCaller ? 40_000 : port;
                slice.destinationPort = fromCaller ? port : 40_000;
                slice.callerIsSource = fromCaller;
                slice.bytes = random.nextLong(1, 5_000_000);
                slice.packets = 1 + slice.bytes / 1000;
                slice.rawBytes = slice.bytes;
                slice.rawPackets = slice.packets;
                slice.records = 1;
                slices.add(slice);
                Instant ownedAt = Micros.instant(slice.ownedAt);
                parts.add(
                        new Part(
                                quarter,
                                call,
                                caller,
                                callee,
                                department(caller, ownedAt),
                                category(callee, ownedAt),
                                fromCaller,
                                slice.bytes,
                                slice.packets));
                if (seenTwice) {
                    slices.add(again(slice));
                }
            }
        }
    }

    /// The same as a second exporter sees it: a byte less, so that the first is elected.
    private Slice again(Slice seen) {
        SliceBatch copy = new SliceBatch(1);
        copy.accept(seen);
        Slice slice = new Slice();
        copy.get(0, slice);
        slice.exporterHi = TWO.hi();
        slice.exporterLo = TWO.lo();
        slice.bytes--;
        suppressedBytes += slice.bytes;
        return slice;
    }

    private static Slice slice(long quarter, long start, long call) {
        Slice slice = new Slice();
        slice.quarter = quarter;
        slice.callHi = call;
        slice.callLo = ~call;
        slice.callStart = start;
        slice.ownedAt = Math.max(start, quarter);
        slice.start = slice.ownedAt;
        slice.end = slice.ownedAt;
        slice.exporterHi = ONE.hi();
        slice.exporterLo = ONE.lo();
        slice.inputInterface = 1;
        slice.outputInterface = 2;
        slice.direction = Slice.INGRESS;
        slice.rateNumerator = 1;
        slice.rateDenominator = 1;
        slice.protocol = 6;
        return slice;
    }

    private Address caller() {
        String[] addresses = {
            "10.1.1.1", "10.1.1.2", "10.1.1.9", "10.1.2.17", "10.1.2.18", "10.1.3.3", "10.9.9.9"
        };
        return Address.parse(addresses[random.nextInt(addresses.length)]);
    }

    private Address callee() {
        String[] addresses = {
            "198.51.100.7", "203.0.113.80", "2001:db8::53", "10.1.2.17", "192.168.7.7"
        };
        return Address.parse(addresses[random.nextInt(addresses.length)]);
    }

    private static String department(Address caller, Instant ownedAt) {
        String address = caller.toString();
        if (address.equals("10.1.1.9")) {
            return ownedAt.isBefore(MOVE) ? "Sales" : "Research";
        }
        if (address.startsWith("10.1.1.")) {
            return "Sales";
        }
        if (address.startsWith("10.1.2.")) {
            return "Research";
        }
        return address.startsWith("10.1.3.") ? "Research/Lab" : "Unassigned";
    }

    private String category(Address callee, Instant ownedAt) {
        String address = callee.toString();
        if (address.startsWith("10.") || address.startsWith("192.168.")) {
            return "Intranet";
        }
        ZonedDateTime local = ownedAt.atZone(new Settings(store).current().zone().id());
        boolean peak =
                local.getDayOfWeek().getValue() <= 5
                        && local.getHour() >= 8
                        && local.getHour() < 18;
        return peak ? "Internet peak" : "Internet off-peak";
    }

    @Override
    public void close() {
        usage.close();
        store.close();
    }
}
