package net.flowtally.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `simulate` against a collector that runs: what it says is true is what is counted.
@Timeout(180)
class SimulateTest {
    @TempDir private Path folder;

    private Path home() {
        return folder.resolve("home");
    }

    private static Figures.Calls truth(String out) {
        String line = out.lines().filter(each -> each.startsWith("truth: ")).findFirst().orElse("");
        String[] words = line.replace(",", "").split(" ", -1);
        return new Figures.Calls(50, Long.parseLong(words[1]), Long.parseLong(words[3]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"netflow5", "netflow9", "ipfix", "sflow"})
    void datagramsOfAProtocolAreCountedAsItSays(String protocol)
            throws IOException, InterruptedException {
        Figures.Calls truth;
        try (CollectProcess collector = CollectProcess.start(home(), "--sflow", "0")) {
            int port = collector.port(protocol.equals("sflow") ? "sflow" : "netflow");
            truth = truth(simulate(protocol, "--to", "127.0.0.1:" + port, "--last", "1s"));
            collector.stop();
        }
        assertThat(Figures.calls(home())).isEqualTo(truth);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version=1 counters=deltas", "version=1", "version=5 asks=4"})
    void anLfapAgentIsCountedAsItSays(String settings) throws IOException, InterruptedException {
        String out;
        try (CollectProcess collector = CollectProcess.start(home(), "--lfap", "0")) {
            String to = "127.0.0.1:" + collector.port("lfap");
            String line = "lfap report=100ms fault=hangup " + settings + " --last 2s --to " + to;
            out = simulate(line.split(" ", -1));
            collector.stop();
        }
        assertThat(out).contains("50 flows").contains("1 servers lost");
        assertThat(Figures.calls(home())).isEqualTo(truth(out));
    }

    @Test
    void aScenarioOfAnAgentIsReadFromAFile() throws IOException, InterruptedException {
        Path file =
                Files.writeString(
                        folder.resolve("agent.txt"),
                        "flows 50\nlast 1s\nexporter access 192.0.2.3 lfap version=1 report=50ms\n");
        String out;
        try (CollectProcess collector = CollectProcess.start(home(), "--lfap", "0")) {
            out =
                    Program.here(
                                    "simulate",
                                    file.toString(),
                                    "--to",
                                    "127.0.0.1:" + collector.port("lfap"))
                            .orFail();
            collector.stop();
        }
        assertThat(out).startsWith("access (192.0.2.3, lfap version 1): 50 flows");
        assertThat(Figures.calls(home())).isEqualTo(truth(out));
    }

    @Test
    void whatAnAgentCannotDoIsToldInASentence() {
        assertThat(Program.here("simulate", "lfap", "version=4", "--to", "127.0.0.1:1").err())
                .contains("version is 1 or 5");
        assertThat(
                        Program.here(
                                        "simulate",
                                        "netflow5",
                                        "--to",
                                        "127.0.0.1:1",
                                        "--to",
                                        "127.0.0.1:2")
                                .err())
                .contains("Only lfap goes to several servers.");
    }

    @Test
    void anAgentWithoutAServerIsToldInASentence() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(Program.here("simulate", "lfap", "--to", "127.0.0.1:" + port).err())
                .startsWith("flowtally: No server takes the agent;");
    }

    private static String simulate(String... arguments) {
        List<String> all = new ArrayList<>(List.of("simulate", "--flows", "50"));
        all.addAll(List.of(arguments));
        return Program.here(all.toArray(String[]::new)).orFail();
    }
}
