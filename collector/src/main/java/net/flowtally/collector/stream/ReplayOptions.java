package net.flowtally.collector.stream;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.address.Address;

/// What is to be replayed, and as whose.
///
/// @param files captures or bare payloads, in the order in which they count
/// @param source `Address.NONE`, or the source that all their datagrams are to have
/// @param again replay files that were replayed before once more
public record ReplayOptions(List<Path> files, Address source, boolean again) {
    public ReplayOptions {
        files = List.copyOf(files);
    }

    public static ReplayOptions of(List<Path> files) {
        return new ReplayOptions(files, Address.NONE, false);
    }

    Optional<Address> override() {
        return source.equals(Address.NONE) ? Optional.empty() : Optional.of(source);
    }
}
