package net.flowtally.ledger.explore;

import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.accounting.AssociatedCall;
import net.flowtally.ledger.accounting.Names;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.calls.CallQuarter;
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

/// Asks a filter about associated calls. For one thread.
final class Matching {
    private final FilterNode root;
    private final Names names;

    Matching(Filter filter, Names names) {
        this.root = filter.root();
        this.names = names;
    }

    Verdict verdict(AssociatedCall part) {
        return of(root, part);
    }

    private Verdict of(FilterNode node, AssociatedCall part) {
        return switch (node) {
            case Bytes bytes -> new Verdict.Open(bytes);
            case Not(FilterNode inner) ->
                    switch (of(inner, part)) {
                        case Verdict.Known(boolean yes) -> yes ? Verdict.NO : Verdict.YES;
                        case Verdict.Open(FilterNode rest) -> new Verdict.Open(new Not(rest));
                    };
            case And(var all) -> joined(all, part, false);
            case Or(var any) -> joined(any, part, true);
            case InPrefix(var field, var prefixes) ->
                    Verdict.known(inPrefix(field, prefixes, part.call));
            case InPorts(var ranges) ->
                    Verdict.known(
                            inRange(ranges, part.call.protocol, part.call.callerPort)
                                    || inRange(ranges, part.call.protocol, part.call.calleePort));
            case IsProtocol(var numbers) -> Verdict.known(numbers.contains(part.call.protocol));
            case IsService(var names, var ranges) ->
                    Verdict.known(
                            inRange(ranges, part.call.protocol, part.call.calleePort)
                                    || names.contains(Filter.folded(part.service)));
            case IsText(var field, var values) -> Verdict.known(isText(field, values, part));
            case HasText(var field, var parts) -> Verdict.known(hasText(field, parts, part));
        };
    }

    /// Ands or ors: `decisive` is the answer of one node that settles all.
    private Verdict joined(List<FilterNode> nodes, AssociatedCall part, boolean decisive) {
        List<FilterNode> open = new ArrayList<>();
        for (FilterNode node : nodes) {
            switch (of(node, part)) {
                case Verdict.Known(boolean yes) -> {
                    if (yes == decisive) {
                        return Verdict.known(yes);
                    }
                }
                case Verdict.Open(FilterNode rest) -> open.add(rest);
            }
        }
        if (open.isEmpty()) {
            return Verdict.known(!decisive);
        }
        return new Verdict.Open(
                open.size() == 1 ? open.getFirst() : decisive ? new Or(open) : new And(open));
    }

    private static boolean inRange(List<Ports> ranges, int protocol, int port) {
        for (Ports range : ranges) {
            if (range.contains(protocol, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean inPrefix(FilterField field, List<Prefix> prefixes, CallQuarter call) {
        for (Prefix prefix : prefixes) {
            boolean found =
                    switch (field) {
                        case CALLER -> prefix.contains(call.callerHi, call.callerLo);
                        case CALLEE -> prefix.contains(call.calleeHi, call.calleeLo);
                        case ADDRESS ->
                                prefix.contains(call.callerHi, call.callerLo)
                                        || prefix.contains(call.calleeHi, call.calleeLo);
                        case EXPORTER -> prefix.contains(call.exporterHi, call.exporterLo);
                        default -> throw new AssertionError(field + " is no address");
                    };
            if (found) {
                return true;
            }
        }
        return false;
    }

    private boolean isText(FilterField field, List<String> values, AssociatedCall part) {
        String text = Filter.folded(text(field, part));
        for (String value : values) {
            if (text.equals(value)
                    || (field == FilterField.DEPARTMENT && text.startsWith(value + "/"))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasText(FilterField field, List<String> parts, AssociatedCall part) {
        CallQuarter call = part.call;
        if (field == FilterField.ADDRESS) {
            return contains(new Address(call.callerHi, call.callerLo).toString(), parts)
                    || contains(new Address(call.calleeHi, call.calleeLo).toString(), parts);
        }
        return contains(Filter.folded(text(field, part)), parts);
    }

    private static boolean contains(String text, List<String> parts) {
        for (String part : parts) {
            if (text.contains(part)) {
                return true;
            }
        }
        return false;
    }

    private String text(FilterField field, AssociatedCall part) {
        CallQuarter call = part.call;
        return switch (field) {
            case CALLER -> new Address(call.callerHi, call.callerLo).toString();
            case CALLEE -> new Address(call.calleeHi, call.calleeLo).toString();
            case EXPORTER -> new Address(call.exporterHi, call.exporterLo).toString();
            case SERVICE -> part.service;
            case ZONE -> part.zone.name();
            case CATEGORY -> part.rating.category();
            case DEPARTMENT -> names.department(part.owner.department());
            case USER -> names.user(part.owner.user());
            case WORKSTATION -> names.workstation(part.owner.workstation());
            case ADDRESS, PORT, PROTOCOL, BYTES -> throw new AssertionError(field + " is no text");
        };
    }
}
