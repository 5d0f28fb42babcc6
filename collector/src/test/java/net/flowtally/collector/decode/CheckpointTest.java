package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.flowtally.collector.exporter.ExporterTally;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final int RUNS = 40;

    @Test
    void aStreamThatIsSavedAndLoadedOnItsWayGivesTheSame() throws IOException {
        long seed = Long.getLong("flowtally.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < RUNS; run++) {
            List<byte[]> stream = stream(random);
            DecodingBench straight = new DecodingBench();
            DecodingBench interrupted = new DecodingBench();
            for (byte[] octets : stream) {
                straight.octets(octets);
                if (random.nextInt(10) == 0) {
                    interrupted.decoders = reloaded(interrupted.decoders);
                }
                interrupted.octets(octets);
            }
            straight.decoders.giveUpParked();
            interrupted.decoders = reloaded(interrupted.decoders);
            interrupted.decoders.giveUpParked();

            assertThat(interrupted.seen()).as("seed %s", seed).isEqualTo(straight.seen());
            assertThat(interrupted.troubles).as("seed %s", seed).isEqualTo(straight.troubles);
            assertThat(counted(interrupted.decoders))
                    .as("seed %s", seed)
                    .isEqualTo(counted(straight.decoders));
        }
    }

    /// Totals of a few flows that run on, told by IPFIX with or without their template.
    private static byte[] totals(SplittableRandom random, int step) {
        String record =
                String.format(
                        "0a0001%02x c6336409 06 03e9 01bb %016x %016x",
                        random.nextInt(4), 1_700_000_000_000L, 1000L * step + random.nextInt(500));
        byte[] data = Message.set(300, record);
        return random.nextInt(3) == 0
                ? Message.ipfix(
                        step,
                        1,
                        Message.templateX(300, 8, 4, 12, 4, 4, 1, 7, 2, 11, 2, 152, 8, 85, 8),
                        data)
                : Message.ipfix(step, 1, data);
    }

    /// Our recordings in some mixture, a few datagrams left out, doubled or exchanged, and flows
    /// that run on between them.
    private static List<byte[]> stream(SplittableRandom random) {
        List<byte[]> stream = new ArrayList<>();
        List<List<CapturedDatagrams.Payload>> files = new ArrayList<>(CapturedDatagrams.own());
        for (int i = 0; i < 12; i++) {
            for (CapturedDatagrams.Payload payload : files.get(random.nextInt(files.size()))) {
                stream.add(totals(random, stream.size()));
                int times = random.nextInt(8) == 0 ? random.nextInt(3) : 1;
                for (int t = 0; t < times; t++) {
                    stream.add(payload.octets());
                }
                if (random.nextInt(10) == 0) {
                    stream.add(random.nextInt(stream.size() + 1), payload.octets());
                }
            }
        }
        return stream;
    }

    private static Decoders reloaded(Decoders decoders) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        decoders.save(new DataOutputStream(bytes));
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Decoders loaded = Decoders.load(in);
            assertThat(in.available()).isZero();
            return loaded;
        }
    }

    private static List<String> counted(Decoders decoders) throws IOException {
        List<String> counted = new ArrayList<>();
        for (ExporterTally tally : decoders.tallies()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            tally.save(new DataOutputStream(bytes));
            counted.add(bytes.toString(StandardCharsets.ISO_8859_1));
        }
        decoders.losses((hi, lo, quarter, expected, lost) ->
                counted.add(hi + " " + lo + " " + quarter + " " + expected + " " + lost));
        return counted;
    }
}
