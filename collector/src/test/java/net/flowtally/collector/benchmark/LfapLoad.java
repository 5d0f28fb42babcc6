package net.flowtally.collector.benchmark;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import net.flowtally.collector.lfap.Lfap;
import net.flowtally.collector.lfap.LfapWriter;
import net.flowtally.collector.wire.Octets;
import net.flowtally.ledger.address.Address;

/// The load of one LFAP agent of version 1 on a collector that runs: how many flow updates a second
/// are acknowledged, which means on the disk and taken in by the flow table. It admits its flows,
/// then reports all of them in deltas, round by round, with so many messages on the way at a time.
/// Run by `benchmarks/run`: `LfapLoad port flows seconds batch`; prints a line `admissions/s
/// updates/s updates`.
final class LfapLoad {
    private static final int WINDOW = 256;
    private static final int TIME_VALUE = Lfap.HEADER + 4 + 4 + 4;

    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicLong acknowledged = new AtomicLong();
    private final Socket socket;
    private final DataInputStream in;
    private volatile boolean isRefused;
    private long prefix;

    private LfapLoad(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int port = Integer.parseInt(arguments[0]);
        int flows = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        int batch = Integer.parseInt(arguments[3]);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            new LfapLoad(socket).offer(flows, seconds, batch);
        }
    }

    private void offer(int flows, int seconds, int batch) throws IOException, InterruptedException {
        OutputStream out = socket.getOutputStream();
        out.write(
                new LfapWriter(Lfap.VERSION_1, Lfap.V1.AR, Lfap.V1.SUCCESS, 1)
                        .number(Lfap.V1.COMMAND, Lfap.V1.RETURN_FLOW_PREFIX)
                        .octets());
        byte[] answer = new byte[Lfap.HEADER + 12];
        in.readFully(answer);
        prefix = Octets.u64(answer, Lfap.HEADER + 4);
        Thread.ofPlatform().daemon().start(this::hear);
        long began = System.nanoTime();
        for (int flow = 0; flow < flows; flow++) {
            window.acquire();
            out.write(admission(flow));
        }
        drain(flows);
        double admissions = flows / seconds(began);
        List<byte[]> updates = updates(flows, batch);
        began = System.nanoTime();
        long until = began + seconds * 1_000_000_000L;
        long ticks = 10_000;
        long records = 0;
        long messages = flows;
        while (System.nanoTime() < until) {
            ticks += 100;
            for (byte[] update : updates) {
                put(update, ticks);
                window.acquire();
                out.write(update);
            }
            messages += updates.size();
            records += flows;
        }
        drain(messages);
        double rate = records / seconds(began);
        if (isRefused) {
            throw new IllegalStateException("an update was not taken");
        }
        System.out.printf(Locale.ROOT, "%.0f %.0f %d%n", admissions, rate, records);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private void drain(long messages) {
        while (acknowledged.get() < messages) {
            Thread.onSpinWait();
        }
    }

    private static void put(byte[] update, long ticks) {
        for (int i = 0; i < 4; i++) {
            update[TIME_VALUE + i] = (byte) (ticks >>> (24 - 8 * i));
        }
    }

    private byte[] admission(int flow) {
        return new LfapWriter(Lfap.VERSION_1, Lfap.V1.FAR, Lfap.V1.SUCCESS, flow & 0xffff)
                .address(Lfap.V1.SOURCE, Address.v4(0x0a00_0000 + flow))
                .address(Lfap.V1.DESTINATION, Address.v4(0xc633_0000 + flow % 1000))
                .flowId(prefix, flow + 1L)
                .number(Lfap.V1.TIME, 1000)
                .octets();
    }

    private List<byte[]> updates(int flows, int batch) {
        List<byte[]> messages = new ArrayList<>();
        for (int from = 0; from < flows; from += batch) {
            LfapWriter writer =
                    new LfapWriter(
                                    Lfap.VERSION_1,
                                    Lfap.V1.FUN,
                                    Lfap.V1.SUCCESS,
                                    messages.size() & 0xffff)
                            .multiple();
            writer.number(Lfap.V1.TIME, 0).format();
            writer.flowIdHeader(true)
                    .header(Lfap.V1.BYTES_DELTA, 16)
                    .header(Lfap.V1.PACKETS_DELTA, 16)
                    .records();
            for (int flow = from; flow < Math.min(flows, from + batch); flow++) {
                writer.flowIdValue(prefix, flow + 1L).u64(1500).u64(300).u64(3).u64(2);
            }
            messages.add(writer.endMultiple().octets());
        }
        return messages;
    }

    private void hear() {
        byte[] header = new byte[Lfap.HEADER];
        try {
            while (true) {
                in.readFully(header);
                int length = Octets.u16(header, 6);
                isRefused |= length > 0 || header[3] != Lfap.V1.SUCCESS;
                in.skipNBytes(length);
                acknowledged.incrementAndGet();
                window.release();
            }
        } catch (IOException _) {
            // the end of the measurement
        }
    }
}
