package net.flowtally.collector.sflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import net.flowtally.collector.capture.CaptureFile;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.exporter.FactsTold;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.wire.QuarterLosses;
import net.flowtally.ledger.address.Address;
import org.junit.jupiter.api.Test;

/// The octets of frames, which the captures' table has, come out of the samples as they stand
/// there, whatever part of them is counted.
class SflowFramesTest {
    private static final Path CAPTURES = Path.of("src/test/resources/captures");

    @Test
    void framesOfEveryOwnCaptureSumToTheTable() throws IOException {
        int cases = 0;
        for (String line : Files.readAllLines(CAPTURES.resolve("expected.csv"))) {
            String[] cells = line.split(",", 7);
            if (cells[1].equals("sFlow5")) {
                assertThat(frames(CAPTURES.resolve(cells[0])))
                        .as(cells[0])
                        .isEqualTo(Long.parseLong(cells[4]));
                cases++;
            }
        }
        assertThat(cases).isEqualTo(2);
    }

    private static long frames(Path capture) {
        Sflow5 sflow = new Sflow5();
        ExporterTally tally = new ExporterTally(0, 0, "sFlow v5");
        long[] sum = new long[1];
        new CaptureFile(capture, Address.NONE, Clock.systemUTC())
                .deliverTo((_, _, _, payload) -> {
                    byte[] octets = new byte[payload.remaining()];
                    payload.get(octets);
                    String trouble =
                            sflow.decode(
                                    octets,
                                    octets.length,
                                    new Datagram(),
                                    tally,
                                    new QuarterLosses(),
                                    new FactsTold(Address.NONE),
                                    _ -> sum[0] += sflow.sample.frameLength);
                    assertThat(trouble).isEmpty();
                });
        return sum[0];
    }
}
