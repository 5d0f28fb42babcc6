package net.flowtally.collector.listen;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.ledger.exporter.CollectorSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets of a collector and the one thread that serves them. That thread owns the journal's
/// writer: it journals the datagrams of approved sources, counts those of others as pending, and
/// lets journal time go on while nothing comes. May be used from any thread.
public final class Edge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private static final int MAX_PAYLOAD = 65_507;
    private static final int DATAGRAMS_AT_ONCE = 32;
    private static final int READS_AT_ONCE = 512;
    private static final int RECEIVE_BUFFER = 32 << 20;

    /// SO_RCVBUFFORCE of Linux, which goes beyond the system's limit for those who may.
    private static final IntegerUnixChannelOption FORCED_RECEIVE_BUFFER =
            new IntegerUnixChannelOption("SO_RCVBUFFORCE", 1, 33);

    private final JournalWriter journal;
    private final Approvals approvals;
    private final Clock clock;
    private final boolean epoll = Epoll.isAvailable();
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Receiver receiver;
    private final Future<?> ticks;

    /// @param settings those that the journal's writer began with
    public Edge(
            String stream,
            JournalWriter journal,
            CollectorSettings settings,
            PendingSources pending,
            Clock clock) {
        this.journal = journal;
        this.approvals = new Approvals(settings);
        this.clock = clock;
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("edge-" + stream), handlers);
        loop = group.next();
        receiver = new Receiver(journal, approvals, pending, this::micros);
        ticks = loop.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /// Binds a UDP socket.
    ///
    /// @param address port 0 takes a free one
    /// @throws ListenException if it cannot be bound
    public Listener bindUdp(String name, InetSocketAddress address) {
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(group)
                        .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                        .handler(receiver.numbered(channels.size()))
                        .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER);
        if (epoll) {
            bootstrap
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_PAYLOAD)
                    .option(
                            ChannelOption.RECVBUF_ALLOCATOR,
                            new FixedRecvByteBufAllocator(MAX_PAYLOAD * DATAGRAMS_AT_ONCE)
                                    .maxMessagesPerRead(READS_AT_ONCE));
        } else {
            bootstrap.option(
                    ChannelOption.RECVBUF_ALLOCATOR,
                    new FixedRecvByteBufAllocator(MAX_PAYLOAD).maxMessagesPerRead(READS_AT_ONCE));
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw new ListenException(
                    "The "
                            + name
                            + " listener cannot be bound to "
                            + address
                            + ": "
                            + cause.getMessage(),
                    cause);
        }
        DatagramChannel channel = (DatagramChannel) bound.channel();
        forceReceiveBuffer(channel);
        Listener listener =
                new Listener(name, channel.localAddress(), channel.config().getReceiveBufferSize());
        channels.add(channel);
        listeners.add(listener);
        LOG.info(
                "listening for {} on {}, {} octets of receive buffer, {}",
                name,
                listener.address(),
                listener.receiveBuffer(),
                epoll ? "epoll" : "nio");
        return listener;
    }

    private void forceReceiveBuffer(DatagramChannel channel) {
        if (epoll && channel.config().getReceiveBufferSize() < RECEIVE_BUFFER) {
            try {
                channel.config().setOption(FORCED_RECEIVE_BUFFER, RECEIVE_BUFFER);
            } catch (ChannelException e) {
                LOG.debug("the receive buffer stays as the system grants it", e);
            }
        }
    }

    public List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    private long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    private void tick() {
        if (!receiver.journalledSinceLastTick()) {
            journal.append(Entry.TICK, micros());
        }
        journal.flush();
    }

    /// Puts new settings in force, in the journal and here; waits until it is done.
    ///
    /// @return false if the journal does not take them now
    public boolean settings(CollectorSettings changed) {
        return onLoop(() -> {
            if (!journal.settings(changed.encode(), micros())) {
                return false;
            }
            approvals.settings(changed);
            return journal.flush();
        });
    }

    /// Closes the sockets and appends a last entry to the journal, which is written when this
    /// returns.
    ///
    /// @param kind the entry's kind
    /// @return false if the disk does not take it
    public boolean stop(byte kind) {
        closeSockets();
        boolean written =
                onLoop(() -> {
                    boolean appended = journal.append(kind, micros());
                    return journal.flush() && appended;
                });
        close();
        return written;
    }

    private void closeSockets() {
        for (Channel channel : channels) {
            channel.close().awaitUninterruptibly();
        }
    }

    /// Closes the sockets and ends the thread; the journal is left as it is.
    @Override
    public void close() {
        closeSockets();
        ticks.cancel(false);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private boolean onLoop(Callable<Boolean> work) {
        Future<Boolean> done = loop.submit(work).awaitUninterruptibly();
        if (done.cause() instanceof RuntimeException e) {
            throw e;
        }
        return done.getNow();
    }

    /// Datagrams that the system dropped because they came faster than they were taken.
    public long kernelDrops() {
        List<Integer> ports = new ArrayList<>();
        for (Listener listener : listeners) {
            ports.add(listener.address().getPort());
        }
        return KernelDrops.of(ports);
    }
}
