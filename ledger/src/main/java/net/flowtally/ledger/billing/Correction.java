package net.flowtally.ledger.billing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.money.Amount;

/// What rating a sealed period again came to, booked into another period.
///
/// @param number `2026-03-C1`, counted for each sealed period
/// @param period the sealed one
/// @param bookedIn the name of the period on whose statements the lines stand
/// @param revision of the directory, zones, services, tariffs and settings that it was rated with
/// @param lastCommit the highest commit number of slice files that counted
/// @param lines none if the new rating comes to what was charged so far
public record Correction(
        String number,
        String period,
        String bookedIn,
        Instant madeAt,
        String actor,
        String reason,
        long revision,
        long lastCommit,
        List<CorrectionLine> lines) {
    public Correction {
        lines = List.copyOf(lines);
    }

    /// The sum of the lines; empty if there are none.
    public Optional<Amount> total() {
        return lines.stream().map(CorrectionLine::amount).reduce(Amount::plus);
    }
}
