package net.flowtally.ledger.directory;

import net.flowtally.ledger.time.Span;

/// A node of the department tree.
///
/// @param id never 0, which stands for Unassigned
/// @param parent 0 at the top
/// @param reference what others call it (the id of a customer), empty = nothing
/// @param span while it existed; nothing can be given to it afterwards
public record Department(long id, long parent, String name, String reference, Span span) {}
