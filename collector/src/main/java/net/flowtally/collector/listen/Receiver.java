package net.flowtally.collector.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.ledger.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to each datagram on the thread that receives. Datagrams read at once have one
/// receive time and are written at once.
final class Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final long NO_TIME = Long.MIN_VALUE;

    /// Octets after which the journal is brought to the disk without waiting for the next second. A
    /// file system that commits much at once makes writers wait for as long as it takes: 75 ms for
    /// 100 MB, in which a socket overflows; 4 ms for a tenth of it.
    private static final long SYNC_AFTER = 8 << 20;

    private final JournalWriter journal;
    private final Approvals approvals;
    private final PendingSources pending;
    private final FairShare share;
    private final ShedSources shed;
    private final LongSupplier micros;
    private final Runnable requestSync;
    private long syncRequested;
    private long now = NO_TIME;
    private boolean journalled;

    Receiver(
            JournalWriter journal,
            Approvals approvals,
            PendingSources pending,
            FairShare share,
            ShedSources shed,
            LongSupplier micros,
            Runnable requestSync) {
        this.journal = journal;
        this.approvals = approvals;
        this.pending = pending;
        this.share = share;
        this.shed = shed;
        this.micros = micros;
        this.requestSync = requestSync;
        this.syncRequested = journal.published();
    }

    boolean journalledSinceLastTick() {
        boolean was = journalled;
        journalled = false;
        return was;
    }

    /// The handler of one socket.
    ///
    /// @param listener its number, as the journal keeps it
    Handler numbered(int listener) {
        return new Handler(listener);
    }

    private void take(int listener, DatagramPacket packet) {
        if (now == NO_TIME) {
            now = micros.getAsLong();
        }
        InetAddress source = packet.sender().getAddress();
        byte[] octets = source.getAddress();
        long hi = 0;
        long lo;
        if (octets.length == 4) {
            lo = Address.mapV4((int) bits(octets, 0, 4));
        } else {
            hi = bits(octets, 0, 8);
            lo = bits(octets, 8, 8);
        }
        ByteBuf content = packet.content();
        ByteBuffer payload =
                content.internalNioBuffer(content.readerIndex(), content.readableBytes());
        if (!approvals.approves(hi, lo)) {
            pending.count(new Address(hi, lo), now, payload);
        } else if (share.takes(hi, lo, now)) {
            journalled |=
                    journal.append(
                            Entry.DATAGRAM,
                            listener,
                            packet.sender().getPort(),
                            now,
                            hi,
                            lo,
                            payload);
        } else {
            shed.count(new Address(hi, lo), now, payload.remaining());
        }
    }

    private static long bits(byte[] octets, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = (bits << 8) | (octets[i] & 0xff);
        }
        return bits;
    }

    final class Handler extends ChannelInboundHandlerAdapter {
        private final int listener;

        private Handler(int listener) {
            this.listener = listener;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            try {
                take(listener, packet);
            } finally {
                packet.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            journal.flush();
            now = NO_TIME;
            long written = journal.published();
            if (written - syncRequested >= SYNC_AFTER) {
                syncRequested = written;
                requestSync.run();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // for example an ICMP answer to nothing we sent; the socket stays open
            LOG.warn("reading from a socket failed", cause);
        }
    }
}
