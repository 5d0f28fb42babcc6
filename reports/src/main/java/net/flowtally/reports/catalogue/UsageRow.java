package net.flowtally.ledger.accounting;

import java.time.Instant;
import net.flowtally.ledger.money.Amount;

/// Usage at its finest: one quarter hour, owner, service, zone, category, rule and band. Names are
/// empty where there is no user or workstation.
public record UsageRow(
        Instant quarter,
        long departmentId,
        String department,
        long userId,
        String user,
        long workstationId,
        String workstation,
        String service,
        long zoneId,
        String zone,
        String category,
        long rule,
        String band,
        long calls,
        long bytesSent,
        long bytesReceived,
        long packetsSent,
        long packetsReceived,
        Amount charge) {}
