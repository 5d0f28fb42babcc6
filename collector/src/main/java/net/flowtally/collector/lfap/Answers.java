package net.flowtally.collector.lfap;

/// Takes what is to be said to agents as a consequence of their messages, in journal order.
@FunctionalInterface
public interface Answers {
    /// @param connection the number of the connection it belongs to
    /// @param message a whole message
    /// @param position of the journal entry after the one that is answered
    void answer(int connection, byte[] message, long position);

    /// For a journal that is read without anybody listening.
    Answers NONE = (connection, message, position) -> {};
}
