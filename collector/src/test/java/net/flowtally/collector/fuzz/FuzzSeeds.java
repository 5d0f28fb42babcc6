package net.flowtally.collector.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.flowtally.collector.capture.CaptureFile;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.collector.simulate.Scenario;
import net.flowtally.collector.simulate.SimulatedDatagram;
import net.flowtally.collector.stream.CheckpointSeed;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.CollectorSettings;

/// Writes what a fuzzer begins with: captures, simulated exporters and sessions, in the form of
/// each target. The argument is a folder.
final class FuzzSeeds {
    private static final int IPFIX = 1;
    private static final int LFAP = 2;
    private static final int MOST_OCTETS = 6_000;

    private FuzzSeeds() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (FuzzTarget target : FuzzTarget.values()) {
            Files.createDirectories(folder.resolve(target.folder()));
        }
        Map<String, List<byte[]>> all = datagrams();
        for (Map.Entry<String, List<byte[]>> each : all.entrySet()) {
            put(folder, FuzzTarget.DECODERS, each.getKey(), behindLengths(each.getValue(), -1));
            put(folder, FuzzTarget.STREAM, each.getKey(), behindLengths(each.getValue(), 0));
            byte[] first = each.getValue().getFirst();
            if (first[1] == 10) {
                put(
                        folder,
                        FuzzTarget.STREAM,
                        each.getKey() + "-tcp",
                        behindLengths(each.getValue(), IPFIX));
                put(folder, FuzzTarget.FRAMING, each.getKey(), joined(0, each.getValue()));
            }
        }
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                byte[] octets = Files.readAllBytes(file);
                if (name.endsWith(".pcap") && octets.length < 4 * MOST_OCTETS) {
                    put(folder, FuzzTarget.CAPTURE, name, octets);
                } else if (name.endsWith("cce2fas.bin")) {
                    put(folder, FuzzTarget.FRAMING, name, joined(1, List.of(octets)));
                    put(folder, FuzzTarget.STREAM, name, behindLengths(messages(octets), LFAP));
                }
            }
        }
        journal(folder, all);
        put(folder, FuzzTarget.CHECKPOINT, "empty", CheckpointSeed.of(List.of()));
        for (Map.Entry<String, List<byte[]>> each : all.entrySet()) {
            put(
                    folder,
                    FuzzTarget.CHECKPOINT,
                    each.getKey(),
                    CheckpointSeed.of(each.getValue().subList(0, 1)));
        }
    }

    private static void put(Path folder, FuzzTarget target, String name, byte[] octets)
            throws IOException {
        Files.write(folder.resolve(target.folder()).resolve("seed-" + name), octets);
    }

    private static Map<String, List<byte[]>> datagrams() throws IOException {
        Map<String, List<byte[]>> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/captures"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".pcap")).sorted().toList()) {
                List<byte[]> payloads = new ArrayList<>();
                new CaptureFile(file, Address.parse("192.0.2.1"), Clock.systemUTC())
                        .deliverTo((_, _, _, payload) -> {
                            byte[] octets = new byte[payload.remaining()];
                            payload.get(octets);
                            payloads.add(octets);
                        });
                all.put(String.valueOf(file.getFileName()), payloads);
            }
        }
        for (String protocol :
                List.of(
                        "netflow1",
                        "netflow5 sample=10",
                        "netflow7",
                        "netflow9 sample=10 nat=203.0.113.5",
                        "ipfix sample=10 template=changed:5m",
                        "sflow sample=10")) {
            List<byte[]> payloads = new ArrayList<>();
            for (SimulatedDatagram datagram :
                    Scenario.parse("flows 6\nipv6 30%\nexporter a 192.0.2.1 " + protocol).play()) {
                payloads.add(datagram.payload());
            }
            all.put(protocol.replaceAll("\\W", "-"), payloads);
        }
        return all;
    }

    /// @param selector -1 for none
    private static byte[] behindLengths(List<byte[]> messages, int selector) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(all);
        for (byte[] message : messages) {
            if (all.size() > MOST_OCTETS) {
                break;
            }
            if (selector >= 0) {
                out.writeByte(selector);
            }
            out.writeShort(message.length);
            out.write(message);
        }
        return all.toByteArray();
    }

    private static byte[] joined(int selector, List<byte[]> messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(selector);
        for (byte[] message : messages) {
            if (all.size() < MOST_OCTETS) {
                all.writeBytes(message);
            }
        }
        return all.toByteArray();
    }

    private static List<byte[]> messages(byte[] stream) {
        List<byte[]> messages = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.remaining() >= 8) {
            byte[] message = new byte[8 + (in.getShort(in.position() + 6) & 0xffff)];
            in.get(message);
            messages.add(message);
        }
        return messages;
    }

    private static void journal(Path folder, Map<String, List<byte[]>> all) throws IOException {
        Path home = Files.createTempDirectory("seeds");
        Path file = home.resolve("journal").resolve("0000000000000000.journal");
        try (Journal journal = Journal.open(home.resolve("journal"), home.resolve("lock"), "fuzz");
                JournalWriter writer =
                        journal.writer(CollectorSettings.defaults().encode(), 1 << 16)) {
            for (List<byte[]> datagrams : all.values()) {
                byte[] octets = datagrams.getFirst();
                if (octets.length < 100) {
                    writer.append(Entry.DATAGRAM, 0, 2055, 1, 0, 1, ByteBuffer.wrap(octets));
                }
            }
            writer.append(Entry.TICK, 2);
        }
        byte[] content = Files.readAllBytes(file);
        for (int flags = 0; flags < 8; flags++) {
            put(folder, FuzzTarget.JOURNAL, "flags-" + flags, joined(flags, List.of(content)));
        }
    }
}
