package net.flowtally.collector.lfap;

import net.flowtally.collector.exporter.ExporterTally;

/// Where the counters of exporters are kept.
@FunctionalInterface
public interface Tallies {
    /// The counters of an exporter and protocol, the same object every time.
    ExporterTally of(long addressHi, long addressLo, String protocol);
}
