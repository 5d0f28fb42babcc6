package net.flowtally.collector.simulate;

import net.flowtally.ledger.address.Address;

/// A flow of a simulated LFAP agent and what went over it so far: the truth. One thread.
public final class SimulatedLfapFlow {
    private final long number;
    private final Address source;
    private final Address destination;
    private final int sourcePort;
    private final int port;
    private final int protocol;
    private final long startTicks;
    private final long[] counted = new long[4];
    private final long[] reported = new long[4];
    private boolean isOver;

    SimulatedLfapFlow(
            long number,
            Address source,
            Address destination,
            int sourcePort,
            int port,
            int protocol,
            long startTicks) {
        this.number = number;
        this.source = source;
        this.destination = destination;
        this.sourcePort = sourcePort;
        this.port = port;
        this.protocol = protocol;
        this.startTicks = startTicks;
    }

    /// Counts traffic from source to destination, and back.
    public void carry(long bytes, long bytesBack, long packets, long packetsBack) {
        counted[0] += bytes;
        counted[1] += bytesBack;
        counted[2] += packets;
        counted[3] += packetsBack;
    }

    /// The next report is the last.
    public void end() {
        isOver = true;
    }

    boolean isOver() {
        return isOver;
    }

    /// Bytes there and back, packets there and back.
    long[] running() {
        return counted;
    }

    /// The same, since the last time it was asked for.
    long[] takeDeltas() {
        long[] deltas = new long[counted.length];
        for (int i = 0; i < deltas.length; i++) {
            deltas[i] = counted[i] - reported[i];
            reported[i] = counted[i];
        }
        return deltas;
    }

    public long number() {
        return number;
    }

    public Address source() {
        return source;
    }

    public Address destination() {
        return destination;
    }

    public int sourcePort() {
        return sourcePort;
    }

    public int port() {
        return port;
    }

    public int protocol() {
        return protocol;
    }

    long startTicks() {
        return startTicks;
    }

    public long bytes() {
        return counted[0];
    }

    public long bytesBack() {
        return counted[1];
    }

    public long packets() {
        return counted[2];
    }

    public long packetsBack() {
        return counted[3];
    }
}
