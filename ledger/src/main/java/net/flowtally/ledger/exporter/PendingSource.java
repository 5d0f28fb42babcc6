package net.flowtally.ledger.exporter;

import java.util.Arrays;
import net.flowtally.ledger.address.Address;

/// A source that is not approved: counted, nothing of it accounted.
///
/// @param address all zero for the rest, once there are too many
/// @param lastSeen microseconds UTC
/// @param lastDatagram payload of the last one
public record PendingSource(
        Address address, String protocol, long datagrams, long lastSeen, byte[] lastDatagram) {

    @Override
    public boolean equals(Object other) {
        return other instanceof PendingSource that
                && address.equals(that.address)
                && protocol.equals(that.protocol)
                && datagrams == that.datagrams
                && lastSeen == that.lastSeen
                && Arrays.equals(lastDatagram, that.lastDatagram);
    }

    @Override
    public int hashCode() {
        return address.hashCode() * 31 + Arrays.hashCode(lastDatagram);
    }
}
