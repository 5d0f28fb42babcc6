package net.flowtally.app.reports;

import java.time.Instant;
import java.util.Locale;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;
import net.flowtally.reports.catalogue.ReportParameters;

/// A report and what it is asked.
record Question(ReportDeclaration report, ReportParameters asked) {
    private static final int CALLS = 200;
    private static final int NAMES = 50;

    /// What a report is asked before anybody has said anything.
    static Question first(ReportDeclaration report, Instant from, Instant to, Locale locale) {
        int top =
                switch (report.shape()) {
                    case Shape.Calls() -> CALLS;
                    case Shape.Ranking _ -> NAMES;
                    case Shape.Days(), Shape.Bill() -> 0;
                };
        return new Question(report, ReportParameters.of(from, to, locale).top(top));
    }

    Question with(ReportParameters other) {
        return new Question(report, other);
    }

    Question within(Instant from, Instant to) {
        return with(
                new ReportParameters(
                        from,
                        to,
                        asked.scope(),
                        asked.filter(),
                        asked.level(),
                        asked.top(),
                        asked.order(),
                        asked.locale()));
    }
}
