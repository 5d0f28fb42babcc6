package net.flowtally.app.reports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.accounting.UsageValue;

/// A part of the site that a report can be limited to.
///
/// @param path a department's, empty for the whole site
/// @param own the usage of the part itself
/// @param withBelow with that of the departments below it; the same if there are none
record Part(String path, UsageScope own, UsageScope withBelow) {
    static final Part SITE = new Part("", UsageScope.ALL, UsageScope.ALL);

    boolean hasBelow() {
        return !own.equals(withBelow);
    }

    /// Departments in the order of their paths, and what nobody owns at the end.
    static List<Part> of(Collection<UsageValue> departments) {
        List<UsageValue> ordered = new ArrayList<>(departments);
        ordered.sort(Comparator.comparing(UsageValue::label));
        List<Part> parts = new ArrayList<>();
        for (UsageValue department : ordered) {
            List<UsageValue> below = new ArrayList<>(List.of(department));
            for (UsageValue other : ordered) {
                if (other.label().startsWith(department.label() + "/")) {
                    below.add(other);
                }
            }
            parts.add(
                    new Part(department.label(), UsageScope.of(department), new UsageScope(below)));
        }
        UsageScope nobody = UsageScope.of(UsageValue.UNASSIGNED);
        parts.add(new Part(UsageValue.UNASSIGNED.label(), nobody, nobody));
        return parts;
    }

    static UsageValue department(long id, String path) {
        return new UsageValue(UsageDimension.DEPARTMENT, id, path);
    }
}
