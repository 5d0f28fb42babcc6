package net.flowtally.collector.lfap;

/// Takes named figures of agents.
@FunctionalInterface
public interface FigureVisitor {
    void figure(long addressHi, long addressLo, String name, long value);
}
