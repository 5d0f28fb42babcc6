package net.flowtally.app.acceptance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.flowtally.ledger.address.Address;

/// A packet capture of conversations of which every octet is known: TCP, UDP and ICMP over IPv4 and
/// IPv6, some with VLAN tags.
final class TrafficCapture {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int[] SERVICES = {80, 443, 53, 25, 8080};

    /// Octets of IP packets, and how many packets and unidirectional flows there are.
    record Truth(long flows, long packets, long bytes) {
        private Truth plus(int length, boolean first) {
            return new Truth(flows + (first ? 1 : 0), packets + 1, bytes + length);
        }
    }

    private record Frame(long micros, byte[] octets) {}

    private record Packet(
            Address source, Address destination, int protocol, int from, int to, int flags) {}

    private final RandomGenerator random;
    private final List<Frame> frames = new ArrayList<>();
    private final Map<Packet, Boolean> seen = new HashMap<>();
    private Truth v4 = new Truth(0, 0, 0);
    private Truth v6 = new Truth(0, 0, 0);

    private TrafficCapture(long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// Draws conversations that begin one after the other, a fifth of a second apart.
    static TrafficCapture of(int conversations, long seed, Instant start) {
        TrafficCapture capture = new TrafficCapture(seed);
        for (int i = 0; i < conversations; i++) {
            capture.converse(i, start.toEpochMilli() * 1000 + i * 200_000L);
        }
        capture.frames.sort(Comparator.comparingLong(Frame::micros));
        return capture;
    }

    Truth v4() {
        return v4;
    }

    Truth all() {
        return new Truth(
                v4.flows() + v6.flows(), v4.packets() + v6.packets(), v4.bytes() + v6.bytes());
    }

    void writeTo(Path file) throws IOException {
        int size = 24;
        for (Frame frame : frames) {
            size += 16 + frame.octets().length;
        }
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
        out.putInt(65_535).putInt(1);
        for (Frame frame : frames) {
            out.putInt((int) (frame.micros() / 1_000_000));
            out.putInt((int) (frame.micros() % 1_000_000));
            out.putInt(frame.octets().length).putInt(frame.octets().length).put(frame.octets());
        }
        Files.write(file, out.array());
    }

    private void converse(int number, long start) {
        boolean six = number % 7 == 6;
        int protocol = List.of(TCP, TCP, TCP, UDP, UDP, six ? UDP : ICMP).get(random.nextInt(6));
        Address caller =
                Address.parse(
                        six
                                ? "2001:db8::" + Integer.toHexString(number + 1)
                                : "10.1." + number / 200 + "." + (number % 200 + 1));
        Address callee =
                Address.parse(
                        six
                                ? "2001:db8:ffff::" + (number % 5 + 1)
                                : "192.0.2." + (number % 20 + 1));
        int callerPort = protocol == ICMP ? 0 : 1024 + random.nextInt(60_000);
        int calleePort = protocol == ICMP ? 0 : SERVICES[random.nextInt(SERVICES.length)];
        int packets = 1 + random.nextInt(11);
        int vlan = number % 11 == 10 ? 100 : 0;
        for (int i = 0; i < packets; i++) {
            int flags = i == 0 ? 0x02 : i < packets - 1 ? 0x18 : 0x11;
            Packet there = new Packet(caller, callee, protocol, callerPort, calleePort, flags);
            add(start + i * 50_000L, there, random.nextInt(1200), vlan);
            if (protocol != ICMP && i % 2 == 1) {
                Packet back =
                        new Packet(
                                callee,
                                caller,
                                protocol,
                                calleePort,
                                callerPort,
                                i == 1 ? 0x12 : 0x10);
                add(start + i * 50_000L + 10_000, back, random.nextInt(1300), vlan);
            }
        }
    }

    private void add(long micros, Packet packet, int payload, int vlan) {
        boolean six = !packet.source().isV4();
        int transport =
                switch (packet.protocol()) {
                    case TCP -> 20;
                    default -> 8;
                };
        int length = (six ? 40 : 20) + transport + payload;
        ByteBuffer out = ByteBuffer.allocate(14 + (vlan == 0 ? 0 : 4) + length);
        out.putShort((short) 0x0200).putInt(2).putShort((short) 0x0200).putInt(1);
        if (vlan != 0) {
            out.putShort((short) 0x8100).putShort((short) vlan);
        }
        out.putShort((short) (six ? 0x86dd : 0x0800));
        putIp(out, packet, length);
        putTransport(out, packet, transport + payload);
        frames.add(new Frame(micros, out.array()));
        Packet flow =
                new Packet(
                        packet.source(),
                        packet.destination(),
                        packet.protocol(),
                        packet.from(),
                        packet.to(),
                        0);
        boolean first = seen.put(flow, true) == null;
        if (six) {
            v6 = v6.plus(length, first);
        } else {
            v4 = v4.plus(length, first);
        }
    }

    private static void putIp(ByteBuffer out, Packet packet, int length) {
        if (!packet.source().isV4()) {
            out.putInt(0x6000_0000).putShort((short) (length - 40));
            out.put((byte) packet.protocol()).put((byte) 64);
            out.putLong(packet.source().hi()).putLong(packet.source().lo());
            out.putLong(packet.destination().hi()).putLong(packet.destination().lo());
            return;
        }
        int start = out.position();
        out.putShort((short) 0x4500).putShort((short) length).putInt(0);
        out.put((byte) 64).put((byte) packet.protocol()).putShort((short) 0);
        out.putInt((int) packet.source().lo()).putInt((int) packet.destination().lo());
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += out.getShort(start + i) & 0xffff;
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        sum += sum >>> 16;
        out.putShort(start + 10, (short) ~sum);
    }

    private static void putTransport(ByteBuffer out, Packet packet, int length) {
        switch (packet.protocol()) {
            case TCP -> {
                out.putShort((short) packet.from()).putShort((short) packet.to()).putLong(1);
                out.put((byte) 0x50).put((byte) packet.flags()).putShort((short) 8192);
            }
            case UDP -> {
                out.putShort((short) packet.from()).putShort((short) packet.to());
                out.putShort((short) length);
            }
            default -> out.putShort((short) 0x0800);
        }
    }
}
