package net.flowtally.collector.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import net.flowtally.ledger.address.Address;

/// A connection of a source that nobody approved: the first that comes over it is counted and kept
/// to look at, then it is closed, without an answer.
final class PendingConnection extends ChannelInboundHandlerAdapter {
    private static final int PATIENCE_SECONDS = 10;

    private final TcpPort port;
    private final Address source;
    private boolean counted;

    PendingConnection(TcpPort port, Address source) {
        this.port = port;
        this.source = source;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var _ =
                context.executor()
                        .schedule(() -> close(context), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf octets = (ByteBuf) message;
        try {
            count(octets.nioBuffer());
        } finally {
            octets.release();
        }
        close(context);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        count(ByteBuffer.allocate(0));
        port.closed(source);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        close(context);
    }

    private static void close(ChannelHandlerContext context) {
        var _ = context.close();
    }

    private void count(ByteBuffer octets) {
        if (!counted) {
            counted = true;
            port.pending(source, octets);
        }
    }
}
