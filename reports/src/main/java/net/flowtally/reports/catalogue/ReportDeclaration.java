package net.flowtally.reports.catalogue;

import java.util.List;
import net.flowtally.ledger.accounting.UsageDimension;

/// What a report is: which question it answers, and the shape of its answer. `ReportEngine` turns a
/// declaration and parameters into a report.
///
/// @param id as the catalogue numbers it, `CR-02`
/// @param version goes up when the same parameters would give another answer
public record ReportDeclaration(
        String id, int version, String title, String question, Family family, Shape shape) {
    /// The families of the catalogue.
    public enum Family {
        CALL_RECORD,
        PERFORMANCE
    }

    /// How a report is put together.
    public sealed interface Shape {
        /// Call after call, in order of time.
        record Calls() implements Shape {}

        /// One line for each name, ranked.
        ///
        /// @param levels that a reader can choose from, the default first
        /// @param rank what the lines are ranked by
        record Ranking(List<UsageDimension> levels, Rank rank) implements Shape {
            public Ranking {
                levels = List.copyOf(levels);
            }
        }

        /// A line for each day.
        record Days() implements Shape {}

        /// The bill of one department.
        record Bill() implements Shape {}
    }

    /// What a ranking orders by, the highest first.
    public enum Rank {
        CHARGE,
        BYTES
    }
}
