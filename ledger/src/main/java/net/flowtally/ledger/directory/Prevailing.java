package net.flowtally.ledger.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import net.flowtally.ledger.time.Span;

/// One of several dated claims on the same thing, for a stretch of time in which it is the
/// strongest.
///
/// @param losers the other claims valid throughout that stretch
record Prevailing<T>(Span span, T winner, List<T> losers) {

    /// Cuts time where a claim begins or ends and tells which one prevails in each stretch.
    /// Stretches that nobody claims are left out.
    static <T> List<Prevailing<T>> among(
            List<T> claims, Function<T, Span> span, Comparator<T> strongestFirst) {
        if (claims.size() == 1) {
            T only = claims.getFirst();
            return List.of(new Prevailing<>(span.apply(only), only, List.of()));
        }
        List<Border<T>> borders = new ArrayList<>(2 * claims.size());
        for (T claim : claims) {
            borders.add(new Border<>(span.apply(claim).from(), true, claim));
            borders.add(new Border<>(span.apply(claim).to(), false, claim));
        }
        borders.sort(Comparator.comparing(Border::at));
        List<Prevailing<T>> stretches = new ArrayList<>();
        TreeSet<T> valid = new TreeSet<>(strongestFirst);
        for (int i = 0; i < borders.size(); i++) {
            Border<T> border = borders.get(i);
            if (border.begins) {
                valid.add(border.claim);
            } else {
                valid.remove(border.claim);
            }
            boolean last = i + 1 == borders.size() || valid.isEmpty();
            if (!last && borders.get(i + 1).at.isAfter(border.at)) {
                List<T> losers = List.copyOf(valid.tailSet(valid.first(), false));
                Span stretch = new Span(border.at, borders.get(i + 1).at);
                stretches.add(new Prevailing<>(stretch, valid.first(), losers));
            }
        }
        return stretches;
    }

    private record Border<T>(Instant at, boolean begins, T claim) {}
}
