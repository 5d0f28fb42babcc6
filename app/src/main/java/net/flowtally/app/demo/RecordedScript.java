package net.flowtally.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.capture.CaptureFile;
import net.flowtally.ledger.address.Address;

/// What a real exporter once sent, with the time in its headers moved to now. The times of its
/// flows are relative to that.
record RecordedScript(String name, List<byte[]> datagrams, Volume volume) implements Script {
    private static final int NETFLOW_SECONDS = 8;

    /// The recordings that the program brings with it. Their volumes are those of the packets that
    /// the exporters saw: 108 flows with 523 packets, of which NetFlow v5 can tell the IPv4 part.
    static List<Script> all(Path directory, Clock clock) throws IOException {
        Volume v4 = new Volume(93, 298_213, 462);
        Volume whole = new Volume(108, 338_251, 523);
        return List.of(
                read("softflowd, NetFlow v5", "sf_v5.pcap", v4, directory, clock),
                read("softflowd, NetFlow v9", "sf_v9.pcap", whole, directory, clock),
                read("pmacctd, NetFlow v9", "pm_v9.pcap", whole, directory, clock));
    }

    private static Script read(
            String name, String resource, Volume volume, Path directory, Clock clock)
            throws IOException {
        Path file = directory.resolve(resource);
        try (InputStream in = RecordedScript.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the recording " + resource + " is missing");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        List<byte[]> datagrams = new ArrayList<>();
        new CaptureFile(file, Address.NONE, clock)
                .deliverTo((at, source, port, payload) -> {
                    byte[] octets = new byte[payload.remaining()];
                    payload.get(octets);
                    datagrams.add(octets);
                });
        Files.delete(file);
        return new RecordedScript(name, datagrams, volume);
    }

    @Override
    public int size() {
        return datagrams.size();
    }

    @Override
    public byte[] datagram(int number, long nowMillis) {
        byte[] octets = datagrams.get(number).clone();
        ByteBuffer.wrap(octets).putInt(NETFLOW_SECONDS, (int) (nowMillis / 1000));
        return octets;
    }
}
