package net.flowtally.collector.simulate;

/// What an LFAP agent of a scenario counted and told.
///
/// @param address as the scenario has it; servers see the one it connects from
/// @param records updates of a flow in one direction with traffic in it
/// @param acknowledged messages that a server has answered for (version 1)
/// @param failovers how often it lost a server
public record AgentTruth(
        String name,
        String address,
        int version,
        int flows,
        long records,
        long bytes,
        long packets,
        long acknowledged,
        long failovers) {}
