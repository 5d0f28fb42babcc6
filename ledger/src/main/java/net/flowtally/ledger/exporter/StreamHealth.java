package net.flowtally.ledger.exporter;

/// How a collector's stream does, as it said last.
///
/// @param stream its name
/// @param running whether a process is at it now; if not, the rest is of its last run
/// @param refused datagrams for which the journal had no room because the disk took nothing
/// @param dropped datagrams that the system dropped because they came faster than they were taken
/// @param waitingOctets of the journal, received and not yet taken in
/// @param trouble why nothing can be written or committed, a sentence; empty if all is well
public record StreamHealth(
        String stream,
        boolean running,
        long refused,
        long dropped,
        long waitingOctets,
        String trouble) {}
