package net.flowtally.collector.listen;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ShedSource;

/// What is counted of approved sources whose datagrams were not taken. Beyond a number of sources
/// the rest is counted together, under `Address.NONE`. Thread-safe.
public final class ShedSources {
    /// Sources counted by themselves.
    public static final int MOST = 1_000;

    private final Map<Address, long[]> sources = new HashMap<>();
    private long version;

    /// @param known what an earlier run counted
    public ShedSources(List<ShedSource> known) {
        for (ShedSource shed : known) {
            sources.put(
                    shed.address(), new long[] {shed.datagrams(), shed.octets(), shed.lastSeen()});
        }
    }

    synchronized void count(Address address, long receivedAt, int octets) {
        long[] counts = sources.get(address);
        if (counts == null) {
            Address key = sources.size() < MOST ? address : Address.NONE;
            counts = sources.computeIfAbsent(key, _ -> new long[3]);
        }
        counts[0]++;
        counts[1] += octets;
        counts[2] = receivedAt;
        version++;
    }

    /// Grows whenever something is counted.
    public synchronized long version() {
        return version;
    }

    /// A copy of all counters.
    public synchronized List<ShedSource> snapshot() {
        List<ShedSource> all = new ArrayList<>(sources.size());
        sources.forEach((address, counts) ->
                all.add(new ShedSource(address, counts[0], counts[1], counts[2])));
        return all;
    }
}
