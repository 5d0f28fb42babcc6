package net.flowtally.ledger.explain;

import net.flowtally.ledger.address.Address;

/// Which call it is.
///
/// @param id 32 hexadecimal digits
public record CallIdentity(
        String id, Address caller, int callerPort, Address callee, int calleePort, int protocol) {}
