package net.flowtally.collector.lfap;

/// How long the server waits, and for how many.
///
/// @param responseSeconds for the next step of a session to be taken by the agent (the Message
///   Response Timer)
/// @param keepAliveSeconds between messages to an agent of version 5
/// @param mostSessions at once; beyond it an agent of version 5 is rejected
public record LfapTimers(int responseSeconds, int keepAliveSeconds, int mostSessions) {
    public static LfapTimers defaults() {
        return new LfapTimers(30, 10, 512);
    }
}
