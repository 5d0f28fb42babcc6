package net.flowtally.reports.table;

/// A named value that stands alone: a parameter of the report, a line of its integrity box.
///
/// @param good false where the value asks for attention
public record Fact(String name, String value, boolean good) {
    public static Fact of(String name, String value) {
        return new Fact(name, value, true);
    }
}
