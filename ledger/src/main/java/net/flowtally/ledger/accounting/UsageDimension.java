package net.flowtally.ledger.accounting;

/// What usage can be grouped by and limited to. Hours and days are those of the accounting time
/// zone.
public enum UsageDimension {
    QUARTER,
    HOUR,
    DAY,
    DEPARTMENT,
    USER,
    WORKSTATION,
    SERVICE,
    ZONE,
    CATEGORY,
    BAND,
    RULE;

    public boolean isTime() {
        return this == QUARTER || this == HOUR || this == DAY;
    }
}
