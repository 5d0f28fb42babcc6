package net.flowtally.collector.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import net.flowtally.collector.journal.Entry;
import net.flowtally.ledger.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection of an approved source: cuts what comes into messages, hands them to its session,
/// and holds the peer back while the journal or the peer itself takes nothing. Used on the edge's
/// thread alone.
public final class TcpConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final TcpPort port;
    private final int number;
    private final InetSocketAddress peer;
    private final Address source;
    private final ByteBuf rest = Unpooled.buffer(1024);
    private Optional<ChannelHandlerContext> context = Optional.empty();
    private Optional<TcpSession> session = Optional.empty();
    private boolean refused;
    private boolean journalled;
    private boolean closedHere;
    private long begunAt;

    TcpConnection(TcpPort port, int number, InetSocketAddress peer, Address source) {
        this.port = port;
        this.number = number;
        this.peer = peer;
        this.source = source;
    }

    /// As the journal names it; unique while the collector runs.
    public int number() {
        return number;
    }

    /// Who is at the other end.
    public Address source() {
        return source;
    }

    /// Where the peer has connected to.
    public Address local() {
        return context.map(each -> each.channel().localAddress())
                .filter(InetSocketAddress.class::isInstance)
                .map(address -> Address.of(((InetSocketAddress) address).getAddress()))
                .orElse(Address.NONE);
    }

    /// Journal time, microseconds UTC; the same for all messages read at once.
    public long now() {
        return port.now();
    }

    /// Appends a message to the journal, which is accepted once it is written.
    ///
    /// @param kind `Entry.MESSAGE` or `Entry.SENT`
    /// @return false if there is no room
    public boolean journal(byte kind, ByteBuf message) {
        boolean taken =
                append(kind, message.nioBuffer(message.readerIndex(), message.readableBytes()));
        journalled |= taken;
        return taken;
    }

    /// Sends octets, after those sent before.
    public void send(byte[] octets) {
        context.ifPresent(each -> {
            var _ = each.writeAndFlush(Unpooled.wrappedBuffer(octets), each.voidPromise());
        });
    }

    /// Sends octets with the next `flush`.
    void sendLater(byte[] octets) {
        context.ifPresent(each -> {
            var _ = each.write(Unpooled.wrappedBuffer(octets), each.voidPromise());
        });
    }

    void flush() {
        context.ifPresent(ChannelHandlerContext::flush);
    }

    /// Ends the connection after what was sent.
    public void close() {
        closedHere = true;
        context.ifPresent(each ->
                each.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE));
    }

    Optional<TcpSession> session() {
        return session;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = Optional.of(active);
        if (!append(Entry.CONNECT, NOTHING) || !port.flush()) {
            LOG.warn("a connection of {} is refused, the journal takes nothing", source);
            closedHere = true;
            var _ = active.close();
            return;
        }
        session = Optional.of(port.protocol().open(this));
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            if (rest.isReadable()) {
                rest.discardReadBytes().writeBytes(in);
                takeMessages(rest);
            } else {
                takeMessages(in);
                rest.clear();
                if (in.isReadable() && !closedHere) {
                    begunAt = port.now();
                    rest.writeBytes(in);
                }
            }
        } finally {
            in.release();
        }
    }

    private void takeMessages(ByteBuf octets) {
        TcpProtocol protocol = port.protocol();
        TcpSession taker = session.orElse(message -> true);
        while (!closedHere && octets.readableBytes() >= protocol.headerOctets()) {
            int at = octets.readerIndex();
            int length = protocol.messageOctets(octets, at);
            if (length < protocol.headerOctets() || length > protocol.mostOctets()) {
                LOG.warn("{} from {}: no message begins like this", protocol.name(), source);
                port.violation(this);
                close();
                return;
            }
            if (octets.readableBytes() < length) {
                return;
            }
            if (!taker.message(octets.slice(at, length))) {
                hold();
                return;
            }
            octets.skipBytes(length);
            begunAt = port.now();
        }
    }

    /// The journal has no room: the peer has to wait.
    private void hold() {
        refused = true;
        context.ifPresent(each -> each.channel().config().setAutoRead(false));
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext reading) {
        written();
        port.readComplete();
    }

    /// Writes what this connection has appended to the journal.
    private void written() {
        if (journalled && port.flush()) {
            journalled = false;
            session.ifPresent(each -> each.written(port.journalEnd()));
            port.requestSync();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (!refused) {
            changed.channel().config().setAutoRead(changed.channel().isWritable());
        }
    }

    /// Called about once a second.
    void second() {
        written();
        if (refused) {
            refused = false;
            takeMessages(rest);
            written();
            if (!refused) {
                context.ifPresent(
                        each -> each.channel().config().setAutoRead(each.channel().isWritable()));
            }
        } else if (rest.isReadable()
                && port.now() - begunAt > port.limits().messageSeconds() * 1_000_000L) {
            LOG.warn("{}: a message of {} never ended", port.protocol().name(), source);
            port.violation(this);
            giveUpUnfinished();
            close();
        }
        session.ifPresent(TcpSession::second);
    }

    private void giveUpUnfinished() {
        if (rest.isReadable()) {
            port.protocol().unfinished(this, rest);
            rest.clear();
        }
    }

    void stopping() {
        session.ifPresent(TcpSession::stopping);
        written();
        close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        context = Optional.empty();
        port.closed(this);
        session.ifPresent(each -> {
            if (!closedHere) {
                giveUpUnfinished();
            }
            append(Entry.DISCONNECT, NOTHING);
            port.flush();
            each.closed(!closedHere);
        });
        session = Optional.empty();
        rest.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        LOG.info("the connection of {} failed: {}", source, String.valueOf(cause.getMessage()));
        var _ = failed.close();
    }

    private boolean append(byte kind, ByteBuffer payload) {
        return port.append(kind, peer.getPort(), number, source.hi(), source.lo(), payload);
    }
}
