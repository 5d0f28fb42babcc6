package net.flowtally.ledger;

/// Long work ended because it was asked to.
public final class Cancelled extends LedgerException {
    private static final long serialVersionUID = 1L;

    public Cancelled() {
        super("the work was cancelled");
    }
}
