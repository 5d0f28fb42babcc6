package net.flowtally.collector.ipfix;

import io.netty.buffer.ByteBuf;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.listen.TcpConnection;
import net.flowtally.collector.listen.TcpProtocol;
import net.flowtally.collector.listen.TcpSession;
import net.flowtally.ledger.address.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// IPFIX over TCP (RFC 7011 section 10.4), with TLS or without: the messages of UDP one after the
/// other, told apart by their lengths. A collector says nothing; each message is journalled.
public final class IpfixConnections implements TcpProtocol {
    private static final int HEADER = 16;
    private static final int MOST = 65_535;

    private static final Logger LOG = LoggerFactory.getLogger(IpfixConnections.class);

    private final String name;

    /// @param name as the port is named: `ipfix-tcp`, `ipfix-tls`
    public IpfixConnections(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int journalled() {
        return Entry.IPFIX;
    }

    @Override
    public int headerOctets() {
        return HEADER;
    }

    /// What is no header of IPFIX is taken as a message of its own, so that the stream counts it as
    /// malformed; the session then ends the connection, because nobody knows where the next message
    /// would begin.
    @Override
    public int messageOctets(ByteBuf octets, int at) {
        return isHeader(octets, at) ? octets.getUnsignedShort(at + 2) : HEADER;
    }

    private static boolean isHeader(ByteBuf octets, int at) {
        return octets.getUnsignedShort(at) == Ipfix.VERSION
                && octets.getUnsignedShort(at + 2) >= HEADER;
    }

    @Override
    public int mostOctets() {
        return MOST;
    }

    /// Counted by the stream, which gets what there is of the message.
    @Override
    public void violation(Address source) {}

    /// The stream reads the records that are whole and counts the message as malformed.
    @Override
    public void unfinished(TcpConnection connection, ByteBuf begun) {
        if (!connection.journal(Entry.MESSAGE, begun)) {
            LOG.warn(
                    "ipfix: {} octets of a message of {} found no room in the journal",
                    begun.readableBytes(),
                    connection.source());
        }
    }

    @Override
    public TcpSession open(TcpConnection connection) {
        return message -> {
            if (!connection.journal(Entry.MESSAGE, message)) {
                return false;
            }
            if (!isHeader(message, message.readerIndex())) {
                connection.close();
            }
            return true;
        };
    }
}
