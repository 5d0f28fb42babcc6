package net.flowtally.collector.stream;

/// What a running collector can tell of itself at a moment; nothing of it is in the ledger.
///
/// @param datagrams taken in by this process since it started
/// @param records flow records of them
/// @param backlogOctets journal written but not yet taken in
/// @param activeCalls calls in progress
/// @param kernelDrops datagrams the system dropped because its buffer was full
/// @param refused datagrams for which the journal had no room because the disk took nothing
/// @param trouble why nothing can be written or committed, a sentence; empty if all is well
public record CollectorGauges(
        long datagrams,
        long records,
        long backlogOctets,
        int activeCalls,
        long kernelDrops,
        long refused,
        String trouble) {}
