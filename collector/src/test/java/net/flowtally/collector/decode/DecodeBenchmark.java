package net.flowtally.collector.decode;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.SplittableRandom;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowRecord;
import net.flowtally.collector.flow.FlowSink;
import net.flowtally.ledger.address.Address;

/// Decodes datagrams as `tools/flowgen.c` makes them, on one thread and into a sink that only adds,
/// and prints records per second for each protocol; more than one round of one protocol, so that
/// the last figures are those of compiled code.
final class DecodeBenchmark {
    private static final int DATAGRAMS = 1 << 14;
    private static final int ROUNDS = 24;
    private static final int[][] FIELDS_9 = {
        {8, 4}, {12, 4}, {7, 2}, {11, 2}, {4, 1}, {5, 1}, {10, 2}, {14, 2}, {1, 8}, {2, 4}, {22, 4},
        {21, 4}, {6, 1}
    };
    private static final int[][] FIELDS_X = {
        {8, 4}, {12, 4}, {7, 2}, {11, 2}, {4, 1}, {5, 1}, {10, 2}, {14, 2}, {1, 8}, {2, 4},
        {152, 8}, {153, 8}, {6, 1}
    };

    private DecodeBenchmark() {}

    private static final class AddingSink implements FlowSink {
        long records;
        long bytes;

        @Override
        public void accept(FlowRecord flow) {
            records++;
            bytes += flow.bytes + flow.end - flow.start + flow.sourceLo + flow.destinationPort;
        }
    }

    public static void main(String[] versions) {
        for (int pass = 0; pass < 2; pass++) {
            for (int version : new int[] {5, 9, 10}) {
                run(version, pass == 1);
            }
        }
    }

    private static void run(int version, boolean printed) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(DATAGRAMS * 1472L);
            int[] lengths = new int[DATAGRAMS];
            SplittableRandom random = new SplittableRandom(1);
            long sequence = 0;
            for (int i = 0; i < DATAGRAMS; i++) {
                ByteBuffer buffer = memory.asSlice(i * 1472L, 1472).asByteBuffer();
                sequence += write(buffer, version, i, sequence, random);
                lengths[i] = buffer.position();
            }
            Decoders decoders = new Decoders();
            AddingSink sink = new AddingSink();
            Datagram datagram = new Datagram();
            datagram.sourceLo = Address.mapV4(0x7f000001);
            long time = 1_700_000_000_000_000L;
            for (int round = 1; round <= ROUNDS; round++) {
                sink.records = 0;
                long from = System.nanoTime();
                for (int i = 0; i < DATAGRAMS; i++) {
                    datagram.wrap(memory, i * 1472L, lengths[i]);
                    datagram.receivedAt = time;
                    ExporterTally tally = decoders.tally(datagram);
                    decoders.decode(datagram, tally, sink);
                    time += 200;
                }
                time += 5_000_001;
                double seconds = (System.nanoTime() - from) / 1e9;
                if (printed && round > ROUNDS - 3) {
                    System.out.printf(
                            Locale.ROOT,
                            "version %2d: %,10.0f records/s, %5.1f ns each (check %x)%n",
                            version,
                            sink.records / seconds,
                            seconds * 1e9 / sink.records,
                            sink.bytes);
                }
            }
        }
    }

    private static int write(
            ByteBuffer b, int version, int datagram, long sequence, SplittableRandom random) {
        int uptime = 3_600_000 + datagram;
        int seconds = 1_700_000_000 + datagram / 1000;
        int count =
                switch (version) {
                    case 5 -> 30;
                    case 9 -> (1472 - 20 - 64 - 8) / 39;
                    default -> (1472 - 16 - 64 - 4) / 47;
                };
        b.putShort((short) version);
        switch (version) {
            case 5 ->
                    b.putShort((short) count)
                            .putInt(uptime)
                            .putInt(seconds)
                            .putInt(0)
                            .putInt((int) sequence)
                            .putInt(0);
            case 9 ->
                    b.putShort((short) count)
                            .putInt(uptime)
                            .putInt(seconds)
                            .putInt(datagram)
                            .putInt(7);
            default -> b.putShort((short) 0).putInt(seconds).putInt((int) sequence).putInt(7);
        }
        int[][] fields = version == 9 ? FIELDS_9 : FIELDS_X;
        if (version != 5 && datagram % 64 == 0) {
            b.putShort((short) (version == 9 ? 0 : 2)).putShort((short) (8 + 4 * fields.length));
            b.putShort((short) 260).putShort((short) fields.length);
            for (int[] field : fields) {
                b.putShort((short) field[0]).putShort((short) field[1]);
            }
        }
        int set = b.position();
        if (version != 5) {
            b.putShort((short) 260).putShort((short) 0);
        }
        for (int i = 0; i < count; i++) {
            int last = uptime - random.nextInt(1000);
            int first = last - random.nextInt(30_000);
            int packets = random.nextInt(1, 64);
            int octets = packets * random.nextInt(64, 1400);
            if (version == 5) {
                b.putInt(random.nextInt()).putInt(random.nextInt()).putInt(0);
                b.putShort((short) 3).putShort((short) 25).putInt(packets).putInt(octets);
                b.putInt(first)
                        .putInt(last)
                        .putShort((short) random.nextInt())
                        .putShort((short) 443);
                b.put((byte) 0).put((byte) 0x1b).put((byte) 6).put((byte) 0);
                b.putInt(0).putInt(0x15180000);
            } else {
                b.putInt(random.nextInt()).putInt(random.nextInt());
                b.putShort((short) random.nextInt())
                        .putShort((short) 443)
                        .put((byte) 6)
                        .put((byte) 0);
                b.putShort((short) 3).putShort((short) 25).putLong(octets).putInt(packets);
                if (version == 9) {
                    b.putInt(first).putInt(last);
                } else {
                    b.putLong(1_699_996_400_000L + first).putLong(1_699_996_400_000L + last);
                }
                b.put((byte) 0x1b);
            }
        }
        if (version != 5) {
            while (version == 9 && (b.position() - set) % 4 != 0) {
                b.put((byte) 0);
            }
            b.putShort(set + 2, (short) (b.position() - set));
        }
        if (version == 10) {
            b.putShort(2, (short) b.position());
        }
        return count;
    }
}
