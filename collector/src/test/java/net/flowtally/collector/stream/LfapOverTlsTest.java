package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import net.flowtally.collector.simulate.LfapAgent;
import net.flowtally.collector.simulate.LfapAgentOptions;
import net.flowtally.collector.simulate.SimulatedLfapFlow;
import net.flowtally.collector.stream.CollectorOptions.Endpoint;
import net.flowtally.collector.stream.CollectorOptions.Service;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class LfapOverTlsTest {
    @TempDir Path folder;

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private Collector start(Home home, Store store, SelfSigned proof) {
        Exporters.ensureDefaults(store);
        Endpoint endpoint = new Endpoint(Service.LFAP_TLS, anyPort(), Optional.of(proof.server()));
        CollectorOptions options = new CollectorOptions("main", List.of(endpoint), Pace.defaults());
        return Collector.start(options, home, store, Clock.systemUTC());
    }

    private static LfapAgent agent(int version, Collector collector, SocketFactory sockets) {
        return new LfapAgent(
                LfapAgentOptions.of(version),
                List.of(collector.listeners().getFirst().address()),
                sockets);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void anAgentIsHeardAndAnsweredThroughTls(int version)
            throws IOException, InterruptedException, GeneralSecurityException {
        SelfSigned proof = SelfSigned.in(folder);
        Home home = Home.open(folder.resolve("home"));
        try (Store store = Store.open(home)) {
            try (Collector collector = start(home, store, proof);
                    LfapAgent agent = agent(version, collector, proof.clients())) {
                assertThat(collector.listeners().getFirst().name()).isEqualTo("lfap-tls");
                agent.connect();
                SimulatedLfapFlow flow =
                        agent.admit(
                                Address.parse("10.0.0.1"), Address.parse("10.0.0.2"), 1024, 80, 6);
                flow.carry(5000, 700, 5, 7);
                flow.end();
                agent.report(List.of(flow));
                agent.settle();
                assertThat(agent.failovers()).isZero();
            }
            assertThat(Ledger.slices(home, "main").bytes()).isEqualTo(5700);
        }
    }

    @Test
    void anAgentWithoutTlsIsNotTaken()
            throws IOException, InterruptedException, GeneralSecurityException {
        SelfSigned proof = SelfSigned.in(folder);
        Home home = Home.open(folder.resolve("home"));
        try (Store store = Store.open(home);
                Collector collector = start(home, store, proof);
                LfapAgent agent = agent(5, collector, SocketFactory.getDefault())) {
            assertThatThrownBy(agent::connect).isInstanceOf(IOException.class);
        }
    }
}
