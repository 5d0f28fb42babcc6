package net.flowtally.collector.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import java.nio.ByteBuffer;

/// Reads datagrams into one buffer again and again, for a socket whose datagrams are done with by
/// the time of the next read. It is larger than what allocators pool: a new one for each read would
/// be filled with zeros each time, which took half of the edge's time. One thread.
final class OneBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private final int octets;

    OneBuffer(int octets) {
        this.octets = octets;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface of Netty that there is
    public Handle newHandle() {
        return new MaxMessageHandle() {
            private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

            @Override
            public int guess() {
                return octets;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                if (buffer.capacity() != octets || buffer.refCnt() != 1) {
                    buffer = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(octets));
                }
                return buffer.clear().retain();
            }
        };
    }
}
