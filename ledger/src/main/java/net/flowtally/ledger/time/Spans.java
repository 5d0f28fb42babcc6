package net.flowtally.ledger.time;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Sets of spans.
public final class Spans {
    private Spans() {}

    /// The same time in as few spans as can be, in order: those that overlap or touch are joined.
    public static List<Span> union(Collection<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparing(Span::from));
        List<Span> union = new ArrayList<>();
        for (Span span : sorted) {
            if (!union.isEmpty() && !span.from().isAfter(union.getLast().to())) {
                union.add(union.removeLast().hull(span));
            } else {
                union.add(span);
            }
        }
        return union;
    }
}
