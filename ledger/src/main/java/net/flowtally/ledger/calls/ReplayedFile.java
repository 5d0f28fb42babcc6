package net.flowtally.ledger.calls;

/// A capture that was replayed.
///
/// @param hash SHA-256 of the file in hexadecimal
/// @param name of the file then
/// @param stream into which it went
/// @param at microseconds UTC
public record ReplayedFile(String hash, String name, String stream, long at) {}
