package net.flowtally.collector.decode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;

/// For a fuzzer: datagrams of one exporter, each behind its length of two octets, through the
/// decoders, whose state is then saved and loaded.
public final class DecodersFuzz {
    private DecodersFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        DecodingBench bench = new DecodingBench();
        ByteBuffer in = ByteBuffer.wrap(input);
        while (in.remaining() > 2) {
            byte[] octets = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
            in.get(octets);
            bench.octets(octets);
        }
        byte[] saved = saved(bench.decoders);
        Decoders loaded = Decoders.load(new DataInputStream(new ByteArrayInputStream(saved)));
        int again = saved(loaded).length;
        if (again != saved.length) {
            throw new IllegalStateException(
                    "saved in " + saved.length + " octets, loaded and saved in " + again);
        }
        bench.decoders.giveUpParked();
    }

    private static byte[] saved(Decoders decoders) throws IOException {
        decoders.takeFacts();
        for (ExporterTally tally : decoders.tallies()) {
            tally.conduct.takeHours(Address.NONE, tally.protocol);
        }
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        decoders.save(new DataOutputStream(saved));
        return saved.toByteArray();
    }
}
