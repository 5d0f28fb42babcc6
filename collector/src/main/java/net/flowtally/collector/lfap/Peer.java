package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// One connection of an agent as the journal tells it: who is there, how it numbers elements, and
/// how its ticks map to time. Owned by the stream's thread.
///
/// Ticks are hundredths of a second since the agent started, modulo 2^32. Version 5 is asked for
/// them, and they belong to the middle between question and answer. Version 1 cannot be asked: no
/// message comes before it is made, so the least time seen between a report and its arrival is
/// taken for none.
final class Peer {
    /// A tick, in microseconds.
    static final long TICK = 10_000;

    /// Ticks that go back by more than an hour are those of an agent that started anew.
    static final int RESTART_TICKS = 360_000;

    final int connection;

    /// Of all connections there have been.
    final int identity;

    final long addressHi;
    final long addressLo;
    boolean oldNumbers;

    private boolean isSet;
    private boolean isAsked;
    private int ticks;
    private long wall;
    private long askedAt;

    Peer(int connection, int identity, long addressHi, long addressLo) {
        this.connection = connection;
        this.identity = identity;
        this.addressHi = addressHi;
        this.addressLo = addressLo;
    }

    void asked(long at) {
        askedAt = at;
    }

    /// The agent has told its ticks; an answer that took over 30 seconds says nothing.
    void told(int now, long receivedAt) {
        if (askedAt > 0 && receivedAt >= askedAt && receivedAt - askedAt <= 30_000_000L) {
            ticks = now;
            wall = askedAt + (receivedAt - askedAt) / 2;
            isSet = true;
            isAsked = true;
        }
        askedAt = 0;
    }

    /// When something happened, microseconds UTC.
    ///
    /// @param receivedAt when it was told
    long wall(int when, long receivedAt) {
        if (!isSet || when - ticks < -RESTART_TICKS) {
            isSet = true;
            isAsked = false;
            ticks = when;
            wall = receivedAt;
            return receivedAt;
        }
        long time = wall + (when - ticks) * TICK;
        if (!isAsked && time > receivedAt) {
            time = receivedAt;
            ticks = when;
            wall = time;
        } else if (when - ticks > RESTART_TICKS) {
            ticks = when;
            wall = time;
        }
        return time;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(connection);
        out.writeInt(identity);
        out.writeLong(addressHi);
        out.writeLong(addressLo);
        out.writeBoolean(oldNumbers);
        out.writeBoolean(isSet);
        out.writeBoolean(isAsked);
        out.writeInt(ticks);
        out.writeLong(wall);
        out.writeLong(askedAt);
    }

    static Peer load(DataInput in) throws IOException {
        Peer peer = new Peer(in.readInt(), in.readInt(), in.readLong(), in.readLong());
        peer.oldNumbers = in.readBoolean();
        peer.isSet = in.readBoolean();
        peer.isAsked = in.readBoolean();
        peer.ticks = in.readInt();
        peer.wall = in.readLong();
        peer.askedAt = in.readLong();
        return peer;
    }
}
