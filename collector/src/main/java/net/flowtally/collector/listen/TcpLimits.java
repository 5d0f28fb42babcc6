package net.flowtally.collector.listen;

/// How much connections may take of a TCP port.
///
/// @param connections at once, of all sources
/// @param connectionsOfSource at once, of one source
/// @param messageSeconds a message that began must be whole after this
/// @param unsentOctets answers that wait because the peer does not read; while there are more,
///   nothing more is read from it
public record TcpLimits(
        int connections, int connectionsOfSource, int messageSeconds, int unsentOctets) {
    public static TcpLimits defaults() {
        return new TcpLimits(1024, 64, 60, 1 << 20);
    }
}
