package net.flowtally.ledger.calls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// Prints how many slices a second one core writes to synced slice files, octets a slice, and the
/// memory of the process. Arguments: slices (4,000,000), slices a file (1,000,000).
public final class SliceWriterBenchmark {
    private SliceWriterBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int total = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4_000_000;
        int perFile = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
        Path root = Files.createTempDirectory("slices");
        Home home = Home.open(root);
        try (Store store = Store.open(home)) {
            CallArchive archive = new CallArchive(home, store);
            Slice[] slices = typical(1 << 16);
            SliceBatch batch = new SliceBatch();
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                long octets = 0;
                long written = 0;
                while (written < total) {
                    try (SliceFile file = archive.begin("bench" + round, written)) {
                        for (int i = 0; i < perFile; i++) {
                            Slice slice = slices[i & (slices.length - 1)];
                            slice.firstPosition = (written + i) * 73;
                            slice.lastPosition = (written + i) * 73 + 40;
                            batch.accept(slice);
                            if (batch.isFull()) {
                                file.append(batch);
                                batch.clear();
                            }
                        }
                        file.append(batch);
                        batch.clear();
                        WrittenFile finished = file.finish();
                        octets += finished.octetsOnDisk();
                        written += finished.slices();
                    }
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%,d slices: %,.0f/s, %.1f octets each, %s%n",
                        written,
                        written / seconds,
                        octets / (double) written,
                        resident());
                archive.deleteOrphans("bench" + round);
            }
        }
    }

    /// Some thousand hosts of a site, two slices a call, most to well-known ports.
    private static Slice[] typical(int count) {
        SplittableRandom random = new SplittableRandom(7);
        Slice[] slices = new Slice[count];
        int[] services = {443, 80, 53, 22};
        for (int i = 0; i < count; i++) {
            Slice slice = new Slice();
            long call = i / 2;
            boolean first = i % 2 == 0;
            long client = Address.mapV4(0x0a140000 + random.nextInt(4096));
            long server = Address.mapV4(0xc0000000 + random.nextInt(65536));
            slice.quarter = RandomSlices.MARCH;
            slice.callHi = call * 0x9E3779B97F4A7C15L;
            slice.callLo = call * 0xC2B2AE3D27D4EB4FL;
            slice.start = slice.quarter + random.nextLong(900_000) * 1000;
            slice.end = slice.start + random.nextLong(60_000) * 1000;
            slice.callStart = slice.start;
            slice.ownedAt = slice.start;
            slice.exporterLo = Address.mapV4(0x0a000001 + random.nextInt(4));
            slice.inputInterface = random.nextInt(8);
            slice.outputInterface = random.nextInt(8);
            slice.sourceLo = first ? client : server;
            slice.destinationLo = first ? server : client;
            slice.callerIsSource = first;
            slice.sourcePort = first ? 1024 + random.nextInt(64000) : services[(i / 2) & 3];
            slice.destinationPort = first ? services[(i / 2) & 3] : 1024 + random.nextInt(64000);
            slice.protocol = random.nextInt(4) == 0 ? 17 : 6;
            slice.tcpFlags = slice.protocol == 6 ? 0x1b : 0;
            slice.nextHopLo = Address.mapV4(0x0a000002);
            slice.rawPackets = 1L + random.nextInt(2000);
            slice.rawBytes = slice.rawPackets * (40 + random.nextInt(1400));
            slice.packets = slice.rawPackets;
            slice.bytes = slice.rawBytes;
            slice.records = 1;
            slice.rateNumerator = 1;
            slice.rateDenominator = 1;
            slices[i] = slice;
        }
        return slices;
    }

    private static String resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "memory not known here";
        }
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmRSS") || line.startsWith("VmHWM")) {
                text.append(line.replaceAll("\\s+", " ")).append(' ');
            }
        }
        return text.toString();
    }
}
