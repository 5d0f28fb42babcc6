package net.flowtally.ledger.directory;

import java.util.Comparator;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;

/// What an assignment gives to somebody. From most to least specific: one address; a MAC, through
/// the leases that tie it to addresses; an interface of an exporter; a wider prefix, the longer one
/// first.
public sealed interface AssignmentKey {
    /// MACs first, then the others by address.
    Comparator<AssignmentKey> ORDER =
            Comparator.comparing((AssignmentKey key) ->
                            switch (key) {
                                case OfPrefix(Prefix prefix) -> prefix;
                                case OfMac _ -> Prefix.of(Address.NONE, 0);
                                case OfPort(Address exporter, long _) -> Prefix.of(exporter, 128);
                            })
                    .thenComparingLong(key ->
                            switch (key) {
                                case OfPrefix _ -> 0;
                                case OfMac(Mac mac) -> mac.bits();
                                case OfPort(Address _, long index) -> index;
                            });

    /// @param prefix one address if it has all 128 bits
    record OfPrefix(Prefix prefix) implements AssignmentKey {
        @Override
        public String toString() {
            return prefix.toString();
        }
    }

    record OfMac(Mac mac) implements AssignmentKey {
        @Override
        public String toString() {
            return mac.toString();
        }
    }

    /// @param index of the interface (SNMP ifIndex), 32 bits and not 0
    record OfPort(Address exporter, long index) implements AssignmentKey {
        public OfPort {
            if (index <= 0 || index >>> 32 != 0) {
                throw new IllegalArgumentException("an interface has an index of 1 to 2^32 - 1");
            }
        }

        @Override
        public String toString() {
            return exporter + "#" + index;
        }
    }

    static AssignmentKey of(Prefix prefix) {
        return new OfPrefix(prefix);
    }

    /// Reads an address, a prefix, a MAC, or an exporter's address and an interface index parted by
    /// `#`.
    ///
    /// @throws MalformedAddress if it is none of these
    static AssignmentKey parse(String text) {
        int hash = text.indexOf('#');
        if (hash >= 0) {
            String index = text.substring(hash + 1);
            if (!index.matches("\\d{1,10}")
                    || Long.parseLong(index) == 0
                    || Long.parseLong(index) >>> 32 != 0) {
                throw new MalformedAddress(
                        text, "an exporter's address, '#' and the index of an interface");
            }
            return new OfPort(Address.parse(text.substring(0, hash)), Long.parseLong(index));
        }
        return Mac.isMac(text) ? new OfMac(Mac.parse(text)) : new OfPrefix(Prefix.parse(text));
    }
}
