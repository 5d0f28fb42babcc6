package net.flowtally.collector.capture;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.flowtally.ledger.address.Address;

/// Puts the fragments of UDP packets together. A bounded number of packets waits for the rest of
/// itself; the one waiting longest is given up.
final class Fragments {
    private static final int MOST_WAITING = 1024;
    private static final int MAX_LENGTH = 65_535;

    record Key(Address source, Address destination, int identification) {}

    private static final class Pieces {
        final TreeMap<Integer, byte[]> byOffset = new TreeMap<>();
        int total = -1;

        Optional<ByteBuffer> whole() {
            int reached = 0;
            for (Map.Entry<Integer, byte[]> piece : byOffset.entrySet()) {
                if (piece.getKey() > reached) {
                    return Optional.empty();
                }
                reached = Math.max(reached, piece.getKey() + piece.getValue().length);
            }
            if (total < 0 || reached < total) {
                return Optional.empty();
            }
            ByteBuffer packet = ByteBuffer.allocate(reached);
            byOffset.forEach((offset, octets) -> packet.put(offset, octets));
            return Optional.of(packet.clear().limit(total));
        }
    }

    private final LinkedHashMap<Key, Pieces> waiting = new LinkedHashMap<>();
    private long givenUp;

    /// @return the packet, if this was the last piece missing
    Optional<ByteBuffer> add(Key key, int offset, boolean moreFollow, ByteBuffer payload) {
        byte[] octets = new byte[payload.remaining()];
        payload.get(octets);
        if (offset + octets.length > MAX_LENGTH) {
            return Optional.empty();
        }
        Pieces pieces = waiting.computeIfAbsent(key, _ -> new Pieces());
        pieces.byOffset.put(offset, octets);
        if (!moreFollow) {
            pieces.total = offset + octets.length;
        }
        Optional<ByteBuffer> whole = pieces.whole();
        if (whole.isPresent()) {
            waiting.remove(key);
        } else if (waiting.size() > MOST_WAITING) {
            waiting.pollFirstEntry();
            givenUp++;
        }
        return whole;
    }

    long incomplete() {
        return givenUp + waiting.size();
    }
}
