package net.flowtally.ledger.billing;

import java.math.BigDecimal;

/// How a budget stands in a period. All figures are in the budget's own unit.
///
/// @param departmentPath as the directory has it now
/// @param used so far, by the department and those below it
/// @param forecast for the end of the period if it goes on as it has; what was used once it is over
public record BudgetStatus(
        Budget budget, String departmentPath, BigDecimal used, BigDecimal forecast) {
    /// How it stands.
    public enum State {
        WITHIN,

        /// It will be passed if it goes on so.
        THREATENED,
        EXCEEDED
    }

    public State state() {
        if (used.compareTo(budget.most()) > 0) {
            return State.EXCEEDED;
        }
        return forecast.compareTo(budget.most()) > 0 ? State.THREATENED : State.WITHIN;
    }
}
