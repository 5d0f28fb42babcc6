package net.flowtally.collector.listen;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A TCP port: takes connections within its limits and knows those that are open. Used on the
/// edge's thread alone.
final class TcpPort {
    private static final Logger LOG = LoggerFactory.getLogger(TcpPort.class);

    private final TcpProtocol protocol;
    private final TcpLimits limits;
    private final Optional<Tls> tls;
    private final Edge edge;
    private final Map<Integer, TcpConnection> connections = new HashMap<>();
    private final Map<Address, Integer> ofSource = new HashMap<>();
    private int open;
    private long shed;

    TcpPort(Edge edge, TcpProtocol protocol, TcpLimits limits, Optional<Tls> tls) {
        this.edge = edge;
        this.protocol = protocol;
        this.limits = limits;
        this.tls = tls;
    }

    /// What each accepted connection begins with.
    ChannelHandler initializer() {
        return new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                begin(channel);
            }
        };
    }

    private void begin(SocketChannel channel) {
        InetSocketAddress peer = channel.remoteAddress();
        Address source = Address.of(peer.getAddress());
        int others = ofSource.getOrDefault(source, 0);
        if (open >= limits.connections() || others >= limits.connectionsOfSource()) {
            shed++;
            LOG.warn("{}: a connection of {} is one too many", protocol.name(), source);
            var _ = channel.close();
            return;
        }
        open++;
        ofSource.put(source, others + 1);
        channel.config()
                .setOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(limits.unsentOctets() / 2, limits.unsentOctets()));
        tls.ifPresent(
                each -> channel.pipeline().addLast(each.context().newHandler(channel.alloc())));
        if (edge.approves(source)) {
            int number = edge.nextConnection();
            TcpConnection connection = new TcpConnection(this, number, peer, source);
            connections.put(number, connection);
            channel.pipeline().addLast(connection);
        } else {
            channel.pipeline().addLast(new PendingConnection(this, source));
        }
    }

    void closed(TcpConnection connection) {
        connections.remove(connection.number());
        closed(connection.source());
    }

    void closed(Address source) {
        open--;
        ofSource.computeIfPresent(source, (_, count) -> count > 1 ? count - 1 : null);
    }

    Optional<TcpConnection> connection(int number) {
        return Optional.ofNullable(connections.get(number));
    }

    /// Closes the connections of sources that are approved no more.
    void settings() {
        for (TcpConnection connection : all()) {
            if (!edge.approves(connection.source())) {
                connection.close();
            }
        }
    }

    void second() {
        for (TcpConnection connection : all()) {
            connection.second();
        }
    }

    void synced(long position) {
        protocol.synced(position);
    }

    void stopping() {
        for (TcpConnection connection : all()) {
            connection.stopping();
        }
    }

    private List<TcpConnection> all() {
        return new ArrayList<>(connections.values());
    }

    TcpProtocol protocol() {
        return protocol;
    }

    TcpLimits limits() {
        return limits;
    }

    /// Connections that were one too many.
    long shed() {
        return shed;
    }

    void violation(TcpConnection connection) {
        protocol.violation(connection.source());
    }

    void pending(Address source, ByteBuffer octets) {
        edge.pending(source, protocol.name(), octets);
    }

    long now() {
        return edge.now();
    }

    boolean append(byte kind, int peerPort, int connection, long hi, long lo, ByteBuffer payload) {
        return edge.append(kind, protocol.journalled(), peerPort, connection, hi, lo, payload);
    }

    boolean flush() {
        return edge.flush();
    }

    long journalEnd() {
        return edge.journalEnd();
    }

    void readComplete() {
        edge.readComplete();
    }

    void requestSync() {
        edge.requestSync();
    }
}
