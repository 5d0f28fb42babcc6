package net.flowtally.ledger.calls;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.address.Prefix;

/// Which calls are read: those that meet every part. Each part looks at the key of a call alone, so
/// that it takes both directions of a call or neither and does not disturb the election.
///
/// @param touching an end of the call lies in one of these prefixes; empty means any
/// @param protocols numbers; empty means any
/// @param ports an end of the call has one of these ports; empty means any
public record CallSelection(List<Prefix> touching, List<Integer> protocols, List<Integer> ports) {
    public static final CallSelection ALL = new CallSelection(List.of(), List.of(), List.of());

    public CallSelection {
        touching = List.copyOf(touching);
        protocols = List.copyOf(protocols);
        ports = List.copyOf(ports);
    }

    /// The condition on the rows of slice files.
    String sql() {
        List<String> parts = new ArrayList<>();
        if (!touching.isEmpty()) {
            List<String> ends = new ArrayList<>();
            for (Prefix prefix : touching) {
                ends.add(inside(prefix, "source"));
                ends.add(inside(prefix, "destination"));
            }
            parts.add(String.join(" OR ", ends));
        }
        if (!protocols.isEmpty()) {
            parts.add("protocol IN (" + list(protocols) + ")");
        }
        if (!ports.isEmpty()) {
            String list = list(ports);
            parts.add("source_port IN (" + list + ") OR destination_port IN (" + list + ")");
        }
        return parts.isEmpty() ? "true" : "(" + String.join(") AND (", parts) + ")";
    }

    /// A prefix is a span in each half; one that leaves the top bit of a half open leaves all of it
    /// open, so that the sign does not matter.
    private static String inside(Prefix prefix, String end) {
        int bits = prefix.bits();
        if (bits == 0) {
            return "true";
        }
        String high = span(end + "_hi", prefix.address().hi(), prefix.last().hi());
        return bits <= 64
                ? high
                : "("
                        + high
                        + " AND "
                        + span(end + "_lo", prefix.address().lo(), prefix.last().lo())
                        + ")";
    }

    private static String span(String column, long first, long last) {
        return first == last
                ? column + " = " + first
                : column + " BETWEEN " + first + " AND " + last;
    }

    private static String list(List<Integer> numbers) {
        return String.join(", ", numbers.stream().map(String::valueOf).toList());
    }
}
