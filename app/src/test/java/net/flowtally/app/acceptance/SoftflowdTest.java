package net.flowtally.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.flowtally.app.acceptance.TrafficCapture.Truth;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A real exporter reads a capture of which every octet is known and tells `collect`.
class SoftflowdTest {
    private static final int CONVERSATIONS = 120;
    private static final long SEED = 1;

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({"5, true", "9, false", "10, false"})
    void theTotalsEqualTheTraffic(String version, boolean onlyV4)
            throws IOException, InterruptedException {
        Optional<String> softflowd = softflowd();
        Assumptions.assumeTrue(softflowd.isPresent(), "skipped: there is no softflowd");
        TrafficCapture traffic =
                TrafficCapture.of(
                        CONVERSATIONS, SEED, Clock.systemUTC().instant().minusSeconds(120));
        Path capture = directory.resolve("traffic.pcap");
        traffic.writeTo(capture);
        Truth truth = onlyV4 ? traffic.v4() : traffic.all();
        Path home = directory.resolve("home");
        try (CollectProcess collector = CollectProcess.start(home)) {
            export(softflowd.get(), capture, collector.port(), version);
            Figures.awaitRecords(home, truth.flows());
            assertThat(collector.stop()).isEmpty();
        }
        Map<String, Long> status = Figures.status(home);
        assertThat(status)
                .containsEntry("records", truth.flows())
                .containsEntry("bytes", truth.bytes())
                .containsEntry("packets", truth.packets())
                .containsEntry("malformed", 0L)
                .containsEntry("lost", 0L)
                .containsEntry("duplicatesBytes", 0L)
                .containsEntry("heldBytes", 0L);
        Figures.Calls calls = Figures.calls(home);
        assertThat(calls.bytes()).isEqualTo(truth.bytes());
        assertThat(calls.packets()).isEqualTo(truth.packets());
    }

    private static Optional<String> softflowd() {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":", -1))
                .map(folder -> Path.of(folder, "softflowd"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static void export(String softflowd, Path capture, int port, String version)
            throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        softflowd,
                        "-d",
                        "-c",
                        "none",
                        "-p",
                        "none",
                        "-a",
                        "-r",
                        capture.toString(),
                        "-n",
                        "127.0.0.1:" + port,
                        "-v",
                        version);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("softflowd: " + said);
        }
    }
}
