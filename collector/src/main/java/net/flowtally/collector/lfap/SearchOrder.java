package net.flowtally.collector.lfap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.flowtally.collector.wire.Octets;
import net.flowtally.ledger.address.Address;

/// The servers that an agent of version 5 knows, in the order in which it tries them: told with its
/// connection request, and again when the list changes (LIST_OF_FASS). Used on the edge's thread
/// alone.
final class SearchOrder {
    /// More are not kept: the MIB of the agents has room for 32.
    private static final int MOST = 32;

    private List<Address> servers = List.of();

    /// Takes the list of a message, each of its own or as the records of one element.
    ///
    /// @param type of the elements that name a server
    /// @return false if the message cannot be read; the list is as before then
    boolean take(byte[] message, int type) {
        List<Address> told = new ArrayList<>();
        Elements elements = new Elements().of(message);
        while (elements.next()) {
            if (elements.type() == type) {
                add(told, message, elements.value(), elements.length());
            } else if (elements.type() == Lfap.V5.MULTIPLE && elements.length() >= 8) {
                int at = elements.value();
                int fixed = Octets.u16(message, at);
                int format = Octets.u16(message, at + 2);
                int end = at + elements.length();
                int width = Octets.u16(message, Math.min(at + 4 + fixed + 2, end - 2));
                for (int from = at + 4 + fixed + format;
                        width >= 8 && end - from >= width;
                        from += Elements.padded(width)) {
                    add(told, message, from, width);
                }
            }
        }
        if (elements.isBroken()) {
            return false;
        }
        servers = told;
        return true;
    }

    private static void add(List<Address> told, byte[] message, int at, int length) {
        int size = length < 8 ? 0 : Octets.u16(message, at + 2);
        if (told.size() == MOST) {
            return;
        }
        if (size == 4) {
            told.add(Address.v4(Octets.i32(message, at + 4)));
        } else if (size == 16 && length >= 20) {
            told.add(new Address(Octets.u64(message, at + 4), Octets.u64(message, at + 12)));
        }
    }

    /// The first that is not this one.
    Optional<Address> other(Address here) {
        return servers.stream().filter(each -> !each.equals(here)).findFirst();
    }
}
