package net.flowtally.ledger.explain;

import java.util.List;

/// How a statement line came to its amount.
///
/// @param facts sentences: who gave a credit, what was measured, what came in late
/// @param steps the last one comes to the line
public record Explanation(List<String> facts, List<Step> steps) {
    public Explanation {
        facts = List.copyOf(facts);
        steps = List.copyOf(steps);
    }
}
