package net.flowtally.app.screen;

/// Something long that is done off the window's thread.
@FunctionalInterface
public interface Work<T> {
    /// @param job tells progress and knows whether the user has cancelled
    T run(Job job) throws Exception;
}
