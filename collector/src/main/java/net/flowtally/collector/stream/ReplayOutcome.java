package net.flowtally.collector.stream;

/// What a replay has made.
///
/// @param stream the name of its stream
/// @param datagrams journalled
/// @param records flow records decoded from them
/// @param slices committed
/// @param otherPackets packets of captures that hold no UDP
/// @param incomplete datagrams of captures with missing fragments, not replayed
/// @param cut datagrams of which a capture holds only the beginning, replayed as they are
public record ReplayOutcome(
        String stream,
        long datagrams,
        long records,
        long slices,
        long otherPackets,
        long incomplete,
        long cut) {}
