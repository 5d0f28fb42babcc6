package net.flowtally.ledger.billing;

import net.flowtally.ledger.money.Amount;

/// Money given back on a department's statement.
///
/// @param period `YYYY-MM`, on whose statement it stands
/// @param department 0 = Unassigned
/// @param amount above zero; the line is below
public record Credit(
        long id,
        String period,
        long department,
        String departmentPath,
        String name,
        String reason,
        Amount amount) {}
