package net.flowtally.ledger.explain;

import java.time.Instant;
import net.flowtally.ledger.money.Amount;

/// A usage row and its share of a statement line: the amount is spread over the rows in proportion
/// to their bytes, by largest remainder, among equals to the earlier row.
///
/// @param quarter start of the quarter hour
/// @param user name, empty for none
/// @param workstation name, empty for none
/// @param calls that began in the quarter hour
public record UsageShare(
        Instant quarter,
        long userId,
        String user,
        long workstationId,
        String workstation,
        String service,
        long zoneId,
        String zone,
        long calls,
        long bytes,
        long packets,
        Amount amount) {}
