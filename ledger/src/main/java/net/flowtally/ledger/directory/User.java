package net.flowtally.ledger.directory;

/// A person, named once on a site.
///
/// @param id never 0, which stands for nobody
public record User(long id, String name) {}
