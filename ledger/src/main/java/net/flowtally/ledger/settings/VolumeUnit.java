package net.flowtally.ledger.settings;

/// The unit in which volume is priced and printed.
public enum VolumeUnit {
    MB(1_000_000, "MB"),
    MIB(1_048_576, "MiB");

    private final long bytes;
    private final String text;

    VolumeUnit(long bytes, String text) {
        this.bytes = bytes;
        this.text = text;
    }

    public long bytes() {
        return bytes;
    }

    /// As a setting and beside numbers: `MB`, `MiB`.
    @Override
    public String toString() {
        return text;
    }
}
