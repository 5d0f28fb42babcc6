package net.flowtally.ledger.zone;

import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.time.Span;

/// The addresses of a prefix lie in a zone for a time.
public record ZonePrefix(long id, long zone, Prefix prefix, Span span) {}
