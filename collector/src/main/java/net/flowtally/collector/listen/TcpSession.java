package net.flowtally.collector.listen;

import io.netty.buffer.ByteBuf;

/// One side of a connection: takes whole messages in their order. Used on the edge's thread alone.
public interface TcpSession {
    /// Takes a message.
    ///
    /// @param message exactly one; valid during the call
    /// @return false if it cannot be accepted now because the journal has no room: nothing was
    ///   done, and it is offered again later
    boolean message(ByteBuf message);

    /// What was journalled so far has been written up to a position.
    default void written(long position) {}

    /// Something was sent that the stream's thread had to say.
    default void said(byte[] message) {}

    /// Called about once a second.
    default void second() {}

    /// The collector ends: a last word may be sent.
    default void stopping() {}

    /// The connection is gone.
    ///
    /// @param lost by the peer or the network; false if this side ended it
    default void closed(boolean lost) {}
}
