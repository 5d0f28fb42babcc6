package net.flowtally.collector.listen;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
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
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.JournalException;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.CollectorSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets of a collector and the one thread that serves them. That thread owns the journal's
/// writer: it journals the datagrams of approved sources, counts those of others as pending, and
/// lets journal time go on while nothing comes. May be used from any thread.
public final class Edge implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    private static final int MAX_PAYLOAD = 65_507;
    private static final int DATAGRAMS_AT_ONCE = 64;
    private static final int READS_AT_ONCE = 512;
    private static final int RECEIVE_BUFFER = 32 << 20;
    private static final int TCP_READ = 1 << 17;
    private static final long NO_TIME = Long.MIN_VALUE;

    /// SO_RCVBUFFORCE of Linux, which goes beyond the system's limit for those who may.
    private static final IntegerUnixChannelOption FORCED_RECEIVE_BUFFER =
            new IntegerUnixChannelOption("SO_RCVBUFFORCE", 1, 33);

    private final JournalWriter journal;
    private final Approvals approvals;
    private final FairShare share;
    private final Clock clock;
    private final boolean epoll = Epoll.isAvailable();
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final List<Channel> channels = new CopyOnWriteArrayList<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<TcpPort> ports = new CopyOnWriteArrayList<>();
    private final Receiver receiver;
    private final GroupCommit commits;
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean delivering = new AtomicBoolean();
    private final PendingSources pending;
    private final Future<?> ticks;
    private long now = NO_TIME;
    private int connections;

    /// Octets that may go to a peer once the journal is on the disk up to a position.
    private record Answer(int connection, byte[] octets, long position) {}

    /// An edge that has shed nothing before.
    public Edge(
            String stream,
            JournalWriter journal,
            CollectorSettings settings,
            PendingSources pending,
            Clock clock) {
        this(stream, journal, settings, pending, new ShedSources(List.of()), clock);
    }

    /// @param settings those that the journal's writer began with
    public Edge(
            String stream,
            JournalWriter journal,
            CollectorSettings settings,
            PendingSources pending,
            ShedSources shed,
            Clock clock) {
        this.journal = journal;
        this.approvals = new Approvals(settings);
        this.share = new FairShare(settings.datagramLimit());
        this.clock = clock;
        this.pending = pending;
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("edge-" + stream), handlers);
        loop = group.next();
        commits = new GroupCommit(stream, journal, position -> execute(() -> synced(position)));
        receiver =
                new Receiver(
                        journal, approvals, pending, share, shed, this::micros, this::requestSync);
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
                            new OneBuffer(MAX_PAYLOAD * DATAGRAMS_AT_ONCE)
                                    .maxMessagesPerRead(READS_AT_ONCE));
        } else {
            bootstrap.option(
                    ChannelOption.RECVBUF_ALLOCATOR,
                    new FixedRecvByteBufAllocator(MAX_PAYLOAD).maxMessagesPerRead(READS_AT_ONCE));
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw cannotBind(name, address, cause);
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

    /// Binds a TCP socket.
    ///
    /// @param address port 0 takes a free one
    /// @param tls empty for plain TCP
    /// @throws ListenException if it cannot be bound
    public Listener bindTcp(
            TcpProtocol protocol, InetSocketAddress address, TcpLimits limits, Optional<Tls> tls) {
        TcpPort port = new TcpPort(this, protocol, limits, tls);
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(
                                epoll
                                        ? EpollServerSocketChannel.class
                                        : NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.SO_KEEPALIVE, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new FixedRecvByteBufAllocator(TCP_READ).maxMessagesPerRead(4))
                        .childHandler(port.initializer());
        if (epoll) {
            bootstrap
                    .childOption(EpollChannelOption.TCP_KEEPIDLE, 60)
                    .childOption(EpollChannelOption.TCP_KEEPINTVL, 15)
                    .childOption(EpollChannelOption.TCP_KEEPCNT, 4)
                    .childOption(EpollChannelOption.TCP_USER_TIMEOUT, 120_000);
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        Throwable cause = bound.cause();
        if (cause != null) {
            throw cannotBind(protocol.name(), address, cause);
        }
        ServerSocketChannel channel = (ServerSocketChannel) bound.channel();
        Listener listener =
                new Listener(
                        protocol.name(),
                        channel.localAddress(),
                        channel.config().getReceiveBufferSize());
        channels.add(channel);
        listeners.add(listener);
        ports.add(port);
        LOG.info("listening for {} on {} (TCP)", protocol.name(), listener.address());
        return listener;
    }

    private static ListenException cannotBind(
            String name, InetSocketAddress address, Throwable cause) {
        return new ListenException(
                "The "
                        + name
                        + " listener cannot be bound to "
                        + address
                        + ": "
                        + cause.getMessage(),
                cause);
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
        now = NO_TIME;
        for (TcpPort port : ports) {
            port.second();
        }
        if (!receiver.journalledSinceLastTick()) {
            journal.append(Entry.TICK, micros());
        }
        journal.flush();
        now = NO_TIME;
    }

    long now() {
        if (now == NO_TIME) {
            now = micros();
        }
        return now;
    }

    void readComplete() {
        now = NO_TIME;
    }

    boolean approves(Address source) {
        return approvals.approves(source.hi(), source.lo());
    }

    int nextConnection() {
        return ++connections;
    }

    void pending(Address source, String protocol, ByteBuffer octets) {
        pending.count(source, protocol, now(), octets);
    }

    boolean append(
            byte kind,
            int spoken,
            int peerPort,
            int connection,
            long hi,
            long lo,
            ByteBuffer payload) {
        return journal.append(kind, spoken, peerPort, connection, now(), hi, lo, payload);
    }

    boolean flush() {
        return journal.flush();
    }

    long journalEnd() {
        return journal.published();
    }

    void requestSync() {
        commits.request();
    }

    private void synced(long position) {
        for (TcpPort port : ports) {
            port.synced(position);
        }
        deliver();
    }

    /// Sends octets over a connection, if it is still there, once the journal is on the disk up to
    /// a position. Answers go out in the order of the calls, which is that of their positions. For
    /// the stream's thread.
    public void answer(int connection, byte[] octets, long position) {
        answers.add(new Answer(connection, octets, position));
        if (journal.synced() >= position && delivering.compareAndSet(false, true)) {
            execute(this::deliver);
        }
    }

    private void deliver() {
        delivering.set(false);
        long synced = journal.synced();
        Set<TcpConnection> told = new LinkedHashSet<>();
        for (Answer next = answers.peek();
                next != null && next.position() <= synced;
                next = answers.peek()) {
            answers.poll();
            for (TcpPort port : ports) {
                Optional<TcpConnection> to = port.connection(next.connection());
                if (to.isPresent()) {
                    byte[] octets = next.octets();
                    to.get().sendLater(octets);
                    to.get().session().ifPresent(session -> session.said(octets));
                    told.add(to.get());
                }
            }
        }
        told.forEach(TcpConnection::flush);
    }

    /// Runs something on the edge's thread, soon; never once the edge is closed.
    public void execute(Runnable work) {
        try {
            loop.execute(work);
        } catch (RejectedExecutionException _) {
            // nobody is connected any more
        }
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
            share.limit(changed.datagramLimit());
            ports.forEach(TcpPort::settings);
            return journal.flush();
        });
    }

    /// Closes the sockets and appends a last entry to the journal, which is written when this
    /// returns.
    ///
    /// @param kind the entry's kind
    /// @return false if the disk does not take it
    public boolean stop(byte kind) {
        onLoop(() -> {
            ports.forEach(TcpPort::stopping);
            return true;
        });
        closeSockets();
        boolean written =
                onLoop(() -> {
                    boolean appended = journal.append(kind, micros());
                    return journal.flush() && appended && syncLast();
                });
        close();
        return written;
    }

    private boolean syncLast() {
        try {
            journal.sync();
            ports.forEach(port -> port.synced(journal.synced()));
            return true;
        } catch (JournalException e) {
            LOG.error("the end of the journal is written, but perhaps not on the disk", e);
            return false;
        }
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
        commits.close();
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
