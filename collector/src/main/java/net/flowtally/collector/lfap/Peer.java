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

    /// For so long after it has connected an agent may say again what another server did not
    /// acknowledge, microseconds.
    static final long REPEATS = 60_000_000;

    private static final int MOST_PREFIXES = 64;

    final int connection;

    /// Of all connections there have been.
    final int identity;

    final long connectedAt;
    final long addressHi;
    final long addressLo;
    boolean oldNumbers;

    /// Of its messages; 0 before the first.
    int version;

    private boolean isSet;
    private boolean isAsked;
    private int ticks;
    private long wall;
    private long askedAt;

    /// Prefixes that it was given over this connection.
    private long[] prefixes = {};

    Peer(int connection, int identity, long connectedAt, long addressHi, long addressLo) {
        this.connection = connection;
        this.identity = identity;
        this.connectedAt = connectedAt;
        this.addressHi = addressHi;
        this.addressLo = addressLo;
    }

    void asked(long at) {
        askedAt = at;
    }

    /// The agent was given a prefix.
    void handed(long prefix) {
        int kept = Math.min(prefixes.length, MOST_PREFIXES - 1);
        long[] more = new long[kept + 1];
        System.arraycopy(prefixes, prefixes.length - kept, more, 0, kept);
        more[kept] = prefix;
        prefixes = more;
    }

    /// Whether the agent may have told another server what it tells of a flow now.
    boolean mayRepeat(long prefix, long receivedAt) {
        if (receivedAt - connectedAt > REPEATS) {
            return false;
        }
        for (long each : prefixes) {
            if (each == prefix) {
                return false;
            }
        }
        return true;
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

    /// When something happened that is told long afterwards, microseconds UTC.
    long past(int when, long receivedAt) {
        return isSet ? Math.min(wall + (when - ticks) * TICK, receivedAt) : wall(when, receivedAt);
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(connection);
        out.writeInt(identity);
        out.writeLong(connectedAt);
        out.writeLong(addressHi);
        out.writeLong(addressLo);
        out.writeBoolean(oldNumbers);
        out.writeByte(version);
        out.writeBoolean(isSet);
        out.writeBoolean(isAsked);
        out.writeInt(ticks);
        out.writeLong(wall);
        out.writeLong(askedAt);
        out.writeInt(prefixes.length);
        for (long prefix : prefixes) {
            out.writeLong(prefix);
        }
    }

    static Peer load(DataInput in) throws IOException {
        Peer peer =
                new Peer(in.readInt(), in.readInt(), in.readLong(), in.readLong(), in.readLong());
        peer.oldNumbers = in.readBoolean();
        peer.version = in.readByte();
        peer.isSet = in.readBoolean();
        peer.isAsked = in.readBoolean();
        peer.ticks = in.readInt();
        peer.wall = in.readLong();
        peer.askedAt = in.readLong();
        int count = in.readInt();
        if (count < 0 || count > MOST_PREFIXES) {
            throw new IOException("a connection was given " + count + " prefixes");
        }
        peer.prefixes = new long[count];
        for (int i = 0; i < peer.prefixes.length; i++) {
            peer.prefixes[i] = in.readLong();
        }
        return peer;
    }
}
