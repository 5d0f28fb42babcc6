package net.flowtally.ledger.directory;

/// A machine, named once on a site.
///
/// @param id never 0, which stands for none
public record Workstation(long id, String name) {}
