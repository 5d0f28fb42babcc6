package net.flowtally.ledger.directory;

/// A machine, named once on a site.
///
/// @param id never 0, which stands for none
/// @param shared whether it is a server that several departments use; such a one has no user
public record Workstation(long id, String name, boolean shared) {}
