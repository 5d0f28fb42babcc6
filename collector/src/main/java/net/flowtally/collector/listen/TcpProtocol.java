package net.flowtally.collector.listen;

import io.netty.buffer.ByteBuf;
import net.flowtally.ledger.address.Address;

/// What is spoken on a TCP port: how its messages are told apart, and who answers them. Used on the
/// edge's thread alone.
public interface TcpProtocol {
    /// As status and log name it.
    String name();

    /// `Entry.LFAP` or another: how the journal names it.
    int journalled();

    /// Octets of a message that must be there before its length is known.
    int headerOctets();

    /// The length of a whole message, or -1 if no message begins like this: the connection ends.
    ///
    /// @param octets has at least `headerOctets()` from `at` on
    int messageOctets(ByteBuf octets, int at);

    /// The longest message there is; what `messageOctets` says beyond it ends the connection.
    int mostOctets();

    /// Counts what no message begins with, or a message that never ended.
    void violation(Address source);

    /// A connection ends in the middle of a message, or the message took too long to end.
    ///
    /// @param begun what there is of it
    default void unfinished(TcpConnection connection, ByteBuf begun) {}

    /// The journal is on the disk up to a position.
    default void synced(long position) {}

    /// What answers on a new connection of an approved source.
    TcpSession open(TcpConnection connection);
}
