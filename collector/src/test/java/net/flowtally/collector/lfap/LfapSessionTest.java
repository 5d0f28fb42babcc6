package net.flowtally.collector.lfap;

import static net.flowtally.collector.lfap.Streams.hex;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.flowtally.collector.listen.Listener;
import net.flowtally.collector.stream.Collector;
import net.flowtally.collector.stream.CollectorOptions;
import net.flowtally.collector.stream.Pace;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.NamedFigure;
import net.flowtally.ledger.exporter.NamedFigures;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server's side of sessions, octet for octet, over a socket.
@Timeout(60)
class LfapSessionTest {
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir Path folder;

    private Home home;
    private Store store;
    private Collector collector;
    private Socket socket;

    @BeforeEach
    void open() throws IOException {
        home = Home.open(folder.resolve("home"));
        store = Store.open(home);
        new Exporters(store).allow(Prefix.parse("127.0.0.0/8"), "test");
        collector =
                Collector.start(
                        new CollectorOptions("main", ANY, Pace.defaults())
                                .with(CollectorOptions.Service.LFAP, ANY),
                        home,
                        store,
                        Clock.systemUTC());
        socket = connect();
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
        collector.close();
        store.close();
    }

    private Socket connect() throws IOException {
        Listener lfap =
                collector.listeners().stream()
                        .filter(each -> each.name().equals("lfap"))
                        .findFirst()
                        .orElseThrow();
        Socket connected = new Socket(InetAddress.getLoopbackAddress(), lfap.address().getPort());
        connected.setSoTimeout(20_000);
        return connected;
    }

    private void say(String message) throws IOException {
        socket.getOutputStream().write(hex(message));
    }

    private String hear() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] header = new byte[8];
        in.readFully(header);
        byte[] message = Arrays.copyOf(header, 8 + ((header[6] & 0xff) << 8 | (header[7] & 0xff)));
        in.readFully(message, 8, message.length - 8);
        boolean isKeepAlive = message[0] == 5 && message[1] == Lfap.V5.KA;
        return isKeepAlive ? hear() : HexFormat.of().formatHex(message);
    }

    private boolean isClosed() throws IOException {
        try {
            hear();
            return false;
        } catch (EOFException _) {
            return true;
        }
    }

    private long figure(String name) {
        return new NamedFigures(store)
                .of("main").stream()
                        .filter(each -> each.name().equals(name))
                        .mapToLong(NamedFigure::value)
                        .sum();
    }

    @Test
    void aSessionOfVersion5GoesAsTheDraftHasIt() throws IOException {
        List<byte[]> said = Streams.messages(Streams.read("lfap_v5_session.cce2fas.bin"));
        List<byte[]> answers = Streams.messages(Streams.read("lfap_v5_session.fas2cce.bin"));
        say(HexFormat.of().formatHex(said.get(0)));
        assertThat(hear()).isEqualTo(HexFormat.of().formatHex(answers.get(0)));
        say(HexFormat.of().formatHex(said.get(1)));
        assertThat(hear()).isEqualTo(HexFormat.of().formatHex(answers.get(1)));
        assertThat(hear()).isEqualTo(HexFormat.of().formatHex(answers.get(3)));
        assertThat(hear()).isEqualTo(HexFormat.of().formatHex(answers.get(4)));
        say(HexFormat.of().formatHex(said.get(2)));
        assertThat(hear()).startsWith("050a00010003000c004f0008").endsWith("00000001");
        say(HexFormat.of().formatHex(said.get(3)));
        say(HexFormat.of().formatHex(said.get(4)));
        assertThat(hear()).isEqualTo(HexFormat.of().formatHex(answers.get(5)));
        for (byte[] message : said.subList(5, said.size())) {
            say(HexFormat.of().formatHex(message));
        }
        say("0509000100200008 004b0004 00000003");
        assertThat(hear()).startsWith("050a00010020000800450004");
        collector.stop();
        assertThat(hear()).startsWith("050c0001").endsWith("000100080001" + "0004c000020a");
        assertThat(figure("received.FAR")).isEqualTo(3);
        assertThat(figure("received.FUN")).isEqualTo(5);
        assertThat(figure("messagesJournalled")).isEqualTo(9);
        assertThat(figure("peakFlows")).isEqualTo(3);
    }

    /// Goes on until flows may be exported.
    private void begin() throws IOException {
        say("0501000100010000");
        hear();
        say("050300010002000c 0001 0008 0001 0004 c000020a");
        assertThat(hear()).startsWith("0504");
        String time = hear().substring(8, 12);
        String elements = hear().substring(8, 12);
        say("050a0001" + time + "0008 0045 0004 00000064");
        say("050a0001" + elements + "0000");
        assertThat(hear()).startsWith("0506");
    }

    @Test
    void aDisconnectNamesTheNextServerOfTheListThatTheAgentToldLast() throws IOException {
        begin();
        say("0509000100100014 004b 0004 00000005 004d 0008 0001 0004 c0000263");
        assertThat(hear()).isEqualTo("050a000100100000");
        collector.stop();
        assertThat(hear()).startsWith("050c0001").endsWith("00010008" + "00010004" + "c0000263");
    }

    @Test
    void answersAboutFlowsAreJournalledAndThoseToNoQuestionAreNot() throws IOException {
        begin();
        say("050a000100050018 0041 0804 0000000100000001 00000009 004e 0004 00000001");
        say("050a000177770000");
        say("0509000100110008 004b 0004 00000009");
        assertThat(hear()).isEqualTo("050a000100110000");
        collector.stop();
        assertThat(figure("received.ARA")).isEqualTo(4);
        assertThat(figure("messagesJournalled")).isEqualTo(2);
    }

    @Test
    void theSameMessageIdTwiceInARowIsTakenOnceAndUnknownOpcodesAreSkipped() throws IOException {
        begin();
        String update =
                "050800010020002c 0045 0004 000000c8 0041 0804 0000000100000001 00000009"
                        + "0052 0010 0000000000000009 0000000000000000";
        say(update);
        say(update);
        say("0563000100210004 01020304");
        say("0509000100220008 004b 0004 00000009");
        assertThat(hear()).isEqualTo("050a000100220000");
        collector.stop();
        assertThat(figure("repeatedMessages")).isEqualTo(1);
        assertThat(figure("received.other")).isEqualTo(1);
        assertThat(figure("updates")).isEqualTo(1);
    }

    @Test
    void aConnectionRequestOrCommandThatCannotBeReadIsCountedAndIgnored() throws IOException {
        say("0501000100010000");
        hear();
        say("0503000100020004 0001 0010");
        say("050300010003000c 0001 0008 0001 0004 c000020a");
        assertThat(hear()).isEqualTo("0504000100030000");
        hear();
        hear();
        say("0509000100040004 004b 0010");
        say("0509000100050008 004b 0004 00000009");
        assertThat(hear()).isEqualTo("050a000100050000");
        collector.stop();
        assertThat(figure("corruptedMessages")).isEqualTo(2);
    }

    @Test
    void anAgentThatGoesWithoutAWordIsALostContact() throws IOException {
        begin();
        socket.close();
        long until = System.nanoTime() + 20_000_000_000L;
        while (figure("lostContacts") == 0 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(figure("lostContacts")).isEqualTo(1);
        assertThat(figure("connected")).isZero();
    }

    @Test
    void aSessionOfVersion1IsAcknowledgedMessageByMessage() throws IOException {
        List<byte[]> said = Streams.messages(Streams.read("lfap_v1_session.cce2fas.bin"));
        List<byte[]> answers = Streams.messages(Streams.read("lfap_v1_session.fas2cce.bin"));
        say(HexFormat.of().formatHex(said.getFirst()));
        // an agent needs its prefix before it can name a flow
        assertThat(hear()).startsWith("010900000001000c00150008").endsWith("00000001");
        for (byte[] message : said.subList(1, said.size())) {
            say(HexFormat.of().formatHex(message));
        }
        // the policy that the second answer of the fixture carries is the server's own choice
        assertThat(hear()).isEqualTo("0102000000020000");
        for (byte[] answer : answers.subList(2, answers.size())) {
            assertThat(hear()).isEqualTo(HexFormat.of().formatHex(answer));
        }
    }

    @Test
    void versionsAreNegotiatedDownToFive() throws IOException {
        List<byte[]> answers =
                Streams.messages(Streams.read("lfap_version_negotiation.fas2cce.bin"));
        for (byte[] message :
                Streams.messages(Streams.read("lfap_version_negotiation.cce2fas.bin"))) {
            say(HexFormat.of().formatHex(message));
        }
        assertThat(hear()).isEqualTo(HexFormat.of().formatHex(answers.get(0)));
        assertThat(hear()).isEqualTo(HexFormat.of().formatHex(answers.get(1)));
    }

    @Test
    void anAgentThatAsksForFourIsOfferedFiveOnce() throws IOException {
        say("0401000100070000");
        assertThat(hear()).isEqualTo("0502000200070000");
        say("0401000100080000");
        assertThat(isClosed()).isTrue();
    }

    @Test
    void aMessageOutOfItsStateEndsTheConnection() throws IOException {
        say("0501000100010000");
        assertThat(hear()).isEqualTo("0502000100010000");
        say("0508000100020000");
        assertThat(isClosed()).isTrue();
        collector.stop();
        assertThat(figure("protocolViolations")).isEqualTo(1);
    }

    @Test
    void securedMessagesAreRefused() throws IOException {
        say("0501020100010000");
        assertThat(isClosed()).isTrue();
    }

    @Test
    void anotherVersionInASessionOfVersion1IsToldSo() throws IOException {
        say("0108000000010008 0014 0004 00000003");
        String first = hear();
        say("0204000000090000");
        assertThat(hear()).isEqualTo("0105000200090000");
        say("0104000000090004 00110010");
        assertThat(hear()).isEqualTo("0105000100090000");
        say("0108000000020008 0014 0004 00000003");
        String second = hear();
        long one = Long.parseUnsignedLong(first.substring(24), 16);
        assertThat(Long.parseUnsignedLong(second.substring(24), 16)).isEqualTo(one + 1);
        say("0108000000030008 0014 0004 00000002");
        assertThat(hear()).isEqualTo("0109000000030000");
    }
}
