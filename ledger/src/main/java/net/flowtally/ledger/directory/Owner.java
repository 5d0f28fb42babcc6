package net.flowtally.ledger.directory;

/// Who is answerable for an address at an instant. 0 stands for Unassigned, nobody and none.
///
/// @param assignment the one that says so; 0 only for Unassigned
public record Owner(long department, long user, long workstation, long assignment) {
    /// Owns what nobody owns; an owner like any other in every total.
    public static final Owner UNASSIGNED = new Owner(0, 0, 0, 0);
}
