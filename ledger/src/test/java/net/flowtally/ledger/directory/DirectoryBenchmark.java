package net.flowtally.ledger.directory;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOptions;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.imports.Mapping;
import net.flowtally.ledger.imports.Telling;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;

/// Prints, as rows of a Markdown table (what, time, time of the processor), how long imports of
/// many rows and the building of the directory take, and how many owners a second one core looks
/// up. The addresses change hands four times a year, and a fifth of the users moves. Argument: rows
/// (100,000).
public final class DirectoryBenchmark {
    private static final int USERS = 10_000;
    private static final int DEPARTMENTS = 500;
    private static final int OWNERS = 4;
    private static final int LOOKUPS = 5_000_000;
    private static final int ROUNDS = 5;
    private static final Instant YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TURN = Duration.ofDays(91);

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final int rows;
    private final Path folder;
    private final Store store;
    private final DirectoryImport imports;

    private DirectoryBenchmark(int rows, Path folder, Store store) {
        this.rows = rows;
        this.folder = folder;
        this.store = store;
        imports = new DirectoryImport(store, AccountingZone.UTC);
    }

    public static void main(String[] arguments) throws IOException {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        Path folder = Files.createTempDirectory("directory");
        try (Store store = Store.open(Home.open(folder.resolve("home")))) {
            new DirectoryBenchmark(rows, folder, store).run();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void run() throws IOException {
        Path csv = table("first.csv", 0);
        ImportOptions dry = new ImportOptions("", true, true, new Telling.History());
        time(
                "CSV, dry run into an empty directory",
                () -> imports.csv(csv, Mapping.PLAIN, dry, "bench"));
        time("CSV into an empty directory", () -> imports.csv(csv, "bench"));
        time("the same CSV again", () -> imports.csv(csv, "bench"));
        Path changed = table("second.csv", 20);
        time("CSV with each 20th row changed", () -> imports.csv(changed, "bench"));
        Directory directory = new Directory(store);
        time(
                "taking that back",
                () -> {
                    directory.undo("bench", directory.newestEdit().orElseThrow().revision());
                    return "";
                });
        Path leases = leases();
        time("Kea leases", () -> imports.leases(leases, ImportOptions.ALL_OR_NOTHING, "bench"));
        for (int round = 1; round <= ROUNDS; round++) {
            time("reading and building the directory, round " + round, directory::current);
        }
        lookups(directory.current());
    }

    private void time(String what, Supplier<?> work) {
        long start = System.nanoTime();
        long used = SYSTEM.getProcessCpuTime();
        Object outcome = work.get();
        used = SYSTEM.getProcessCpuTime() - used;
        long nanos = System.nanoTime() - start;
        if (outcome instanceof ImportOutcome.Rejected rejected) {
            throw new IllegalStateException(rejected.errors().getFirst().toString());
        }
        row(what, seconds(nanos), seconds(used));
    }

    private void lookups(DirectorySnapshot snapshot) {
        SplittableRandom random = new SplittableRandom(1);
        int many = 1 << 16;
        long[] lo = new long[many];
        long[] at = new long[many];
        for (int i = 0; i < many; i++) {
            // one of five is nobody's
            lo[i] = Address.mapV4(0x0a00_0000 + random.nextInt(rows / OWNERS * 5 / 4));
            at[i] = Micros.of(YEAR) + random.nextLong(365L * 86_400_000_000L);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double fastest = 0;
        long owned = 0;
        long allocated = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long octets = threads.getCurrentThreadAllocatedBytes();
            long start = threads.getCurrentThreadCpuTime();
            owned = 0;
            for (int i = 0; i < LOOKUPS; i++) {
                int k = i & (many - 1);
                owned += snapshot.ownerOf(0, lo[k], at[k]).department() == 0 ? 0 : 1;
            }
            double perSecond =
                    LOOKUPS * 1e9 / Math.max(1, threads.getCurrentThreadCpuTime() - start);
            allocated = threads.getCurrentThreadAllocatedBytes() - octets;
            fastest = Math.max(fastest, perSecond);
        }
        row(
                "owners looked up, %.0f %% of them found, %d octets allocated for all"
                        .formatted(100.0 * owned / LOOKUPS, allocated),
                "",
                "%,.0f/s".formatted(fastest));
    }

    /// @param changed each so many-th row names another user; 0 = none
    private Path table(String name, int changed) throws IOException {
        Path file = folder.resolve(name);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("department,user,workstation,address,from,to\n");
            for (int i = 0; i < rows; i++) {
                int turn = i % OWNERS;
                int user = (int) ((i * 7919L + turn * 104_729L) % USERS);
                if (changed > 0 && i % changed == 0) {
                    user = (user + 1) % USERS;
                }
                boolean moves = user % 5 == 0 && turn >= 2;
                int department = (user + (moves ? 1 : 0)) % DEPARTMENTS;
                out.write(
                        "Company/Division %d/Unit %d,user%d,pc%d,%s,%s,%s\n"
                                .formatted(
                                        department / 50,
                                        department,
                                        user,
                                        i / OWNERS,
                                        Address.v4(0x0a00_0000 + i / OWNERS),
                                        YEAR.plus(TURN.multipliedBy(turn)),
                                        turn == OWNERS - 1
                                                ? ""
                                                : YEAR.plus(TURN.multipliedBy(turn + 1))));
            }
        }
        return file;
    }

    /// Each address is given to another machine every day.
    private Path leases() throws IOException {
        Path file = folder.resolve("leases.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write(
                    "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,"
                            + "hostname,state\n");
            for (int i = 0; i < rows; i++) {
                int machine = (int) (i * 31L % 20_000);
                out.write(
                        "%s,02:00:00:00:%02x:%02x,,86400,%d,1,0,0,host%d,0\n"
                                .formatted(
                                        Address.v4(0x0a80_0000 + i % 1_000),
                                        machine >> 8,
                                        machine & 0xff,
                                        YEAR.getEpochSecond() + (i / 1_000 + 1) * 86_400L,
                                        machine));
            }
        }
        return file;
    }

    private static String seconds(long nanos) {
        return "%.2f s".formatted(nanos / 1e9);
    }

    private static void row(String what, String time, String ofProcessor) {
        System.out.printf(Locale.ROOT, "| %s | %s | %s |%n", what, time, ofProcessor);
    }
}
