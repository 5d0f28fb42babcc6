package net.flowtally.collector.flow;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import java.util.Optional;

/// Memory of zeros for what is read at random: from 2 MiB on in huge pages where Linux has them to
/// give (`madvise`), so that a look at one call of a million does not cost a walk through page
/// tables as well. Elsewhere, or where the system refuses, it is ordinary memory.
final class Pages {
    static final long HUGE = 2 << 20;

    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int MADV_HUGEPAGE = 14;

    /// The calls of Linux.
    private record Calls(MethodHandle mmap, MethodHandle munmap, MethodHandle madvise) {}

    private static final Optional<Calls> SYSTEM = system();

    private Pages() {}

    /// @param octets a power of two
    /// @param arena frees it
    static MemorySegment allocate(Arena arena, long octets) {
        if (octets >= HUGE && SYSTEM.isPresent()) {
            return mapped(SYSTEM.get(), arena, octets);
        }
        return arena.allocate(octets, Math.min(octets, 64));
    }

    @SuppressWarnings("restricted")
    private static Optional<Calls> system() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")
                || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        ValueLayout.OfLong size = ValueLayout.JAVA_LONG;
        ValueLayout.OfInt number = ValueLayout.JAVA_INT;
        FunctionDescriptor mmap =
                FunctionDescriptor.of(size, size, size, number, number, number, size);
        FunctionDescriptor munmap = FunctionDescriptor.of(number, size, size);
        FunctionDescriptor madvise = FunctionDescriptor.of(number, size, size, number);
        return library.find("mmap")
                .flatMap(map ->
                        library.find("munmap")
                                .flatMap(unmap ->
                                        library.find("madvise")
                                                .map(advise ->
                                                        new Calls(
                                                                linker.downcallHandle(map, mmap),
                                                                linker.downcallHandle(
                                                                        unmap, munmap),
                                                                linker.downcallHandle(
                                                                        advise, madvise)))));
    }

    /// Maps more than is asked for, to cut it at multiples of a huge page.
    @SuppressWarnings("restricted")
    private static MemorySegment mapped(Calls system, Arena arena, long octets) {
        try {
            long base =
                    (long)
                            system.mmap.invokeExact(
                                    0L, octets + HUGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (base == -1) {
                return arena.allocate(octets, 64);
            }
            long start = (base + HUGE - 1) & -HUGE;
            unmap(system, base, start - base);
            unmap(system, start + octets, base + HUGE - start);
            int refused = (int) system.madvise.invokeExact(start, octets, MADV_HUGEPAGE);
            assert refused == 0 || refused == -1; // small pages do as well
            return MemorySegment.ofAddress(start)
                    .reinterpret(octets, arena, freed -> unmap(system, freed.address(), octets));
        } catch (Throwable e) {
            throw new IllegalStateException("memory for calls cannot be mapped", e);
        }
    }

    private static void unmap(Calls system, long start, long octets) {
        if (octets == 0) {
            return;
        }
        try {
            int failed = (int) system.munmap.invokeExact(start, octets);
            assert failed == 0;
        } catch (Throwable e) {
            throw new IllegalStateException("memory of calls cannot be given back", e);
        }
    }
}
