package net.flowtally.ledger.billing;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.Accounting;
import net.flowtally.ledger.accounting.AccountingRun;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.calls.SliceBatch;
import net.flowtally.ledger.calls.SliceFile;
import net.flowtally.ledger.calls.StreamCommit;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.calls.WrittenFile;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.rework.Rework;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.SiteNames;
import net.flowtally.ledger.tariff.TariffFile;
import net.flowtally.ledger.tariff.Tariffs;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.zone.Zones;

/// Accounts and seals a month of a large site, and verifies it. Prints, as rows of a Markdown
/// table, what was done, time, time of the processor, how many slices a second, and the highest
/// memory of the process so far. Arguments: folder of the home, then what to do, in this order:
///
/// - `build SLICES SEED`: a directory of 100,000 assignments (25,000 addresses with four owners
///   each in the month) of 10,000 users, of whom a fifth moves, in 1,000 departments; six zones, a
///   tariff of peak and off-peak rules by zone and service; and slices of the month through the
///   writer and the catalog, a file for each hour as compaction leaves them. One call of seven goes
///   over quarter hours, one direction of seven is seen by a second exporter, one of eight is
///   sampled.
/// - `account`: all of the month, again if it is accounted already
/// - `check`: the checklist
/// - `seal`: with all that sealing does
/// - `verify`
public final class MonthBenchmark {
    private static final int USERS = 10_000;
    private static final int DEPARTMENTS = 1_000;
    private static final int ASSIGNMENTS = 100_000;
    private static final int OWNERS = 4;
    private static final int ADDRESSES = ASSIGNMENTS / OWNERS;
    private static final String PERIOD = "2026-03";
    private static final String STREAM = "bench";
    private static final Instant FROM = Instant.parse("2026-02-28T23:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-31T22:00:00Z");
    private static final Duration TURN = Duration.ofDays(8);
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-04-02T00:00:00Z"), ZoneOffset.UTC);

    private static final List<String> TARIFF =
            """
            tariff  Benchmark
            from    always
            payer   caller
            peak    Mon-Fri 08:00-18:00
            holiday 2026-03-19 A day off
            rule zone Internet, service HTTPS, peak -> Web peak = 0.0020 per MB
            rule zone Internet, service HTTPS, off-peak -> Web off-peak = 0.0008 per MB
            rule zone Internet, service DNS -> Names = 0.0010 per MB
            rule zone Internet, peak -> Internet peak = 500 MB free; 0.0030 per MB; 0.0020 per MB from 1000 MB
            rule zone Internet, off-peak -> Internet off-peak = 0.0010 per MB
            rule zone Cloud, peak -> Cloud peak = 0.0015 per MB; 0.0001 per call
            rule zone Cloud, off-peak -> Cloud off-peak = 0.0005 per MB
            rule zone Partners -> Partners = 0.0040 per MB; minimum 1.00; cap 250.00
            rule zone WAN, peak -> WAN peak = 0.0035 per MB
            rule zone WAN, off-peak -> WAN off-peak = 0.0015 per MB
            rule zone Intranet -> Intranet = 0.0001 per MB
            fee Port = 12.50 per workstation
            tax VAT = 19 %
            """
                    .lines()
                    .toList();

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Home home;
    private final Store store;
    private final CallArchive archive;

    private MonthBenchmark(Home home, Store store) {
        this.home = home;
        this.store = store;
        archive = new CallArchive(home, store, CLOCK);
    }

    public static void main(String[] arguments) throws IOException {
        Home home = Home.open(Path.of(arguments[0]));
        try (Store store = Store.open(home, CLOCK)) {
            MonthBenchmark month = new MonthBenchmark(home, store);
            if (arguments[1].equals("build")) {
                month.build(Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
            } else {
                for (int i = 1; i < arguments.length; i++) {
                    month.run(arguments[i]);
                }
            }
        }
    }

    private void build(long slices, long seed) throws IOException {
        Defaults.ensure(store);
        new Settings(store).set("accounting.zone", "Europe/Berlin", "bench");
        Zones zones = new Zones(store);
        zones.setPrefixes("WAN", List.of(Prefix.parse("10.128.0.0/9")), "bench");
        for (String zone : List.of("Cloud", "Partners", "Guests")) {
            zones.add(zone, zone.equals("Guests"), "bench");
        }
        zones.setPrefixes("Guests", List.of(Prefix.parse("172.20.0.0/16")), "bench");
        zones.setPrefixes("Partners", List.of(Prefix.parse("192.0.2.0/24")), "bench");
        zones.setPrefixes(
                "Cloud",
                List.of(
                        Prefix.parse("20.33.0.0/16"),
                        Prefix.parse("52.94.0.0/22"),
                        Prefix.parse("2a01:111::/32")),
                "bench");
        importDirectory(seed);
        TariffFile.Outcome outcome = TariffFile.read(TARIFF, SiteNames.current(store));
        if (!(outcome instanceof TariffFile.Outcome.Read read)) {
            throw new IllegalStateException(outcome.toString());
        }
        new Tariffs(store).replace(read.draft(), "bench");
        measured(
                "building %,d slices, seed %d".formatted(slices, seed),
                slices,
                () -> {
                    draw(slices, new SplittableRandom(seed));
                    return slices;
                });
    }

    private void run(String what) {
        switch (what) {
            case "account" -> {
                store.write(connection -> {
                    Rework.markAll(connection, "bench");
                    return what;
                });
                measured(
                        "accounting",
                        slices(),
                        () -> {
                            AccountingRun run =
                                    new Accounting(home, store, archive, CLOCK)
                                            .run(Cancellation.none(), Progress.NONE);
                            System.err.println(run);
                            return run;
                        });
            }
            case "check" -> {
                try (UsageReader usage = new UsageReader(home, store)) {
                    measured(
                            "checklist",
                            slices(),
                            () ->
                                    new Checklist(store, usage, CLOCK)
                                            .check(
                                                    new Periods(store).ensure(PERIOD),
                                                    Cancellation.none()));
                }
            }
            case "seal" -> {
                Object outcome =
                        measured(
                                "sealing",
                                slices(),
                                () ->
                                        new Seal(home, store, archive, CLOCK, "bench")
                                                .seal(
                                                        PERIOD,
                                                        "a benchmark",
                                                        "bench",
                                                        Cancellation.none(),
                                                        Progress.NONE));
                if (!(outcome instanceof SealOutcome.Sealed sealed)) {
                    throw new IllegalStateException(outcome.toString());
                }
                System.err.println(sealed.statements().size() + " statements");
            }
            case "verify" -> {
                VerificationReport report =
                        measured(
                                "verifying",
                                slices(),
                                () ->
                                        new Verification(home, store, archive)
                                                .run(Cancellation.none(), Progress.NONE));
                System.err.println(report);
            }
            default -> throw new IllegalArgumentException(what);
        }
    }

    private long slices() {
        return archive.stream(STREAM).orElseThrow().emission();
    }

    private static <T> T measured(String what, long slices, Supplier<T> work) {
        long start = System.nanoTime();
        long used = SYSTEM.getProcessCpuTime();
        T outcome = work.get();
        used = SYSTEM.getProcessCpuTime() - used;
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f s | %.1f s | %,.0f/s | %d MiB |%n",
                what,
                seconds,
                used / 1e9,
                slices / seconds,
                highestMemory());
        return outcome;
    }

    private static long highestMemory() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException _) {
            return 0;
        }
    }

    private void importDirectory(long seed) throws IOException {
        Path file = home.tmp().resolve("directory.csv");
        SplittableRandom random = new SplittableRandom(seed);
        int[] first = random.ints(ADDRESSES, 0, USERS).toArray();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("department,user,workstation,address,from,to\n");
            for (int i = 0; i < ASSIGNMENTS; i++) {
                int address = i / OWNERS;
                int turn = i % OWNERS;
                int user = (first[address] + turn * 4_729) % USERS;
                boolean moves = user % 5 == 0 && turn >= 2;
                int department = (user + (moves ? 1 : 0)) % DEPARTMENTS;
                out.write(
                        "Company/Division %d/Unit %d,user%d,pc%d,%s,%s,%s\n"
                                .formatted(
                                        department / 50,
                                        department,
                                        user,
                                        address,
                                        Address.v4(address(address)),
                                        FROM.plus(TURN.multipliedBy(turn)),
                                        turn == OWNERS - 1
                                                ? ""
                                                : FROM.plus(TURN.multipliedBy(turn + 1))));
            }
        }
        ImportOutcome outcome =
                new DirectoryImport(store, AccountingZone.of("Europe/Berlin")).csv(file, "bench");
        if (outcome instanceof ImportOutcome.Rejected rejected) {
            throw new IllegalStateException(rejected.errors().getFirst().toString());
        }
        Files.delete(file);
    }

    private static int address(int number) {
        return 0x0a00_0000 + number;
    }

    /// Quarter hours of working days and hours have four times the slices of others.
    private void draw(long slices, SplittableRandom random) {
        Calls calls = new Calls(random);
        long parts = 0;
        for (long quarter = Micros.of(FROM);
                quarter < Micros.of(TO);
                quarter += QuarterHour.MICROS) {
            parts += weight(quarter);
        }
        SliceBatch batch = new SliceBatch();
        long emission = 0;
        long weights = 0;
        long hour = 4 * QuarterHour.MICROS;
        for (long from = Micros.of(FROM); from < Micros.of(TO); from += hour) {
            long first = emission;
            try (SliceFile file = archive.begin(STREAM, emission)) {
                for (long quarter = from;
                        quarter < Math.min(from + hour, Micros.of(TO));
                        quarter += QuarterHour.MICROS) {
                    weights += weight(quarter);
                    long until = Math.round((double) slices * weights / parts);
                    calls.begin(quarter);
                    while (emission < until) {
                        Slice slice = calls.next();
                        slice.firstPosition = emission * 73;
                        slice.lastPosition = slice.firstPosition + 40;
                        batch.accept(slice);
                        emission++;
                        if (batch.isFull()) {
                            file.append(batch);
                            batch.clear();
                        }
                    }
                }
                if (emission == first) {
                    continue;
                }
                file.append(batch);
                batch.clear();
                commit(file.finish(), emission, from + hour);
            }
        }
        archive.finish(STREAM);
    }

    private void commit(WrittenFile file, long emission, long clock) {
        archive.commit(
                new StreamCommit(
                        STREAM,
                        StreamKind.REPLAY,
                        emission * 73,
                        emission,
                        clock,
                        List.of(file),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    private static int weight(long quarter) {
        Instant at = Micros.instant(quarter);
        int day = at.atZone(ZoneOffset.UTC).getDayOfWeek().getValue();
        int hour = at.atZone(ZoneOffset.UTC).getHour();
        return day <= 5 && hour >= 7 && hour < 17 ? 4 : 1;
    }

    /// The calls of the site, slice by slice.
    private static final class Calls {
        private static final int[] PORTS = {443, 443, 443, 443, 80, 53, 53, 22, 25, 445, 993, 3306};
        private static final int LONGEST = 1 << 20;

        private final SplittableRandom random;
        private final Slice slice = new Slice();
        private final long[] going = new long[LONGEST];
        private final long[] before = new long[LONGEST];
        private final long[] starts = new long[LONGEST];
        private int goingCount;
        private int beforeCount;
        private long number;
        private long quarter;
        private long call;
        private long start;
        private int left;

        Calls(SplittableRandom random) {
            this.random = random;
        }

        /// Of the calls of the quarter hour before, those that went on come first.
        void begin(long quarterHour) {
            quarter = quarterHour;
            System.arraycopy(going, 0, before, 0, goingCount);
            beforeCount = goingCount;
            goingCount = 0;
            left = 0;
        }

        /// The next slice; a reused carrier.
        Slice next() {
            if (left == 0) {
                nextCall();
            }
            left--;
            // what a call is follows from its number
            SplittableRandom own = new SplittableRandom(call * 31 + quarter + left % 2);
            SplittableRandom same = new SplittableRandom(call);
            boolean sent = (left & 1) == 1;
            boolean again = left >= 2;
            fill(same, sent, own);
            if (again) {
                slice.exporterLo = Address.mapV4(0x0a00_00f1);
                slice.inputInterface = 1;
                slice.outputInterface = 2;
                slice.bytes--;
                slice.rawBytes--;
            }
            return slice;
        }

        private void nextCall() {
            if (beforeCount > 0) {
                beforeCount--;
                call = before[beforeCount];
                start = starts[(int) (call % LONGEST)];
            } else {
                call = ++number;
                start = quarter + random.nextLong(QuarterHour.MICROS);
            }
            if (random.nextInt(7) == 0 && goingCount < LONGEST / 4) {
                starts[(int) (call % LONGEST)] = start;
                going[goingCount++] = call;
            }
            // each seventh call passes a second exporter
            left = call % 7 == 0 ? 4 : 2;
        }

        private void fill(SplittableRandom same, boolean sent, SplittableRandom own) {
            int client = same.nextInt(100) < 95 ? same.nextInt(ADDRESSES) : 1_000_000;
            long callerHi = 0;
            long callerLo =
                    Address.mapV4(address(client + (client == 1_000_000 ? same.nextInt(500) : 0)));
            long calleeHi = 0;
            long calleeLo;
            switch (same.nextInt(10)) {
                case 0 -> calleeLo = Address.mapV4(0x0a80_0000 + same.nextInt(4_000));
                case 1 -> calleeLo = Address.mapV4(0x0a00_0000 + same.nextInt(ADDRESSES));
                case 2, 3 -> calleeLo = Address.mapV4(0x1421_0000 + same.nextInt(60_000));
                case 4 -> calleeLo = Address.mapV4(0xc000_0200 + same.nextInt(200));
                case 5 -> {
                    calleeHi = 0x2a01_0111_0000_0000L + same.nextInt(1_000);
                    calleeLo = same.nextInt(1_000);
                }
                default -> calleeLo = Address.mapV4(0x5000_0000 + same.nextInt(2_000_000));
            }
            int port = PORTS[same.nextInt(PORTS.length)];
            int callerPort = 1024 + same.nextInt(64_000);
            long mixed = call * 0x9E37_79B9_7F4A_7C15L;
            slice.callHi = mixed ^ mixed >>> 32;
            slice.callLo = (call + 7) * 0xC2B2_AE3D_27D4_EB4FL;
            slice.quarter = quarter;
            slice.callStart = start;
            slice.ownedAt = Math.max(start, quarter);
            slice.start = slice.ownedAt;
            slice.end =
                    Math.min(
                            slice.start + own.nextLong(60_000) * 1_000,
                            quarter + QuarterHour.MICROS);
            slice.exporterLo = Address.mapV4(0x0a00_00e1 + client % 4);
            slice.inputInterface = sent ? 1 + client % 8 : 20;
            slice.outputInterface = sent ? 20 : 1 + client % 8;
            slice.direction = Slice.INGRESS;
            slice.sourceHi = sent ? callerHi : calleeHi;
            slice.sourceLo = sent ? callerLo : calleeLo;
            slice.destinationHi = sent ? calleeHi : callerHi;
            slice.destinationLo = sent ? calleeLo : callerLo;
            slice.sourcePort = sent ? callerPort : port;
            slice.destinationPort = sent ? port : callerPort;
            slice.protocol = port == 53 ? 17 : 6;
            slice.callerIsSource = sent;
            slice.tcpFlags = port == 53 ? 0 : 0x1b;
            slice.nextHopLo = Address.mapV4(0x0a00_0002);
            int rate = client % 8 == 0 ? 10 : 1;
            slice.rawPackets = 1L + own.nextInt(2_000);
            slice.rawBytes = slice.rawPackets * (40 + own.nextInt(1_400)) + 1;
            slice.packets = slice.rawPackets * rate;
            slice.bytes = slice.rawBytes * rate;
            slice.rateNumerator = rate;
            slice.rateDenominator = 1;
            slice.rateSource = rate == 1 ? Slice.RATE_NONE : Slice.RATE_HEADER;
            slice.records = 1;
        }
    }
}
