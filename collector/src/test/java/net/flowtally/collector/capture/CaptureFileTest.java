package net.flowtally.collector.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.flowtally.ledger.address.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureFileTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.ofEpochSecond(1_800_000_000L), ZoneOffset.UTC);
    private static final Address BARE = Address.parse("127.0.0.1");

    /// From 192.0.2.1, port 4096, to 192.0.2.2: "hello".
    private static final String IPV4 =
            "450000210007000040110000c0000201c0000202" + "10000807000d0000" + "68656c6c6f";

    /// From 2001:db8::1 the same, after a hop-by-hop header of eight octets.
    private static final String IPV6 =
            "60000000"
                    + "0015"
                    + "0040"
                    + "20010db8000000000000000000000001"
                    + "20010db8000000000000000000000002"
                    + "1100010400000000"
                    + "10000807000d0000"
                    + "68656c6c6f";

    @TempDir Path folder;

    private record Taken(long at, String source, int port, String payload) {}

    @Test
    void classicCapturesOfBothByteOrdersAndResolutions() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            for (int magic : List.of(CaptureFile.PCAP_MICROS, CaptureFile.PCAP_NANOS)) {
                int fraction = magic == CaptureFile.PCAP_NANOS ? 123_456_789 : 123_456;
                byte[] frame = ethernet("0800" + IPV4);
                Path file = pcap(order, magic, 1, fraction, frame);
                assertThat(read(file))
                        .containsExactly(
                                new Taken(1_700_000_000_123_456L, "192.0.2.1", 4096, "hello"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0000000000010000000000020800",
        "1, 00000000000100000000000281000005_0800",
        "1, 00000000000100000000000288a80005_81000006_0800",
        "0, 02000000",
        "108, 00000002",
        "101, ''",
        "228, ''",
        "113, 0000000100060000000000010000_0800",
        "276, 0800000000000001000100060000000000010000",
    })
    void everyLinkTypeLeadsToTheSamePayload(int link, String before) throws IOException {
        byte[] frame = hex(before.replace("_", "") + IPV4);
        Path file = pcap(ByteOrder.LITTLE_ENDIAN, CaptureFile.PCAP_MICROS, link, 0, frame);
        assertThat(read(file)).extracting(Taken::payload).containsExactly("hello");
    }

    @Test
    void anUnknownLinkIsNamed() throws IOException {
        Path file = pcap(ByteOrder.BIG_ENDIAN, CaptureFile.PCAP_MICROS, 147, 0, hex(IPV4));
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(CaptureException.class)
                .hasMessageEndingWith("was captured on a link of the unknown type 147.");
    }

    @Test
    void extensionHeadersAreSkippedAndOtherPacketsCounted() throws IOException {
        String tcp = IPV4.replaceFirst("4011", "4006");
        Path file =
                pcap(
                        ByteOrder.BIG_ENDIAN,
                        CaptureFile.PCAP_MICROS,
                        1,
                        0,
                        ethernet("86dd" + IPV6),
                        ethernet("0800" + tcp),
                        ethernet("0806" + "0001"));
        CaptureFile capture = new CaptureFile(file, BARE, CLOCK);
        List<Taken> taken = read(capture);
        assertThat(taken)
                .containsExactly(new Taken(1_700_000_000_000_000L, "2001:db8::1", 4096, "hello"));
        assertThat(capture.datagrams()).isEqualTo(1);
        assertThat(capture.otherPackets()).isEqualTo(2);
    }

    @Test
    void fragmentsInAnyOrderMakeOneDatagram() throws IOException {
        byte[] udp = new byte[3000];
        ByteBuffer.wrap(udp).putShort((short) 9).putShort((short) 10).putShort((short) 3000);
        for (int i = 8; i < udp.length; i++) {
            udp[i] = (byte) ('a' + i % 26);
        }
        Path file =
                pcap(
                        ByteOrder.BIG_ENDIAN,
                        CaptureFile.PCAP_MICROS,
                        101,
                        0,
                        fragment(udp, 1480, 2960, true),
                        fragment(udp, 2960, 3000, false),
                        fragment(udp, 0, 1480, true));
        CaptureFile capture = new CaptureFile(file, BARE, CLOCK);
        assertThat(read(capture))
                .singleElement()
                .extracting(Taken::payload)
                .isEqualTo(new String(udp, 8, 2992, StandardCharsets.ISO_8859_1));
        assertThat(capture.incomplete()).isZero();
    }

    @Test
    void missingFragmentsAreCounted() throws IOException {
        Path file =
                pcap(
                        ByteOrder.BIG_ENDIAN,
                        CaptureFile.PCAP_MICROS,
                        101,
                        0,
                        fragment(new byte[3000], 0, 1480, true));
        CaptureFile capture = new CaptureFile(file, BARE, CLOCK);
        assertThat(read(capture)).isEmpty();
        assertThat(capture.incomplete()).isEqualTo(1);
    }

    @Test
    void aDatagramThatWasCapturedInPartIsCounted() throws IOException {
        byte[] whole = ethernet("0800" + IPV4);
        byte[] part = Arrays.copyOf(whole, whole.length - 2);
        Path file = pcap(ByteOrder.BIG_ENDIAN, CaptureFile.PCAP_MICROS, 1, 0, part);
        CaptureFile capture = new CaptureFile(file, BARE, CLOCK);
        assertThat(read(capture)).extracting(Taken::payload).containsExactly("hel");
        assertThat(capture.cut()).isEqualTo(1);
    }

    @Test
    void blockCapturesKeepTheResolutionOfEachInterface() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer out = ByteBuffer.allocate(4096).order(order);
            block(out, PcapngReader.SECTION_HEADER, ints(order, 0x1a2b3c4d, 0x00010000, -1, -1));
            block(out, 1, description(order, 101, -1));
            block(out, 1, description(order, 101, 9));
            block(out, 1, description(order, 101, 0x80 | 10));
            block(out, 5, new byte[20]);
            long seconds = 1_700_000_000L;
            block(out, 6, enhanced(order, 0, seconds * 1_000_000 + 5, hex(IPV4)));
            block(out, 6, enhanced(order, 1, seconds * 1_000_000_000 + 7_000, hex(IPV4)));
            block(out, 6, enhanced(order, 2, seconds * 1024 + 512, hex(IPV4)));
            block(out, 3, concat(ints(order, hex(IPV4).length), hex(IPV4)));
            Path file = folder.resolve("blocks");
            Files.write(file, Arrays.copyOf(out.array(), out.position()));
            assertThat(read(file))
                    .extracting(Taken::at)
                    .containsExactly(
                            seconds * 1_000_000 + 5,
                            seconds * 1_000_000 + 7,
                            seconds * 1_000_000 + 500_000,
                            seconds * 1_000_000 + 500_000);
        }
    }

    @Test
    void barePayloadsAreSplitByTheLengthTheyTell() throws IOException {
        String v5 = "00050001" + "00000000" + "60000000" + "000f4240" + "00".repeat(8 + 48);
        String ipfix = "000a0014" + "60000001" + "00".repeat(12);
        assertThat(read(write(v5 + v5)))
                .extracting(Taken::at)
                .containsExactly(0x60000000L * 1_000_000 + 1000, 0x60000000L * 1_000_000 + 1000);
        assertThat(read(write(ipfix + ipfix + ipfix)))
                .extracting(Taken::at)
                .containsOnly(0x60000001L * 1_000_000)
                .hasSize(3);
        assertThat(read(write("00090001" + "00000000" + "60000002" + "00".repeat(8))))
                .extracting(Taken::at, Taken::source)
                .containsExactly(tuple(0x60000002L * 1_000_000, "127.0.0.1"));
        // a count that does not fit: one datagram, which the decoder will judge
        assertThat(read(write("00050002" + v5.substring(8)))).hasSize(1);
    }

    @Test
    void otherFilesAreRefusedInPlainWords() throws IOException {
        assertThatThrownBy(() -> read(write("48656c6c6f20776f726c64")))
                .isInstanceOf(CaptureException.class)
                .hasMessageEndingWith("is neither a packet capture nor a datagram.");
        assertThatThrownBy(() -> read(write("")))
                .isInstanceOf(CaptureException.class)
                .hasMessageEndingWith("holds no datagram.");
        assertThatThrownBy(() -> read(folder.resolve("absent")))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("cannot be read");
    }

    /// Wherever a capture is cut or spoilt, reading ends or is refused; it never fails otherwise.
    @Test
    void damagedCapturesAreReadOrRefused() throws IOException {
        byte[] whole =
                Files.readAllBytes(
                        pcap(
                                ByteOrder.LITTLE_ENDIAN,
                                CaptureFile.PCAP_MICROS,
                                1,
                                0,
                                ethernet("0800" + IPV4),
                                ethernet("86dd" + IPV6)));
        for (int at = 0; at < whole.length; at++) {
            byte[] spoilt = whole.clone();
            spoilt[at] ^= (byte) 0x81;
            for (byte[] content : List.of(Arrays.copyOf(whole, at), spoilt)) {
                Path file = folder.resolve("spoilt");
                Files.write(file, content);
                try {
                    assertThat(read(file).size()).isBetween(0, 2);
                } catch (CaptureException e) {
                    assertThat(e).hasMessageContaining("spoilt");
                }
            }
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] ethernet(String rest) {
        return hex("000000000001000000000002" + rest);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private static byte[] ints(ByteOrder order, int... values) {
        ByteBuffer out = ByteBuffer.allocate(values.length * 4).order(order);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }

    private static byte[] fragment(byte[] udp, int from, int to, boolean more) {
        ByteBuffer packet = ByteBuffer.allocate(20 + to - from);
        packet.put(hex("4500"))
                .putShort((short) packet.capacity())
                .putShort((short) 99)
                .putShort((short) ((more ? 0x2000 : 0) | from / 8))
                .put(hex("40110000c0000201c0000202"))
                .put(udp, from, to - from);
        return packet.array();
    }

    private static void block(ByteBuffer out, int type, byte[] body) {
        int padded = (body.length + 3) & ~3;
        out.putInt(type).putInt(12 + padded).put(body);
        out.put(new byte[padded - body.length]).putInt(12 + padded);
    }

    private static byte[] description(ByteOrder order, int link, int resolution) {
        ByteBuffer out = ByteBuffer.allocate(resolution < 0 ? 8 : 20).order(order);
        out.putShort((short) link).putShort((short) 0).putInt(0);
        if (resolution >= 0) {
            out.putShort((short) 9).putShort((short) 1).put((byte) resolution);
        }
        return out.array();
    }

    private static byte[] enhanced(ByteOrder order, int number, long time, byte[] frame) {
        byte[] header =
                ints(order, number, (int) (time >>> 32), (int) time, frame.length, frame.length);
        return concat(header, frame);
    }

    private Path pcap(ByteOrder order, int magic, int link, int fraction, byte[]... frames)
            throws IOException {
        ByteBuffer out = ByteBuffer.allocate(16_384).order(order);
        out.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535);
        out.putInt(link);
        for (byte[] frame : frames) {
            out.putInt(1_700_000_000).putInt(fraction).putInt(frame.length).putInt(frame.length);
            out.put(frame);
        }
        Path file = folder.resolve("capture");
        Files.write(file, Arrays.copyOf(out.array(), out.position()));
        return file;
    }

    private Path write(String content) throws IOException {
        return Files.write(folder.resolve("bare"), hex(content));
    }

    private static List<Taken> read(Path file) {
        return read(new CaptureFile(file, BARE, CLOCK));
    }

    private static List<Taken> read(CaptureFile capture) {
        List<Taken> taken = new ArrayList<>();
        capture.deliverTo((at, source, port, payload) ->
                taken.add(
                        new Taken(
                                at,
                                source.toString(),
                                port,
                                StandardCharsets.ISO_8859_1.decode(payload).toString())));
        return taken;
    }
}
