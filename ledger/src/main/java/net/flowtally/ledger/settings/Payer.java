package net.flowtally.ledger.settings;

/// Which party of a call is charged for it. If that one is outside, it is the inside party; if both
/// are, nobody (Unassigned).
public enum Payer {
    CALLER("caller"),
    CALLEE("callee"),
    /// For each direction the party that sent it.
    SENDER("sender"),
    /// For each direction the party that received it.
    RECEIVER("receiver");

    private final String text;

    Payer(String text) {
        this.text = text;
    }

    /// As a setting and in tables: `caller`, `callee`, `sender`, `receiver`.
    @Override
    public String toString() {
        return text;
    }
}
