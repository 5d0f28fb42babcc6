package net.flowtally.ledger.explore;

import java.util.List;
import net.flowtally.ledger.address.Prefix;

/// The tree that a filter's text stands for. Texts to compare with are in lower case.
sealed interface FilterNode {
    FilterNode EVERYTHING = new And(List.of());

    record And(List<FilterNode> all) implements FilterNode {}

    record Or(List<FilterNode> any) implements FilterNode {}

    record Not(FilterNode node) implements FilterNode {}

    /// The address of a party or exporter lies in one of the prefixes.
    record InPrefix(FilterField field, List<Prefix> prefixes) implements FilterNode {}

    /// A port of the given field lies in one of the ranges.
    record InPorts(List<Ports> ranges) implements FilterNode {}

    record IsProtocol(List<Integer> numbers) implements FilterNode {}

    /// The service has one of the names or ports.
    record IsService(List<String> names, List<Ports> ranges) implements FilterNode {}

    /// The text of a field is one of these; a department also matches what is below it.
    record IsText(FilterField field, List<String> values) implements FilterNode {}

    /// The text of a field contains one of these.
    record HasText(FilterField field, List<String> parts) implements FilterNode {}

    /// The bytes of the call record compare so with a number.
    record Bytes(Comparison comparison, long bytes) implements FilterNode {}

    /// Ports of a protocol, both ends included.
    ///
    /// @param protocol -1 = any
    record Ports(int protocol, int from, int to) {
        static final int ANY_PROTOCOL = -1;

        boolean contains(int ofProtocol, int port) {
            return (protocol == ANY_PROTOCOL || protocol == ofProtocol)
                    && from <= port
                    && port <= to;
        }
    }

    enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">="),
        EQUAL("=");

        final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        boolean holds(long left, long right) {
            return switch (this) {
                case LESS -> left < right;
                case AT_MOST -> left <= right;
                case MORE -> left > right;
                case AT_LEAST -> left >= right;
                case EQUAL -> left == right;
            };
        }
    }
}
