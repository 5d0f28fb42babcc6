package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The connections of agents that are open as the journal tells it. Owned by the stream's thread.
final class Peers {
    private static final int RUN_SHIFT = 20;

    private final Map<Integer, Peer> peers = new HashMap<>();
    private int run;

    /// The collector was started anew: all connections so far are gone, and numbers begin again.
    void restarted() {
        peers.clear();
        run++;
    }

    Peer connected(int connection, long at, long addressHi, long addressLo) {
        Peer peer = new Peer(connection, run << RUN_SHIFT | connection, at, addressHi, addressLo);
        peers.put(connection, peer);
        return peer;
    }

    Optional<Peer> of(int connection) {
        return Optional.ofNullable(peers.get(connection));
    }

    /// The connection with a number of all there have been, if it is still open.
    Optional<Peer> identified(int identity) {
        return of(identity & (1 << RUN_SHIFT) - 1).filter(peer -> peer.identity == identity);
    }

    void disconnected(int connection) {
        peers.remove(connection);
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(run);
        out.writeInt(peers.size());
        for (Peer peer : peers.values()) {
            peer.save(out);
        }
    }

    void load(DataInput in) throws IOException {
        run = in.readInt();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            Peer peer = Peer.load(in);
            peers.put(peer.connection, peer);
        }
    }
}
