package net.flowtally.ledger.explore;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.explore.FilterNode.And;
import net.flowtally.ledger.explore.FilterNode.Bytes;
import net.flowtally.ledger.explore.FilterNode.HasText;
import net.flowtally.ledger.explore.FilterNode.InPorts;
import net.flowtally.ledger.explore.FilterNode.InPrefix;
import net.flowtally.ledger.explore.FilterNode.IsProtocol;
import net.flowtally.ledger.explore.FilterNode.IsService;
import net.flowtally.ledger.explore.FilterNode.IsText;
import net.flowtally.ledger.explore.FilterNode.Not;
import net.flowtally.ledger.explore.FilterNode.Or;

/// What a filter says of one associated call, as far as that can be said before the bytes of the
/// whole call record are known: yes, no, or what remains to be asked about the bytes.
sealed interface Verdict {
    Verdict YES = new Known(true);
    Verdict NO = new Known(false);

    record Known(boolean yes) implements Verdict {}

    /// Depends on the bytes of the call record.
    record Open(FilterNode rest) implements Verdict {
        /// The rest as a condition on a column.
        String sql(String column) {
            return write(rest, column);
        }

        private static String write(FilterNode node, String column) {
            return switch (node) {
                case Bytes(var comparison, long bytes) ->
                        column + " " + comparison.sign + " " + bytes;
                case Not(FilterNode inner) -> "NOT (" + write(inner, column) + ")";
                case And(var all) -> join(all, " AND ", column);
                case Or(var any) -> join(any, " OR ", column);
                case InPrefix _, InPorts _, IsProtocol _, IsService _, IsText _, HasText _ ->
                        throw new AssertionError(node + " is known of every call");
            };
        }

        private static String join(List<FilterNode> nodes, String by, String column) {
            List<String> parts = new ArrayList<>();
            for (FilterNode node : nodes) {
                parts.add("(" + write(node, column) + ")");
            }
            return String.join(by, parts);
        }
    }

    static Verdict known(boolean yes) {
        return yes ? YES : NO;
    }
}
