package net.flowtally.collector.flow;

import java.lang.foreign.MemorySegment;

/// All memory, by address. Calls and their index are read and written through it without checks of
/// bounds and life, which cost a third of the speed of the flow table (decision 0034): addresses
/// come from `Slab` and `CallIndex` alone, for numbers that these gave out, and nothing that was
/// received takes part in them.
final class Memory {
    static final MemorySegment ALL = all();

    private Memory() {}

    @SuppressWarnings("restricted")
    private static MemorySegment all() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }
}
