package net.flowtally.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import net.flowtally.app.acceptance.Flowgen.Sent;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The traffic generator against `collect`, both as processes.
class FlowgenTest {
    private static final long RECORDS = 150_000;
    private static final long RATE = 60_000;
    private static final int FLOWS = 20_000;

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"v5", "v9", "ipfix"})
    void statusAndCallsAgreeWithWhatWasSentToTheByte(String protocol)
            throws IOException, InterruptedException {
        Optional<Flowgen> flowgen = Flowgen.in(directory);
        if (flowgen.isEmpty()) {
            abort("skipped: there is no shared/tools/flowgen.c beside the project, or no cc");
        }
        Path home = directory.resolve("home");
        Sent sent;
        try (CollectProcess collector = CollectProcess.start(home)) {
            sent = flowgen.orElseThrow().send(protocol, collector.port(), RECORDS, RATE, FLOWS);
            Figures.awaitRecords(home, sent.records());
            assertThat(collector.stop()).isEmpty();
        }
        Map<String, Long> status = Figures.status(home);
        assertThat(status)
                .containsEntry("datagrams", sent.datagrams())
                .containsEntry("records", sent.records())
                .containsEntry("bytes", sent.bytes())
                .containsEntry("packets", sent.packets())
                .containsEntry("lost", 0L)
                .containsEntry("malformed", 0L)
                .containsEntry("unknownTemplate", 0L)
                .containsEntry("held", 0L)
                .containsEntry("duplicatesBytes", 0L)
                .containsEntry("outside", 0L)
                .containsEntry("pending", 0L);
        Figures.Calls calls = Figures.calls(home);
        assertThat(calls.bytes()).isEqualTo(sent.bytes());
        assertThat(calls.packets()).isEqualTo(sent.packets());
    }
}
