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

    /// Our recordings in some mixture, a few datagrams left out, doubled or exchanged.
    private static List<byte[]> stream(SplittableRandom random) {
        List<byte[]> stream = new ArrayList<>();
        List<List<CapturedDatagrams.Payload>> files = new ArrayList<>(CapturedDatagrams.own());
        for (int i = 0; i < 12; i++) {
            for (CapturedDatagrams.Payload payload :
                    files.get(random.nextInt(files.size()))) {
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
        decoders.losses(
                (hi, lo, quarter, expected, lost) ->
                        counted.add(hi + " " + lo + " " + quarter + " " + expected + " " + lost));
        return counted;
    }
}
