package net.flowtally.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import net.flowtally.collector.simulate.LfapAgent;
import net.flowtally.collector.simulate.LfapAgentOptions;
import net.flowtally.collector.simulate.SimulatedLfapFlow;
import net.flowtally.ledger.address.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `collect --lfap` as processes, with simulated agents that know the truth.
@Timeout(240)
class LfapCollectTest {
    private static final int FLOWS = 300;

    @TempDir private Path home;

    private final long seed = System.nanoTime();
    private final SplittableRandom random = new SplittableRandom(seed);

    private static InetSocketAddress at(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    private static LfapAgent agent(LfapAgentOptions options, int... ports) throws IOException {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (int port : ports) {
            servers.add(at(port));
        }
        LfapAgent agent = new LfapAgent(options, servers);
        agent.connect();
        return agent;
    }

    private static void admit(LfapAgent agent, int net) {
        for (int i = 0; i < FLOWS; i++) {
            agent.admit(
                    Address.v4(0x0a00_0000 | net << 16 | i + 1),
                    Address.v4(0xc633_6400 | i % 200),
                    40_000 + i,
                    443,
                    6);
        }
    }

    private void round(LfapAgent agent, boolean isLast) {
        List<SimulatedLfapFlow> flows = agent.flows();
        for (SimulatedLfapFlow flow : flows) {
            flow.carry(
                    random.nextLong(1_000_000),
                    random.nextLong(100_000),
                    random.nextLong(1, 1000),
                    random.nextLong(1, 1000));
            if (isLast) {
                flow.end();
            }
        }
        agent.report(flows);
    }

    private static Figures.Calls truth(LfapAgent... agents) {
        long calls = 0;
        long bytes = 0;
        long packets = 0;
        for (LfapAgent agent : agents) {
            for (SimulatedLfapFlow flow : agent.flows()) {
                calls++;
                bytes += flow.bytes() + flow.bytesBack();
                packets += flow.packets() + flow.packetsBack();
            }
        }
        return new Figures.Calls(calls, bytes, packets);
    }

    @Test
    void agentsOfBothVersionsAreCountedToTheByteAndPacket()
            throws IOException, InterruptedException {
        Figures.Calls truth;
        try (CollectProcess collector = CollectProcess.start(home, "--lfap", "0")) {
            int port = collector.port("lfap");
            try (LfapAgent first = agent(LfapAgentOptions.of(1).withDeltas(), port);
                    LfapAgent fifth = agent(LfapAgentOptions.of(5).withOddities(4), port)) {
                admit(first, 1);
                admit(fifth, 2);
                for (int i = 0; i < 4; i++) {
                    round(first, i == 3);
                    round(fifth, i == 3);
                    LockSupport.parkNanos(12_000_000L);
                }
                first.settle();
                fifth.settle();
                assertThat(first.prefix()).isNotEqualTo(fifth.prefix());
                truth = truth(first, fifth);
            }
            collector.stop();
        }
        assertThat(Figures.calls(home)).isEqualTo(truth);
        assertThat(Figures.status(home))
                .containsEntry("bytes", truth.bytes())
                .containsEntry("packets", truth.packets())
                .containsEntry("malformed", 0L);
        String status = Program.here("status", "--home", home.toString(), "--json").orFail();
        assertThat(status)
                .contains("\"admissions\" : " + 2 * FLOWS)
                .contains("\"updates\" : " + 8 * FLOWS)
                .contains("\"activeFlows\" : 0")
                .contains("\"versionMismatches\" : 1")
                .contains("\"prefixesSent\" : 2");
    }

    /// Two switches on the way of the same conversations, each with flow ids of its own.
    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void whatTwoSwitchesReportCountsOnce(int version) throws IOException, InterruptedException {
        Figures.Calls truth;
        try (CollectProcess collector = CollectProcess.start(home, "--lfap", "0")) {
            InetSocketAddress server = at(collector.port("lfap"));
            try (LfapAgent one = agentAt(1, LfapAgentOptions.of(version), server);
                    LfapAgent other = agentAt(2, LfapAgentOptions.of(version), server)) {
                admit(one, 4);
                admit(other, 4);
                awaitRoomInTheQuarterHour();
                for (int i = 0; i < FLOWS; i++) {
                    for (LfapAgent agent : List.of(one, other)) {
                        agent.flows().get(i).carry(1_000 + i, 500_000 + i, 10, 400);
                        agent.flows().get(i).end();
                    }
                }
                one.report(one.flows());
                other.report(other.flows());
                one.settle();
                other.settle();
                truth = truth(one);
            }
            collector.stop();
        }
        assertThat(Figures.calls(home)).isEqualTo(truth);
    }

    /// What both report is to be of one quarter hour.
    private static void awaitRoomInTheQuarterHour() {
        while (System.currentTimeMillis() / 1000 % 900 > 870) {
            LockSupport.parkNanos(1_000_000_000L);
        }
    }

    private static LfapAgent agentAt(int host, LfapAgentOptions options, InetSocketAddress server)
            throws IOException {
        LfapAgent agent = new LfapAgent(options, List.of(server), new SocketsOf(host));
        agent.connect();
        return agent;
    }

    /// Connects from an address of this host, 127.0.0.1 and so on.
    private static final class SocketsOf extends SocketFactory {
        private final int host;

        SocketsOf(int host) {
            this.host = host;
        }

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.bind(
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), 0));
            return socket;
        }

        @Override
        public Socket createSocket(String to, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String to, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress to, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress to, int port, InetAddress from, int fromPort) {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void whatAKilledCollectorHasAcknowledgedIsNotLostAndNothingIsDoubled(int version)
            throws IOException, InterruptedException {
        Figures.Calls truth;
        LfapAgentOptions options = LfapAgentOptions.of(version);
        CollectProcess collector = CollectProcess.start(home, "--lfap", "0");
        int port = collector.port("lfap");
        try (LfapAgent agent = agent(version == 1 ? options.withDeltas() : options, port)) {
            admit(agent, 3);
            agent.settle();
            for (int kill = 0; kill < 2; kill++) {
                Thread load = Thread.ofPlatform().start(() -> rounds(agent, 30));
                LockSupport.parkNanos(random.nextInt(1, 400) * 1_000_000L);
                collector.kill();
                collector = CollectProcess.start(home, "--lfap", Integer.toString(port));
                load.join();
            }
            agent.settle();
            LockSupport.parkNanos(12_000_000L);
            round(agent, true);
            agent.settle();
            assertThat(agent.failovers()).as("seed %d", seed).isPositive();
            truth = truth(agent);
        } finally {
            collector.stop();
            collector.close();
        }
        assertThat(Figures.calls(home)).as("seed %d", seed).isEqualTo(truth);
        assertThat(Figures.status(home)).as("seed %d", seed).containsEntry("bytes", truth.bytes());
    }

    @Test
    void aSiteThatSetsLfapOnceHasItInEachRunAndSeesWhatIsSafe()
            throws IOException, InterruptedException {
        String at = home.toString();
        Program.here("set", "--home", at, "listen.lfap", "0").orFail();
        for (int run = 0; run < 2; run++) {
            try (CollectProcess collector = CollectProcess.start(home)) {
                try (LfapAgent agent = agent(LfapAgentOptions.of(5), collector.port("lfap"))) {
                    admit(agent, 6 + run);
                    agent.settle();
                }
                collector.stop();
            }
        }
        assertThat(Program.here("status", "--home", at).orFail())
                .containsPattern("messagesSafe +" + 2 * (FLOWS + 1))
                .contains("version 5 has no acknowledgement");
        Program.here("set", "--home", at, "listen.lfap", "off").orFail();
        try (CollectProcess collector = CollectProcess.start(home)) {
            assertThat(collector.readyLine()).doesNotContain("lfap");
            collector.stop();
        }
        assertThat(Program.here("set", "--home", at, "listen.lfap", "70000").err())
                .contains("off, or a port from 0");
    }

    private void rounds(LfapAgent agent, int count) {
        for (int i = 0; i < count; i++) {
            round(agent, false);
            // a flow is not reported twice within a tick, a hundredth of a second
            LockSupport.parkNanos(12_000_000L);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,true", "1,false", "5,false"})
    void anAgentThatLosesThePrimaryGoesOnAtTheSecondaryAsOneCall(int version, boolean deltas)
            throws IOException, InterruptedException {
        Figures.Calls truth;
        LfapAgentOptions options = LfapAgentOptions.of(version);
        CollectProcess primary = CollectProcess.start(home, "--lfap", "0", "--instance", "primary");
        try (CollectProcess secondary =
                        CollectProcess.start(home, "--lfap", "0", "--instance", "secondary");
                LfapAgent agent =
                        agent(
                                deltas ? options.withDeltas() : options,
                                primary.port("lfap"),
                                secondary.port("lfap"))) {
            admit(agent, 4);
            agent.settle();
            Thread load = Thread.ofPlatform().start(() -> rounds(agent, 60));
            LockSupport.parkNanos(random.nextInt(1, 400) * 1_000_000L);
            primary.kill();
            load.join();
            agent.settle();
            LockSupport.parkNanos(12_000_000L);
            round(agent, true);
            agent.settle();
            assertThat(agent.failovers()).as("seed %d", seed).isEqualTo(1);
            truth = truth(agent);
            primary = CollectProcess.start(home, "--lfap", "0", "--instance", "primary");
            primary.stop();
            secondary.stop();
        } finally {
            primary.close();
        }
        assertThat(Figures.calls(home)).as("seed %d", seed).isEqualTo(truth);
        assertThat(Figures.status(home)).as("seed %d", seed).containsEntry("bytes", truth.bytes());
        String calls = Program.here("calls", "--home", home.toString(), "--format", "csv").orFail();
        assertThat(calls).doesNotContain(",::,");
    }
}
