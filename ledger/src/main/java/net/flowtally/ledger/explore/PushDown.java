package net.flowtally.ledger.explore;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.calls.CallSelection;
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
import net.flowtally.ledger.explore.FilterNode.Ports;

/// What of a filter the archive can go by when it reads: a selection that takes at least all calls
/// that the filter lets through.
final class PushDown {
    private static final int MOST_PORTS = 100;

    private PushDown() {}

    static CallSelection of(Filter filter) {
        return of(filter.root());
    }

    private static CallSelection of(FilterNode node) {
        return switch (node) {
            case And(var all) -> {
                CallSelection joined = CallSelection.ALL;
                for (FilterNode part : all) {
                    joined = narrower(joined, of(part));
                }
                yield joined;
            }
            case InPrefix(FilterField field, List<Prefix> prefixes) ->
                    field == FilterField.EXPORTER
                            ? CallSelection.ALL
                            : new CallSelection(prefixes, List.of(), List.of());
            case InPorts(var ranges) -> new CallSelection(List.of(), List.of(), ports(ranges));
            case IsProtocol(var numbers) -> new CallSelection(List.of(), numbers, List.of());
            case Or _, Not _, IsService _, IsText _, HasText _, Bytes _ -> CallSelection.ALL;
        };
    }

    /// Each part by one of the two that restricts it: both would be narrower still, but a selection
    /// has no way to say so.
    private static CallSelection narrower(CallSelection one, CallSelection other) {
        return new CallSelection(
                one.touching().isEmpty() ? other.touching() : one.touching(),
                one.protocols().isEmpty() ? other.protocols() : one.protocols(),
                one.ports().isEmpty() ? other.ports() : one.ports());
    }

    /// The ports one by one; none, which means any, if they are too many.
    private static List<Integer> ports(List<Ports> ranges) {
        List<Integer> ports = new ArrayList<>();
        for (Ports range : ranges) {
            if (ports.size() + range.to() - range.from() >= MOST_PORTS) {
                return List.of();
            }
            for (int port = range.from(); port <= range.to(); port++) {
                ports.add(port);
            }
        }
        return ports;
    }
}
