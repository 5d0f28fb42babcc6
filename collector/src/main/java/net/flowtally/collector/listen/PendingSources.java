package net.flowtally.collector.listen;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.PendingSource;

/// What is counted of sources that are not approved: datagrams, and the last of them to look at.
/// Beyond a number of sources the rest is counted together, under `Address.NONE`; of a datagram its
/// first octets are kept. Thread-safe.
public final class PendingSources {
    /// Sources counted by themselves.
    public static final int MOST = 10_000;

    /// Octets of a datagram that are kept: what fits an Ethernet frame.
    static final int MOST_OCTETS = 1_500;

    private final Map<Address, Source> sources = new HashMap<>();
    private long version;

    private static final class Source {
        private String protocol = "";
        private long datagrams;
        private long lastSeen;
        private byte[] lastDatagram = {};
        private long version;
    }

    /// @param known what an earlier run counted
    public PendingSources(List<PendingSource> known) {
        for (PendingSource pending : known) {
            Source source = new Source();
            source.protocol = pending.protocol();
            source.datagrams = pending.datagrams();
            source.lastSeen = pending.lastSeen();
            source.lastDatagram =
                    Arrays.copyOf(
                            pending.lastDatagram(),
                            Math.min(pending.lastDatagram().length, MOST_OCTETS));
            sources.put(pending.address(), source);
        }
    }

    void count(Address address, long receivedAt, ByteBuffer payload) {
        byte[] start = new byte[Math.min(4, payload.remaining())];
        payload.duplicate().get(start);
        count(address, protocol(start), receivedAt, payload);
    }

    /// @param protocol what the source seems to speak
    synchronized void count(Address address, String protocol, long receivedAt, ByteBuffer payload) {
        Source source = sources.get(address);
        if (source == null) {
            Address key = sources.size() < MOST ? address : Address.NONE;
            source = sources.computeIfAbsent(key, _ -> new Source());
        }
        int length = Math.min(payload.remaining(), MOST_OCTETS);
        if (source.lastDatagram.length != length) {
            source.lastDatagram = new byte[length];
        }
        payload.get(source.lastDatagram);
        source.protocol = protocol;
        source.datagrams++;
        source.lastSeen = receivedAt;
        source.version = ++version;
    }

    /// Grows whenever something is counted.
    public synchronized long version() {
        return version;
    }

    /// A copy of all counters.
    public List<PendingSource> snapshot() {
        return changedSince(-1);
    }

    /// A copy of the counters that have changed since `version()` was this.
    public synchronized List<PendingSource> changedSince(long before) {
        List<PendingSource> all = new ArrayList<>();
        sources.forEach((address, source) -> {
            if (source.version > before) {
                all.add(
                        new PendingSource(
                                address,
                                source.protocol,
                                source.datagrams,
                                source.lastSeen,
                                source.lastDatagram.clone()));
            }
        });
        return all;
    }

    private static String protocol(byte[] datagram) {
        int version = datagram.length < 4 ? 0 : ((datagram[0] & 0xff) << 8) | (datagram[1] & 0xff);
        return switch (version) {
            case 1, 5, 7, 8, 9 -> "NetFlow v" + version;
            case 10 -> "IPFIX";
            case 0 ->
                    datagram.length >= 4 && datagram[2] == 0 && datagram[3] == 5
                            ? "sFlow v5"
                            : "unknown";
            default -> "unknown";
        };
    }
}
