package net.flowtally.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.collector.capture.CaptureFile;
import net.flowtally.collector.simulate.SimulatedFlow;
import net.flowtally.collector.simulate.TemplateEncoding;
import net.flowtally.collector.simulate.TemplateEncoding.Protocol;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `collect` as a process of its own, sent to over UDP.
class CollectTest {
    private static final long BYTES = 123_456_789;
    private static final long PACKETS = 98_765;

    private static final Path OWN_CAPTURES = Path.of("../collector/src/test/resources/captures");

    @TempDir private Path home;

    @Test
    void whatIsSentIsInStatusAtOnceAndInCallsAfterTheEnd()
            throws IOException, InterruptedException {
        try (CollectProcess collector = CollectProcess.start(home)) {
            assertThat(collector.readyLine())
                    .isEqualTo("ready netflow=127.0.0.1:" + collector.port());
            send(collector.port());
            Figures.awaitRecords(home, 1);
            assertThat(collector.stop()).isEmpty();
        }
        assertThat(Figures.calls(home)).isEqualTo(new Figures.Calls(1, BYTES, PACKETS));
    }

    @Test
    void aSourceThatNobodyAllowedIsCountedAndNotAccounted()
            throws IOException, InterruptedException {
        disallowLoopback();
        try (CollectProcess collector = CollectProcess.start(home, "--instance", "edge")) {
            send(collector.port());
            Figures.await(home, "pending", 1);
            collector.stop();
        }
        assertThat(Figures.status(home))
                .containsEntry("pending", 1L)
                .containsEntry("datagrams", 0L)
                .containsEntry("records", 0L);
        assertThat(Figures.calls(home).calls()).isZero();
    }

    @Test
    void anAllowedSubnetIsStored() throws IOException, InterruptedException {
        disallowLoopback();
        try (CollectProcess first = CollectProcess.start(home, "--allow", "127.0.0.1/32")) {
            first.stop();
        }
        try (CollectProcess second = CollectProcess.start(home)) {
            send(second.port());
            Figures.awaitRecords(home, 1);
            second.stop();
        }
        Map<String, Long> status = Figures.status(home);
        assertThat(status).containsEntry("bytes", BYTES).containsEntry("pending", 0L);
    }

    @Test
    void sflowHasAPortOfItsOwnAndItsInterfacesAreFacts() throws IOException, InterruptedException {
        try (CollectProcess collector = CollectProcess.start(home, "--sflow", "0")) {
            assertThat(collector.readyLine())
                    .isEqualTo(
                            "ready netflow=127.0.0.1:"
                                    + collector.port()
                                    + " sflow=127.0.0.1:"
                                    + collector.port("sflow"));
            send(
                    collector.port("sflow"),
                    OWN_CAPTURES.resolve("synthetic/sflow5_all_samples.pcap"));
            Figures.awaitRecords(home, 7);
            collector.stop();
        }
        assertThat(Figures.status(home)).containsEntry("bytes", 673_500L);
        String interfaces =
                Program.here("facts", "interfaces", "--format", "csv", "--home", home.toString())
                        .orFail();
        assertThat(interfaces).hasLineCount(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"netflow5", "ipfix", "sflow sample=10"})
    void aSimulatedExporterPrintsTheTruthThatTheLedgerHas(String exporter)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("simulate"));
        arguments.addAll(List.of(exporter.split(" ", -1)));
        String told;
        try (CollectProcess collector = CollectProcess.start(home)) {
            arguments.addAll(
                    List.of(
                            "--to",
                            "127.0.0.1:" + collector.port(),
                            "--flows",
                            "50",
                            "--last",
                            "1s"));
            told = Program.here(arguments.toArray(String[]::new)).orFail();
            Matcher records = Pattern.compile("([0-9,]+) records").matcher(told);
            assertThat(records.find()).isTrue();
            Figures.awaitRecords(home, Long.parseLong(records.group(1).replace(",", "")));
            collector.stop();
        }
        long bytes = Figures.calls(home).bytes();
        assertThat(told)
                .contains(String.format(Locale.ROOT, "truth: %,d bytes", bytes))
                .contains("lost on the way 0 of");
        assertThat(Figures.status(home)).containsEntry("bytes", bytes);
    }

    @Test
    void aSecondCollectorOfTheSameInstanceIsToldSo() throws IOException, InterruptedException {
        try (CollectProcess first = CollectProcess.start(home)) {
            Program.Outcome second =
                    Program.process(
                            "collect",
                            "--home",
                            home.toString(),
                            "--bind",
                            "127.0.0.1",
                            "--netflow",
                            "0");
            assertThat(second.exit()).isEqualTo(1);
            assertThat(second.out()).isEmpty();
            assertThat(second.err()).startsWith("flowtally: ").contains("main");
            first.stop();
        }
    }

    private void disallowLoopback() {
        try (Store store = Store.open(Home.open(home))) {
            Defaults.ensure(store);
            new Exporters(store).disallow(Prefix.parse("127.0.0.0/8"), "tester");
        }
    }

    private static void send(int port, Path capture) throws IOException {
        InetSocketAddress to =
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        try (DatagramChannel channel = DatagramChannel.open()) {
            new CaptureFile(capture, Address.NONE, Clock.systemUTC())
                    .deliverTo((_, _, _, payload) -> {
                        try {
                            channel.send(payload, to);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    static void send(int port) throws IOException {
        long now = Clock.systemUTC().millis();
        SimulatedFlow flow =
                new SimulatedFlow(
                        Address.parse("10.0.0.1"),
                        Address.parse("198.51.100.7"),
                        50_000,
                        443,
                        6,
                        0x1b,
                        0,
                        1,
                        2,
                        BYTES,
                        PACKETS,
                        now - 3_000,
                        now - 1_000);
        byte[] datagram =
                new TemplateEncoding(Protocol.IPFIX, now - 60_000, 1).datagram(List.of(flow), now);
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.send(
                    ByteBuffer.wrap(datagram),
                    new InetSocketAddress(
                            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        }
    }
}
