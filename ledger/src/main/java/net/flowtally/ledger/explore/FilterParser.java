package net.flowtally.ledger.explore;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.explore.FilterNode.Comparison;
import net.flowtally.ledger.explore.FilterNode.Ports;
import net.flowtally.ledger.explore.FilterTokens.Kind;
import net.flowtally.ledger.explore.FilterTokens.Token;

/// Reads the text of a filter by recursive descent. For one text.
final class FilterParser {
    private static final int MAX_DEPTH = 100;
    private static final int MAX_PORT = 65_535;
    private static final Map<String, Integer> PROTOCOLS =
            Map.ofEntries(
                    Map.entry("icmp", 1),
                    Map.entry("igmp", 2),
                    Map.entry("tcp", 6),
                    Map.entry("udp", 17),
                    Map.entry("gre", 47),
                    Map.entry("esp", 50),
                    Map.entry("ah", 51),
                    Map.entry("icmpv6", 58),
                    Map.entry("ospf", 89),
                    Map.entry("sctp", 132));
    private static final Map<String, BigDecimal> BYTE_UNITS =
            Map.of(
                    "", BigDecimal.ONE,
                    "k", BigDecimal.valueOf(1_000L),
                    "m", BigDecimal.valueOf(1_000_000L),
                    "g", BigDecimal.valueOf(1_000_000_000L),
                    "t", BigDecimal.valueOf(1_000_000_000_000L),
                    "ki", BigDecimal.valueOf(1L << 10),
                    "mi", BigDecimal.valueOf(1L << 20),
                    "gi", BigDecimal.valueOf(1L << 30),
                    "ti", BigDecimal.valueOf(1L << 40));

    private final FilterTokens tokens;
    private int depth;

    FilterParser(String text) {
        this.tokens = new FilterTokens(text);
    }

    FilterNode parse() {
        FilterNode node = alternatives();
        Token rest = tokens.peek();
        if (rest.kind() != Kind.END) {
            throw new MalformedFilter(
                    rest.column(), "expected & or | or the end of the filter, found " + rest);
        }
        return node;
    }

    private FilterNode alternatives() {
        List<FilterNode> any = new ArrayList<>();
        do {
            any.add(conjunction());
        } while (tokens.take("|"));
        return any.size() == 1 ? any.getFirst() : new FilterNode.Or(any);
    }

    private FilterNode conjunction() {
        List<FilterNode> all = new ArrayList<>();
        do {
            all.add(term());
        } while (tokens.take("&"));
        return all.size() == 1 ? all.getFirst() : new FilterNode.And(all);
    }

    private FilterNode term() {
        Token first = tokens.peek();
        if (++depth > MAX_DEPTH) {
            throw new MalformedFilter(first.column(), "the filter is nested too deeply");
        }
        FilterNode node;
        if (tokens.take("!")) {
            node = new FilterNode.Not(term());
        } else if (tokens.take("(")) {
            node = alternatives();
            Token close = tokens.next();
            if (!close.isSign(")")) {
                throw new MalformedFilter(close.column(), "expected ), found " + close);
            }
        } else {
            node = condition();
        }
        depth--;
        return node;
    }

    private FilterNode condition() {
        FilterField field = field(tokens.next());
        Token sign = tokens.next();
        return switch (sign.kind() == Kind.SIGN ? sign.text() : "") {
            case "=" -> equal(field, values());
            case "!=" -> new FilterNode.Not(equal(field, values()));
            case "~" -> contains(field, sign, values());
            case "!~" -> new FilterNode.Not(contains(field, sign, values()));
            case "<", "<=", ">", ">=" -> compared(field, sign);
            default ->
                    throw new MalformedFilter(
                            sign.column(),
                            "expected = != ~ !~ after " + field.word() + ", found " + sign);
        };
    }

    private static FilterField field(Token name) {
        if (name.kind() == Kind.WORD) {
            for (FilterField field : FilterField.values()) {
                if (field.word().equals(Filter.folded(name.text()))) {
                    return field;
                }
            }
        }
        List<String> words = new ArrayList<>();
        for (FilterField field : FilterField.values()) {
            words.add(field.word());
        }
        throw new MalformedFilter(
                name.column(),
                "expected a field (" + String.join(", ", words) + "), found " + name);
    }

    private List<Token> values() {
        List<Token> values = new ArrayList<>();
        do {
            Token value = tokens.next();
            if (!value.isValue()) {
                throw new MalformedFilter(value.column(), "expected a value, found " + value);
            }
            values.add(value);
        } while (tokens.take(","));
        return values;
    }

    private static FilterNode equal(FilterField field, List<Token> values) {
        return switch (field) {
            case CALLER, CALLEE, ADDRESS, EXPORTER ->
                    new FilterNode.InPrefix(field, prefixes(values));
            case PORT -> {
                List<Ports> ranges = new ArrayList<>();
                for (Token value : values) {
                    ranges.add(ports(value));
                }
                yield new FilterNode.InPorts(ranges);
            }
            case PROTOCOL -> {
                List<Integer> numbers = new ArrayList<>();
                for (Token value : values) {
                    numbers.add(protocol(value, value.text()));
                }
                yield new FilterNode.IsProtocol(numbers);
            }
            case SERVICE -> service(values);
            case ZONE, DEPARTMENT, USER, WORKSTATION, CATEGORY ->
                    new FilterNode.IsText(field, texts(values));
            case BYTES -> {
                List<FilterNode> any = new ArrayList<>();
                for (Token value : values) {
                    any.add(new FilterNode.Bytes(Comparison.EQUAL, bytes(value)));
                }
                yield any.size() == 1 ? any.getFirst() : new FilterNode.Or(any);
            }
        };
    }

    private static FilterNode contains(FilterField field, Token sign, List<Token> values) {
        return switch (field) {
            case PORT, PROTOCOL, BYTES ->
                    throw new MalformedFilter(
                            sign.column(), field.word() + " is a number and cannot be searched");
            case CALLER,
                    CALLEE,
                    ADDRESS,
                    EXPORTER,
                    SERVICE,
                    ZONE,
                    DEPARTMENT,
                    USER,
                    WORKSTATION,
                    CATEGORY ->
                    new FilterNode.HasText(field, texts(values));
        };
    }

    private FilterNode compared(FilterField field, Token sign) {
        if (field != FilterField.BYTES) {
            throw new MalformedFilter(sign.column(), "only bytes can be compared by size");
        }
        Token value = tokens.next();
        if (!value.isValue()) {
            throw new MalformedFilter(value.column(), "expected a number of bytes, found " + value);
        }
        for (Comparison comparison : Comparison.values()) {
            if (comparison.sign.equals(sign.text())) {
                return new FilterNode.Bytes(comparison, bytes(value));
            }
        }
        throw new AssertionError(sign);
    }

    private static List<String> texts(List<Token> values) {
        List<String> texts = new ArrayList<>();
        for (Token value : values) {
            texts.add(Filter.folded(value.text()));
        }
        return texts;
    }

    private static List<Prefix> prefixes(List<Token> values) {
        List<Prefix> prefixes = new ArrayList<>();
        for (Token value : values) {
            try {
                prefixes.add(Prefix.parse(value.text()));
            } catch (MalformedAddress e) {
                throw new MalformedFilter(
                        value.column(), "'" + value.text() + "' is not an address or prefix");
            }
        }
        return prefixes;
    }

    /// Names, and ports written as `TCP:80` or `TCP:80-90`.
    private static FilterNode service(List<Token> values) {
        List<String> names = new ArrayList<>();
        List<Ports> ranges = new ArrayList<>();
        for (Token value : values) {
            int colon = value.text().indexOf(':');
            boolean port =
                    value.kind() == Kind.WORD
                            && colon > 0
                            && value.text().substring(colon + 1).matches("\\d+(-\\d+)?");
            if (port) {
                ranges.add(ports(value));
            } else {
                names.add(Filter.folded(value.text()));
            }
        }
        return new FilterNode.IsService(names, ranges);
    }

    private static Ports ports(Token value) {
        String text = value.text();
        int colon = text.indexOf(':');
        int protocol = colon < 0 ? Ports.ANY_PROTOCOL : protocol(value, text.substring(0, colon));
        String[] ends = text.substring(colon + 1).split("-", -1);
        int from = port(value, ends[0]);
        int to = ends.length == 1 ? from : port(value, ends[1]);
        if (ends.length > 2 || to < from) {
            throw new MalformedFilter(value.column(), "'" + text + "' is no range of ports");
        }
        return new Ports(protocol, from, to);
    }

    private static int port(Token value, String digits) {
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > MAX_PORT) {
            throw new MalformedFilter(
                    value.column(), "'" + digits + "' is no port, they go from 0 to " + MAX_PORT);
        }
        return Integer.parseInt(digits);
    }

    private static int protocol(Token value, String text) {
        Integer named = PROTOCOLS.get(text.toLowerCase(Locale.ROOT));
        if (named != null) {
            return named;
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > 255) {
            throw new MalformedFilter(
                    value.column(),
                    "'" + text + "' is no protocol; write a number or TCP, UDP, ...");
        }
        return Integer.parseInt(text);
    }

    private static long bytes(Token value) {
        String text = Filter.folded(value.text());
        int end = 0;
        while (end < text.length() && "0123456789.".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        String unit = text.substring(end);
        if (unit.endsWith("b")) {
            unit = unit.substring(0, unit.length() - 1);
        }
        BigDecimal factor = BYTE_UNITS.get(unit);
        if (factor == null || !text.substring(0, end).matches("\\d{1,18}(\\.\\d{1,18})?")) {
            throw new MalformedFilter(
                    value.column(),
                    "'" + value.text() + "' is no number of bytes; write 1500, 10k, 2.5M, 1GiB");
        }
        try {
            return new BigDecimal(text.substring(0, end)).multiply(factor).longValueExact();
        } catch (ArithmeticException e) {
            throw new MalformedFilter(
                    value.column(), "'" + value.text() + "' is no whole number of bytes in range");
        }
    }
}
