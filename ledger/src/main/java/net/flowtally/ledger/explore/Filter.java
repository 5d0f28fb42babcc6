package net.flowtally.ledger.explore;

import java.util.Locale;

/// A condition on calls, written in the text language `caller = 10.1.0.0/16 & (service = TCP:80-90,
/// domain | bytes > 10M) & !(department ~ sale)`. Fields are those of [FilterField]; `=` and `!=`
/// compare whole values, `~` and `!~` look for a part of them, upper and lower case alike; lists
/// are joined by commas, values with blanks or signs stand in double quotes, a quote inside is
/// doubled. `&` binds more tightly than `|`. Immutable.
public final class Filter {
    /// Lets every call through.
    public static final Filter ALL = new Filter("", FilterNode.EVERYTHING);

    private final String text;
    private final FilterNode root;

    private Filter(String text, FilterNode root) {
        this.text = text;
        this.root = root;
    }

    /// @throws MalformedFilter if the text is no filter; it names the column
    public static Filter parse(String text) {
        return text.isBlank() ? ALL : new Filter(text, new FilterParser(text).parse());
    }

    /// The filter that lets through what both let through; its text joins theirs.
    public Filter and(Filter other) {
        if (isAll()) {
            return other;
        }
        return other.isAll() ? this : parse("(" + text + ") & (" + other.text + ")");
    }

    /// A condition as it is written: `value` is quoted where it must be.
    public static String condition(FilterField field, boolean include, String value) {
        return field.word() + (include ? " = " : " != ") + quote(value);
    }

    public boolean isAll() {
        return root.equals(FilterNode.EVERYTHING);
    }

    /// As it was written.
    public String text() {
        return text;
    }

    FilterNode root() {
        return root;
    }

    private static String quote(String value) {
        boolean plain =
                !value.isEmpty() && value.chars().allMatch(c -> FilterTokens.isWord((char) c));
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filter filter && root.equals(filter.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    static String folded(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
