package net.flowtally.collector.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.collector.lfap.LfapFigures;
import net.flowtally.collector.lfap.LfapServer;
import net.flowtally.collector.lfap.LfapTimers;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.NamedFigure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The timers of LFAP sessions, a second each, over a socket.
@Timeout(60)
class LfapTimersTest {
    private static final CollectorSettings LOOPBACK =
            CollectorSettings.defaults().withAllowed(List.of(Prefix.parse("127.0.0.0/8")));

    @TempDir Path home;

    private final LfapFigures figures = new LfapFigures(List.of());
    private Journal journal;
    private JournalWriter writer;
    private Edge edge;
    private Listener listener;

    @BeforeEach
    void open() {
        journal = Journal.open(home.resolve("journal"), home.resolve("lock"), "main");
        writer = journal.writer(LOOPBACK.encode(), 1 << 20);
        PendingSources pending = new PendingSources(List.of());
        edge = new Edge("main", writer, LOOPBACK, pending, Clock.systemUTC());
        listener =
                edge.bindTcp(
                        new LfapServer(
                                "lfap", then -> then.accept(1), figures, new LfapTimers(1, 1, 1)),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        TcpLimits.defaults(),
                        Optional.empty());
    }

    @AfterEach
    void close() {
        edge.close();
        writer.close();
        journal.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void say(Socket socket, String message) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(message));
    }

    private static String hear(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] header = in.readNBytes(8);
        if (header.length < 8) {
            return "closed";
        }
        byte[] rest = in.readNBytes((header[6] & 0xff) << 8 | (header[7] & 0xff));
        return HexFormat.of().formatHex(header) + HexFormat.of().formatHex(rest);
    }

    /// Goes on until flows may be exported.
    private static void begin(Socket socket) throws IOException {
        say(socket, "0501000100010000");
        assertThat(hear(socket)).startsWith("0502");
        say(socket, "050300010002000c" + "0001000800010004c000020a");
        assertThat(hear(socket)).startsWith("0504");
        String time = hear(socket).substring(8, 12);
        String elements = hear(socket).substring(8, 12);
        say(socket, "050a0001" + time + "0008" + "0045000400000064");
        say(socket, "050a0001" + elements + "0000");
        assertThat(hear(socket)).startsWith("0506");
    }

    private long figure(String name) {
        return figures.snapshot().stream()
                .filter(each -> each.name().equals(name))
                .mapToLong(NamedFigure::value)
                .sum();
    }

    @Test
    void anAgentThatSaysNothingIsLeftAfterTheMessageResponseTimer() throws IOException {
        try (Socket socket = connect()) {
            assertThat(hear(socket)).isEqualTo("closed");
            assertThat(figure("responseTimeouts")).isEqualTo(1);
            assertThat(figure("sessionsAccepted")).isZero();
        }
    }

    @Test
    void anAgentThatLeavesAnAdministrativeRequestUnansweredIsLeft() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "0501000100010000");
            say(socket, "050300010002000c" + "0001000800010004c000020a");
            String last = hear(socket);
            for (String next = last; !next.equals("closed"); next = hear(socket)) {
                last = next;
            }
            assertThat(last).startsWith("0509");
            assertThat(figure("responseTimeouts")).isEqualTo(1);
        }
    }

    @Test
    void whileNothingElseIsSaidAnAgentOfVersion5HearsKeepAlives() throws IOException {
        try (Socket socket = connect()) {
            begin(socket);
            String first = hear(socket);
            String second = hear(socket);
            assertThat(first).startsWith("050b0001").hasSize(16);
            assertThat(second).startsWith("050b0001").isNotEqualTo(first);
            assertThat(figure("sent.KA")).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void anAgentBeyondTheLimitOfSessionsIsRejected() throws IOException {
        try (Socket first = connect();
                Socket second = connect()) {
            begin(first);
            say(second, "0501000100010000");
            say(second, "050300010002000c" + "0001000800010004c000020a");
            assertThat(hear(second)).startsWith("0502");
            assertThat(hear(second)).isEqualTo("0505000100020000");
            assertThat(hear(second)).isEqualTo("closed");
            assertThat(figure("sessionsRejected")).isEqualTo(1);
            assertThat(figure("connected")).isEqualTo(1);
        }
    }
}
