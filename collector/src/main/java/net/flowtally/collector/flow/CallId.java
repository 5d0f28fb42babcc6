package net.flowtally.collector.flow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The identity of a call: MurmurHash3 (x64, 128 bits, seed 0) of 64 octets: the same hash of the
/// stream's name in UTF-8, both addresses (lower endpoint first), ports and protocol, and the
/// journal position of the update that opened the call; every number as a little-endian 64-bit
/// word. A reused carrier, not thread-safe.
final class CallId {
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int KEY_OCTETS = 64;
    private static final int FLOW_ID_OCTETS = 12;

    long hi;
    long lo;

    private final long streamHi;
    private final long streamLo;

    CallId(String stream) {
        hash(stream.getBytes(StandardCharsets.UTF_8));
        long nameHi = hi;
        long nameLo = lo;
        hi = 0;
        lo = 0;
        block(nameHi, nameLo);
        streamHi = hi;
        streamLo = lo;
    }

    /// Puts the identity of a call into `hi` and `lo`.
    void of(CallEntry call) {
        if ((call.state() & CallEntry.FLOW) != 0) {
            ofFlow(call.openedAt(), call.flowNumber());
            return;
        }
        hi = streamHi;
        lo = streamLo;
        block(call.aHi(), call.aLo());
        block(call.bHi(), call.bLo());
        block(((long) call.protocol() << 32) | (call.ports() & 0xffff_ffffL), call.openedAt());
        finish(KEY_OCTETS);
    }

    /// Puts the hash of the twelve octets of a flow id into `hi` and `lo`: of an LFAP call, which
    /// is the same call in every stream.
    void ofFlow(long prefix, int number) {
        hi = Long.rotateLeft(Long.reverseBytes(prefix) * C1, 31) * C2;
        lo = Long.rotateLeft((Integer.reverseBytes(number) & 0xffff_ffffL) * C2, 33) * C1;
        finish(FLOW_ID_OCTETS);
    }

    /// Puts the hash of any octets into `hi` and `lo`.
    void hash(byte[] octets) {
        hi = 0;
        lo = 0;
        int padded = (octets.length + 15) / 16 * 16;
        ByteBuffer words = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
        words.put(octets).rewind();
        for (int i = 0; i < octets.length / 16; i++) {
            block(words.getLong(), words.getLong());
        }
        if (words.hasRemaining()) {
            hi ^= Long.rotateLeft(words.getLong() * C1, 31) * C2;
            lo ^= Long.rotateLeft(words.getLong() * C2, 33) * C1;
        }
        finish(octets.length);
    }

    private void block(long k1, long k2) {
        hi ^= Long.rotateLeft(k1 * C1, 31) * C2;
        hi = (Long.rotateLeft(hi, 27) + lo) * 5 + 0x52dce729;
        lo ^= Long.rotateLeft(k2 * C2, 33) * C1;
        lo = (Long.rotateLeft(lo, 31) + hi) * 5 + 0x38495ab5;
    }

    private void finish(int length) {
        hi ^= length;
        lo ^= length;
        hi += lo;
        lo += hi;
        hi = scramble(hi);
        lo = scramble(lo);
        hi += lo;
        lo += hi;
    }

    private static long scramble(long k) {
        k ^= k >>> 33;
        k *= 0xff51afd7ed558ccdL;
        k ^= k >>> 33;
        k *= 0xc4ceb9fe1a85ec53L;
        return k ^ k >>> 33;
    }
}
