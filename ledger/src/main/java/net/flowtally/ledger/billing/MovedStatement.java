package net.flowtally.ledger.billing;

import net.flowtally.ledger.money.Amount;

/// What an edit moves on one open statement, all its lines together.
///
/// @param period its name
/// @param department the path, as it would be; `Unassigned` for what nobody owns
public record MovedStatement(
        String period,
        String department,
        long bytesBefore,
        long bytesAfter,
        Amount before,
        Amount after) {}
