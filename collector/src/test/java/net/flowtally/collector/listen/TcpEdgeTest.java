package net.flowtally.collector.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.PendingSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The edge's TCP ports, with a protocol of lines: one octet of length, then so many octets.
@Timeout(60)
class TcpEdgeTest {
    private static final CollectorSettings NOBODY = CollectorSettings.defaults();
    private static final CollectorSettings LOOPBACK =
            NOBODY.withAllowed(List.of(Prefix.parse("127.0.0.0/8")));

    @TempDir Path home;

    private final PendingSources pending = new PendingSources(List.of());
    private final AtomicInteger violations = new AtomicInteger();
    private Journal journal;
    private JournalWriter writer;
    private Edge edge;

    @BeforeEach
    void open() {
        journal = Journal.open(home.resolve("journal"), home.resolve("lock"), "main");
        writer = journal.writer(LOOPBACK.encode(), 1 << 20);
        edge = new Edge("main", writer, LOOPBACK, pending, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        edge.close();
        writer.close();
        journal.close();
    }

    /// Journals each message; says its length back once it is on the disk.
    private final class Lines implements TcpProtocol {
        @Override
        public String name() {
            return "lines";
        }

        @Override
        public int journalled() {
            return Entry.LFAP;
        }

        @Override
        public int headerOctets() {
            return 1;
        }

        @Override
        public int messageOctets(ByteBuf octets, int at) {
            int length = octets.getUnsignedByte(at);
            return length == 255 ? -1 : 1 + length;
        }

        @Override
        public int mostOctets() {
            return 256;
        }

        @Override
        public void violation(Address source) {
            violations.incrementAndGet();
        }

        @Override
        public TcpSession open(TcpConnection connection) {
            return message -> connection.journal(Entry.MESSAGE, message);
        }
    }

    private Listener bind(TcpLimits limits) {
        return edge.bindTcp(
                new Lines(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                limits,
                Optional.empty());
    }

    private static Socket connect(Listener listener) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
    }

    private record Read(byte kind, int connection, String text) {}

    private List<Read> await(int count) {
        List<Read> found = new ArrayList<>();
        try (JournalReader reader = journal.reader(0)) {
            long until = System.nanoTime() + 20_000_000_000L;
            while (found.size() < count) {
                if (!reader.next()) {
                    reader.await(50_000_000L);
                    assertThat(System.nanoTime()).as("%s", found).isLessThan(until);
                } else if (reader.kind() >= Entry.CONNECT) {
                    found.add(
                            new Read(
                                    reader.kind(),
                                    reader.connection(),
                                    new String(reader.payload(), StandardCharsets.ISO_8859_1)));
                }
            }
        }
        return found;
    }

    @Test
    void messagesAreJournalledWholeHoweverTheyCome() throws IOException {
        Listener listener = bind(TcpLimits.defaults());
        try (Socket socket = connect(listener)) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(new byte[] {2, 'a'});
            socket.getOutputStream().flush();
            await(1);
            socket.getOutputStream().write(new byte[] {'b', 0, 1, 'c', 3, 'd'});
            assertThat(await(4))
                    .containsExactly(
                            new Read(Entry.CONNECT, 1, ""),
                            new Read(Entry.MESSAGE, 1, "\2ab"),
                            new Read(Entry.MESSAGE, 1, "\0"),
                            new Read(Entry.MESSAGE, 1, "\1c"));
        }
        assertThat(await(5).getLast()).isEqualTo(new Read(Entry.DISCONNECT, 1, ""));
        try (Socket second = connect(listener)) {
            assertThat(await(6).getLast()).isEqualTo(new Read(Entry.CONNECT, 2, ""));
            assertThat(second.isConnected()).isTrue();
        }
    }

    @Test
    void whatIsNoMessageEndsTheConnection() throws IOException {
        Listener listener = bind(TcpLimits.defaults());
        try (Socket socket = connect(listener)) {
            socket.getOutputStream().write(new byte[] {1, 'x', (byte) 255, 1});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(await(3).getLast()).isEqualTo(new Read(Entry.DISCONNECT, 1, ""));
        assertThat(violations).hasValue(1);
    }

    @Test
    void anAnswerLeavesOnceTheJournalIsOnTheDisk() throws IOException {
        Listener listener = bind(TcpLimits.defaults());
        try (Socket socket = connect(listener)) {
            socket.getOutputStream().write(new byte[] {1, 'x'});
            await(2);
            long end = journal.end();
            edge.answer(1, new byte[] {7}, end);
            edge.answer(1, new byte[] {8}, end);
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo(7);
            assertThat(writer.synced()).isGreaterThanOrEqualTo(end);
            assertThat(in.read()).isEqualTo(8);
        }
    }

    @Test
    void aSourceThatNobodyApprovedIsCountedAndClosed() throws IOException {
        edge.settings(NOBODY);
        Listener listener = bind(TcpLimits.defaults());
        try (Socket socket = connect(listener)) {
            socket.getOutputStream().write(new byte[] {1, 'x'});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(pending.snapshot())
                .singleElement()
                .satisfies(source -> {
                    assertThat(source.protocol()).isEqualTo("lines");
                    assertThat(source.datagrams()).isEqualTo(1);
                    assertThat(source.lastDatagram()).containsExactly(1, 'x');
                });
    }

    @Test
    void aSourceThatIsApprovedNoMoreIsClosed() throws IOException {
        Listener listener = bind(TcpLimits.defaults());
        try (Socket socket = connect(listener)) {
            await(1);
            edge.settings(NOBODY);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(pending.snapshot()).extracting(PendingSource::datagrams).isEmpty();
    }

    @Test
    void connectionsBeyondTheLimitOfASourceAreClosed() throws IOException {
        Listener listener = bind(new TcpLimits(10, 1, 60, 1 << 16));
        try (Socket first = connect(listener)) {
            await(1);
            try (Socket second = connect(listener)) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            first.getOutputStream().write(new byte[] {0});
            assertThat(await(2).getLast().kind()).isEqualTo(Entry.MESSAGE);
        }
    }

    @Test
    void aMessageThatNeverEndsIsGivenUp() throws IOException {
        Listener listener = bind(new TcpLimits(10, 1, 0, 1 << 16));
        try (Socket socket = connect(listener)) {
            socket.getOutputStream().write(new byte[] {5, 1, 2});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(violations).hasValue(1);
    }
}
