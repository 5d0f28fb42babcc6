package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import net.flowtally.collector.simulate.SimulatedFlow;
import net.flowtally.collector.simulate.TemplateEncoding;
import net.flowtally.collector.stream.CollectorOptions.Endpoint;
import net.flowtally.collector.stream.CollectorOptions.Service;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class IpfixOverTcpTest {
    @TempDir Path folder;

    private Home home;
    private Store store;

    @BeforeEach
    void open() {
        home = Home.open(folder.resolve("home"));
        store = Store.open(home);
        Exporters.ensureDefaults(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void messagesAreToldApartHoweverTheStreamIsCut() throws IOException {
        try (Collector collector = start(new Endpoint(Service.IPFIX_TCP, anyPort()))) {
            TemplateEncoding exporter = exporter();
            byte[] first = message(exporter, 1);
            byte[] second = message(exporter, 2);
            byte[] third = message(exporter, 3);
            try (Socket socket = new Socket()) {
                socket.setTcpNoDelay(true);
                socket.connect(collector.listeners().getFirst().address());
                OutputStream out = socket.getOutputStream();
                for (byte octet : first) {
                    out.write(octet);
                }
                byte[] joined = new byte[second.length + third.length];
                System.arraycopy(second, 0, joined, 0, second.length);
                System.arraycopy(third, 0, joined, second.length, third.length);
                out.write(joined);
                await(() -> collector.gauges().records() == 3);
            }
        }
        assertThat(Ledger.slices(home, "main")).isEqualTo(new Ledger.Sums(3, 6000, 30));
        assertThat(Ledger.counter(home, "main", "malformed")).isZero();
        assertThat(Ledger.counter(home, "main", "lost")).isZero();
    }

    @Test
    void templatesDieWithTheirConnection() throws IOException {
        try (Collector collector = start(new Endpoint(Service.IPFIX_TCP, anyPort()))) {
            TemplateEncoding exporter = exporter();
            try (Socket socket = connect(collector)) {
                socket.getOutputStream().write(message(exporter, 1));
                await(() -> collector.gauges().records() == 1);
            }
            // its template was in the first message alone
            try (Socket socket = connect(collector)) {
                socket.getOutputStream().write(message(exporter, 2));
                await(() -> collector.gauges().datagrams() == 2);
            }
            await(() -> Ledger.counter(home, "main", "unknown_template") == 1);
        }
        assertThat(Ledger.slices(home, "main").records()).isEqualTo(1);
    }

    @Test
    void whatIsNoIpfixEndsTheConnectionAndIsCounted() throws IOException {
        try (Collector collector = start(new Endpoint(Service.IPFIX_TCP, anyPort()))) {
            try (Socket socket = connect(collector)) {
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            await(() -> Ledger.counter(home, "main", "malformed") == 1);
        }
    }

    /// The first of two records is whole when the exporter goes away.
    @Test
    void ofAMessageThatIsCutOffTheWholeRecordsAreReadAndItIsCounted() throws IOException {
        try (Collector collector = start(new Endpoint(Service.IPFIX_TCP, anyPort()))) {
            try (Socket socket = connect(collector)) {
                long now = Clock.systemUTC().millis();
                byte[] whole = exporter().datagram(List.of(flow(1, now), flow(2, now)), now);
                socket.getOutputStream().write(whole, 0, whole.length - 8);
            }
            await(() -> collector.gauges().records() == 1);
            await(() -> Ledger.counter(home, "main", "malformed") == 1);
        }
        assertThat(Ledger.slices(home, "main").bytes()).isEqualTo(1000);
    }

    @Test
    void tlsCarriesTheSameMessages()
            throws IOException, InterruptedException, GeneralSecurityException {
        SelfSigned proof = SelfSigned.in(folder);
        Endpoint endpoint = new Endpoint(Service.IPFIX_TLS, anyPort(), Optional.of(proof.server()));
        try (Collector collector = start(endpoint)) {
            InetSocketAddress at = collector.listeners().getFirst().address();
            assertThat(collector.listeners().getFirst().name()).isEqualTo("ipfix-tls");
            try (Socket socket = proof.clients().createSocket(at.getAddress(), at.getPort())) {
                socket.getOutputStream().write(message(exporter(), 5));
                await(() -> collector.gauges().records() == 1);
            }
        }
        assertThat(Ledger.slices(home, "main").bytes()).isEqualTo(5000);
    }

    private static Socket connect(Collector collector) throws IOException {
        Socket socket = new Socket();
        socket.connect(collector.listeners().getFirst().address());
        return socket;
    }

    private static TemplateEncoding exporter() {
        return new TemplateEncoding(
                TemplateEncoding.Protocol.IPFIX, Clock.systemUTC().millis() - 60_000, 1);
    }

    /// A message of one flow, of so many thousand octets.
    private static byte[] message(TemplateEncoding exporter, int thousands) {
        long now = Clock.systemUTC().millis();
        return exporter.datagram(List.of(flow(thousands, now)), now);
    }

    private static SimulatedFlow flow(int thousands, long now) {
        return new SimulatedFlow(
                Address.parse("10.0.0." + thousands),
                Address.parse("192.0.2.1"),
                40_000,
                443,
                6,
                0x18,
                0,
                1,
                2,
                thousands * 1000L,
                10,
                now - 500,
                now);
    }

    private Collector start(Endpoint endpoint) {
        return Collector.start(
                new CollectorOptions("main", List.of(endpoint), CollectorTest.FAST),
                home,
                store,
                Clock.systemUTC());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
