package net.flowtally.collector.listen;

import java.net.InetSocketAddress;

/// A bound socket.
///
/// @param name what it is for: `netflow`
/// @param address where it is bound, with its real port
/// @param receiveBuffer octets that the system granted for waiting datagrams
public record Listener(String name, InetSocketAddress address, int receiveBuffer) {}
