package net.flowtally.collector.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import net.flowtally.collector.listen.Tls;
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
    private static final String PASSWORD = "for-this-test";

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
        KeyStore keys = selfSigned();
        Endpoint endpoint =
                new Endpoint(
                        Service.IPFIX_TLS,
                        anyPort(),
                        Optional.of(Tls.of(folder.resolve("cert.pem"), folder.resolve("key.pem"))));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (Collector collector = start(endpoint)) {
            InetSocketAddress at = collector.listeners().getFirst().address();
            assertThat(collector.listeners().getFirst().name()).isEqualTo("ipfix-tls");
            try (Socket socket =
                    context.getSocketFactory().createSocket(at.getAddress(), at.getPort())) {
                socket.getOutputStream().write(message(exporter(), 5));
                await(() -> collector.gauges().records() == 1);
            }
        }
        assertThat(Ledger.slices(home, "main").bytes()).isEqualTo(5000);
    }

    private KeyStore selfSigned()
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("keys.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        int exit =
                new ProcessBuilder(
                                keytool.toString(),
                                "-genkeypair",
                                "-alias",
                                "collector",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=ip:127.0.0.1,dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                PASSWORD)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("keytool.txt").toFile())
                        .start()
                        .waitFor();
        assertThat(exit).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Key key = keys.getKey("collector", PASSWORD.toCharArray());
        pem("key.pem", "PRIVATE KEY", key.getEncoded());
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("collector").getEncoded());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("collector", keys.getCertificate("collector"));
        return trusted;
    }

    private void pem(String file, String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
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
