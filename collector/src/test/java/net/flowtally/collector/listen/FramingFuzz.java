package net.flowtally.collector.listen;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.flowtally.collector.ipfix.IpfixConnections;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.collector.lfap.LfapFigures;
import net.flowtally.collector.lfap.LfapServer;
import net.flowtally.collector.lfap.LfapTimers;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.CollectorSettings;

/// For a fuzzer: what comes over a connection for IPFIX or for LFAP, told by the first octet. The
/// journal gets the same messages whether it comes at once or in pieces.
public final class FramingFuzz {
    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final CollectorSettings LOOPBACK =
            CollectorSettings.defaults().withAllowed(List.of(Prefix.parse("127.0.0.0/8")));
    private static final Journal JOURNAL = journal();
    private static final JournalWriter WRITER = JOURNAL.writer(LOOPBACK.encode(), 8 << 20);
    private static final Edge EDGE =
            new Edge("fuzz", WRITER, LOOPBACK, new PendingSources(List.of()), CLOCK);
    private static int inputs;

    private FramingFuzz() {}

    private static Journal journal() {
        try {
            Path folder = Files.createTempDirectory("fuzz");
            return Journal.open(folder.resolve("journal"), folder.resolve("lock"), "fuzz");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 2) {
            return;
        }
        List<String> atOnce = onEdge(() -> messages(input, Integer.MAX_VALUE));
        List<String> inPieces = onEdge(() -> messages(input, 1 + (input[1] & 0x1f)));
        if (!atOnce.equals(inPieces)) {
            throw new IllegalStateException("at once " + atOnce + ", in pieces " + inPieces);
        }
    }

    private static List<String> onEdge(Supplier<List<String>> work) {
        CompletableFuture<List<String>> done = new CompletableFuture<>();
        EDGE.execute(() -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done.join();
    }

    private static List<String> messages(byte[] input, int piece) {
        TcpProtocol protocol =
                (input[0] & 1) == 0
                        ? new IpfixConnections("ipfix-tcp")
                        : new LfapServer(
                                "lfap",
                                then -> then.accept(1),
                                new LfapFigures(List.of()),
                                LfapTimers.defaults());
        long from = JOURNAL.end();
        TcpPort port = new TcpPort(EDGE, protocol, TcpLimits.defaults(), Optional.empty());
        TcpConnection connection =
                new TcpConnection(
                        port,
                        1,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000),
                        Address.parse("127.0.0.1"));
        EmbeddedChannel channel = new EmbeddedChannel(connection);
        for (int at = 1; at < input.length && channel.isOpen(); ) {
            int length = Math.min(piece, input.length - at);
            channel.writeInbound(Unpooled.copiedBuffer(input, at, length));
            at += length;
        }
        channel.finishAndReleaseAll();
        WRITER.flush();
        List<String> messages = new ArrayList<>();
        try (JournalReader reader = JOURNAL.reader(from)) {
            while (reader.next()) {
                if (reader.kind() == Entry.MESSAGE) {
                    messages.add(HexFormat.of().formatHex(reader.payload()));
                }
            }
        }
        if (++inputs % 256 == 0) {
            JOURNAL.deleteBefore(JOURNAL.end(), Long.MAX_VALUE, 0);
        }
        return messages;
    }
}
