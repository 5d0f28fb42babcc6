package net.flowtally.ledger.tariff;

/// The time of the week that a rule prices.
public enum Band {
    /// Peak and off-peak alike.
    ANY("any"),
    PEAK("peak"),
    OFF_PEAK("offpeak");

    private final String column;

    Band(String column) {
        this.column = column;
    }

    /// As it is kept in tables and files: `any`, `peak`, `offpeak`.
    public String column() {
        return column;
    }

    public static Band ofColumn(String text) {
        for (Band band : values()) {
            if (band.column.equals(text)) {
                return band;
            }
        }
        throw new IllegalArgumentException("no rate band: " + text);
    }
}
