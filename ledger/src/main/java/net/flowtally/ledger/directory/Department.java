package net.flowtally.ledger.directory;

/// A node of the department tree.
///
/// @param id never 0, which stands for Unassigned
/// @param parent 0 at the top
public record Department(long id, long parent, String name) {}
