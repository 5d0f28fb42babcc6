package net.flowtally.collector.simulate;

import net.flowtally.ledger.address.Address;

/// What is true of one exporter of a scenario, counted where its datagrams are made.
///
/// @param protocol as tallies name it
/// @param datagrams that reach the collector, repetitions left out
/// @param repeated datagrams that reach it once more
/// @param records in the datagrams that reach it
/// @param bytes they stand for, scaled by the sampling rate, as are packets
/// @param sent units in which the protocol numbers what it sends: flows (v5, v7), datagrams (v9,
///   sFlow) or records (IPFIX); 0 where it has no numbers (v1)
/// @param lost of those sent
public record ScenarioTruth(
        String name,
        Address exporter,
        String protocol,
        long datagrams,
        long repeated,
        long records,
        long bytes,
        long packets,
        long sent,
        long lost) {}
