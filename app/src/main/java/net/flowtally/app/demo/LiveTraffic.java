package net.flowtally.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Exporters that send to a collector over UDP on loopback, for a while and all at once where each
/// can have an address of its own; else one after the other.
final class LiveTraffic implements AutoCloseable {
    private static final int FIRST_HOST = 11;

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final List<Script> scripts;
    private final Clock clock;
    private boolean addressesOfTheirOwn = true;

    private record Turn(double due, int exporter, int number) {}

    LiveTraffic(List<Script> scripts, InetSocketAddress collector, Clock clock) throws IOException {
        this.scripts = scripts;
        this.clock = clock;
        for (int i = 0; i < scripts.size(); i++) {
            channels.add(open(FIRST_HOST + i).connect(collector));
        }
    }

    /// All of 127.0.0.0/8 is loopback on Linux and Windows; elsewhere only 127.0.0.1 may be there.
    private DatagramChannel open(int host) throws IOException {
        DatagramChannel own = DatagramChannel.open();
        try {
            return own.bind(loopback(host));
        } catch (IOException _) {
            own.close();
            addressesOfTheirOwn = false;
            return DatagramChannel.open().bind(loopback(1));
        }
    }

    private static InetSocketAddress loopback(int host) throws UnknownHostException {
        return new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) host}), 0);
    }

    /// Sends everything, spread over a time.
    ///
    /// @return how many datagrams that were
    long send(Duration time) throws IOException {
        List<Turn> turns = turns();
        long start = System.nanoTime();
        for (Turn turn : turns) {
            long due = start + (long) (turn.due() * time.toNanos());
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            byte[] datagram = scripts.get(turn.exporter()).datagram(turn.number(), clock.millis());
            channels.get(turn.exporter()).write(ByteBuffer.wrap(datagram));
        }
        return turns.size();
    }

    private List<Turn> turns() {
        List<Turn> turns = new ArrayList<>();
        for (int exporter = 0; exporter < scripts.size(); exporter++) {
            int size = scripts.get(exporter).size();
            for (int number = 0; number < size; number++) {
                double due = (number + 0.5) / size;
                if (!addressesOfTheirOwn) {
                    due = (exporter + due) / scripts.size();
                }
                turns.add(new Turn(due, exporter, number));
            }
        }
        turns.sort((a, b) -> Double.compare(a.due(), b.due()));
        return turns;
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
    }
}
