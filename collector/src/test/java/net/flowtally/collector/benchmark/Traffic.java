package net.flowtally.collector.benchmark;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.ledger.address.Address;

/// Full datagrams of one protocol, made ahead so that reading them can be timed alone: TCP and UDP
/// flows drawn at random from so many keys, each key always with the same addresses, ports and
/// interfaces. Memory is used again with each batch.
final class Traffic {
    /// Which protocol, and how long its header, template and records are.
    enum Protocol {
        V5(24, 0, 48, 30),
        V9(20, 8 + 4 * TEMPLATE, 39, 35),
        IPFIX(16, 8 + 4 * TEMPLATE, 47, 29);

        final int header;
        final int template;
        final int record;
        final int most;

        Protocol(int header, int template, int record, int most) {
            this.header = header;
            this.template = template;
            this.record = record;
            this.most = most;
        }
    }

    private static final int TEMPLATE = 13;
    private static final int SLOT = 1536;
    private static final int TEMPLATE_EVERY = 64;
    private static final int TEMPLATE_ID = 260;
    private static final long UPTIME_MILLIS = 3_600_000;
    private static final int[] SERVICES = {
        443, 443, 443, 443, 80, 53, 25, 22, 1521, 3306, 8080, 993
    };
    private static final int[][] FIELDS_V9 = {
        {8, 4}, {12, 4}, {7, 2}, {11, 2}, {4, 1}, {5, 1}, {10, 2}, {14, 2}, {1, 8}, {2, 4}, {22, 4},
        {21, 4}, {6, 1}
    };
    private static final int[][] FIELDS_IPFIX = {
        {8, 4}, {12, 4}, {7, 2}, {11, 2}, {4, 1}, {5, 1}, {10, 2}, {14, 2}, {1, 8}, {2, 4},
        {152, 8}, {153, 8}, {6, 1}
    };

    private final Protocol protocol;
    private final int flows;
    private final int datagrams;
    private final MemorySegment memory;
    private final ByteBuffer out;
    private final int[] lengths;
    private final long[] times;
    private final SplittableRandom random = new SplittableRandom(1);
    private long sequence;
    private long made;
    private long bytes;

    /// @param flows keys to draw from
    /// @param datagrams in a batch
    Traffic(Protocol protocol, int flows, int datagrams, Arena arena) {
        this.protocol = protocol;
        this.flows = flows;
        this.datagrams = datagrams;
        this.memory = arena.allocate((long) SLOT * datagrams, 64);
        this.out = memory.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        this.lengths = new int[datagrams];
        this.times = new long[datagrams];
    }

    int datagrams() {
        return datagrams;
    }

    int records() {
        return datagrams * protocol.most;
    }

    /// Sum over all records made so far.
    long bytes() {
        return bytes;
    }

    /// Makes the next batch.
    ///
    /// @param micros when its first datagram is received
    /// @param each microseconds from one datagram to the next, in 1/1000
    void make(long micros, long each) {
        for (int i = 0; i < datagrams; i++) {
            times[i] = micros + i * each / 1000;
            out.position(i * SLOT);
            put(times[i] / 1000);
            lengths[i] = out.position() - i * SLOT;
        }
    }

    void wrap(int number, Datagram datagram) {
        datagram.wrap(memory, (long) number * SLOT, lengths[number]);
        datagram.receivedAt = times[number];
        datagram.position += lengths[number];
    }

    private void put(long millis) {
        int start = out.position();
        boolean template = protocol != Protocol.V5 && made % TEMPLATE_EVERY == 0;
        putHeader(millis, template);
        if (template) {
            putTemplate();
        }
        int set = out.position();
        if (protocol != Protocol.V5) {
            out.putShort((short) TEMPLATE_ID).putShort((short) 0);
        }
        for (int i = 0; i < protocol.most; i++) {
            putRecord(millis);
        }
        if (protocol != Protocol.V5) {
            while (protocol == Protocol.V9 && (out.position() - set) % 4 != 0) {
                out.put((byte) 0);
            }
            out.putShort(set + 2, (short) (out.position() - set));
        }
        if (protocol == Protocol.IPFIX) {
            out.putShort(start + 2, (short) (out.position() - start));
        }
        sequence += protocol == Protocol.V9 ? 1 : protocol.most;
        made++;
    }

    private void putHeader(long millis, boolean template) {
        int count = protocol.most + (template ? 1 : 0);
        switch (protocol) {
            case V5 -> {
                out.putShort((short) 5).putShort((short) count).putInt((int) UPTIME_MILLIS);
                out.putInt((int) (millis / 1000)).putInt((int) (millis % 1000) * 1_000_000);
                out.putInt((int) sequence).putInt(0);
            }
            case V9 -> {
                out.putShort((short) 9).putShort((short) count).putInt((int) UPTIME_MILLIS);
                out.putInt((int) (millis / 1000)).putInt((int) sequence).putInt(7);
            }
            case IPFIX -> {
                out.putShort((short) 10).putShort((short) 0).putInt((int) (millis / 1000));
                out.putInt((int) sequence).putInt(7);
            }
        }
    }

    private void putTemplate() {
        int[][] fields = protocol == Protocol.V9 ? FIELDS_V9 : FIELDS_IPFIX;
        out.putShort((short) (protocol == Protocol.V9 ? 0 : 2));
        out.putShort((short) (8 + 4 * fields.length));
        out.putShort((short) TEMPLATE_ID).putShort((short) fields.length);
        for (int[] field : fields) {
            out.putShort((short) field[0]).putShort((short) field[1]);
        }
    }

    private void putRecord(long millis) {
        int key = random.nextInt(flows);
        long mixed = mix(key * 2_654_435_761L + 12_345);
        long volume = random.nextLong();
        int source = 0x0a00_0000 | (int) (mixed & 0x07ff);
        int destination =
                (mixed >>> 11 & 3) != 0
                        ? 0xc633_6400 + (int) (mixed >>> 16 & 0xffff)
                        : 0x0a01_0000 | (int) (mixed >>> 16 & 0xff);
        int sourcePort = 1024 + (int) Long.remainderUnsigned(key * 7L + (mixed >>> 32), 60_000);
        int destinationPort = SERVICES[(int) ((mixed >>> 40 & 0xff) % SERVICES.length)];
        short input = (short) (1 + (mixed >>> 48 & 0xff) % 24);
        short output = (short) (25 + (mixed >>> 56) % 4);
        byte transport = (byte) (destinationPort == 53 ? 17 : 6);
        byte flags = (byte) (transport == 6 ? 0x1b : 0);
        int packets = 1 + (int) (volume & 0x3f);
        int octets = packets * (64 + (int) ((volume >>> 8 & 0xff_ffff) % 1400));
        long last = (volume >>> 20 & 0xfff) % 1000;
        long first = last + (volume >>> 32) % 30_000;
        bytes += octets;
        out.putInt(source).putInt(destination);
        if (protocol == Protocol.V5) {
            out.putInt(0).putShort(input).putShort(output).putInt(packets).putInt(octets);
            out.putInt((int) (UPTIME_MILLIS - first)).putInt((int) (UPTIME_MILLIS - last));
            out.putShort((short) sourcePort).putShort((short) destinationPort);
            out.put((byte) 0).put(flags).put(transport).put((byte) 0);
            out.putInt(0).putInt(0x1518_0000);
            return;
        }
        out.putShort((short) sourcePort).putShort((short) destinationPort);
        out.put(transport).put((byte) 0).putShort(input).putShort(output);
        out.putLong(octets).putInt(packets);
        if (protocol == Protocol.V9) {
            out.putInt((int) (UPTIME_MILLIS - first)).putInt((int) (UPTIME_MILLIS - last));
        } else {
            out.putLong(millis - first).putLong(millis - last);
        }
        out.put(flags);
    }

    private static long mix(long value) {
        long z = value + 0x9e37_79b9_7f4a_7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }

    static Address exporter() {
        return Address.parse("192.0.2.1");
    }
}
