package net.flowtally.ledger.unassigned;

import java.util.List;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.money.Amount;

/// What is unassigned in a period.
///
/// @param top the first addresses in the order asked for
/// @param addresses how many there are in all
/// @param bytes of all of them, as are calls and charge
/// @param directory that suggestions refer to: as it is now
public record UnassignedWork(
        List<UnassignedAddress> top,
        long addresses,
        long bytes,
        long calls,
        Amount charge,
        DirectorySnapshot directory) {
    public UnassignedWork {
        top = List.copyOf(top);
    }
}
