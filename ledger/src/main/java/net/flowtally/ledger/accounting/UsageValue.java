package net.flowtally.ledger.accounting;

/// One value of a dimension. Its identity is the id; services, categories and bands, which have
/// none, are told apart by their label and have id 0. The id of a quarter hour, hour or day is its
/// first microsecond.
///
/// @param label as reports print it: a department's path, a name, an ISO date or time in the
///   accounting zone; empty for no user or no workstation
public record UsageValue(UsageDimension dimension, long id, String label) {
    /// The department of what nobody owns.
    public static final UsageValue UNASSIGNED =
            new UsageValue(UsageDimension.DEPARTMENT, 0, "Unassigned");

    /// Whether both stand for the same thing, whatever it is called.
    public boolean isSameAs(UsageValue other) {
        return dimension == other.dimension
                && id == other.id
                && (isNamedById() || label.equals(other.label));
    }

    /// Whether the id says what it is; else the label does.
    boolean isNamedById() {
        return switch (dimension) {
            case SERVICE, CATEGORY, BAND -> false;
            case QUARTER, HOUR, DAY, DEPARTMENT, USER, WORKSTATION, ZONE, RULE -> true;
        };
    }
}
