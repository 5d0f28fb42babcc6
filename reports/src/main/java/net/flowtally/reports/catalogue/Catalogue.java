package net.flowtally.reports.catalogue;

import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.reports.catalogue.ReportDeclaration.Family;
import net.flowtally.reports.catalogue.ReportDeclaration.Rank;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;

/// The reports there are.
public final class Catalogue {
    public static final ReportDeclaration CALL_RECORD_DETAIL =
            new ReportDeclaration(
                    "CR-01",
                    1,
                    "Call record detail",
                    "What exactly did this person, workstation or department do, call by call?",
                    Family.CALL_RECORD,
                    new Shape.Calls());

    public static final ReportDeclaration DIRECTORY_NAME_SUMMARY =
            new ReportDeclaration(
                    "CR-02",
                    1,
                    "Directory name summary",
                    "Who used how much, one line per name?",
                    Family.CALL_RECORD,
                    new Shape.Ranking(
                            List.of(UsageDimension.USER, UsageDimension.WORKSTATION), Rank.CHARGE));

    public static final ReportDeclaration DEPARTMENT_STATEMENT =
            new ReportDeclaration(
                    "CR-06",
                    1,
                    "Department chargeback statement",
                    "What do I owe, why, and is it right?",
                    Family.CALL_RECORD,
                    new Shape.Bill());

    public static final ReportDeclaration DAILY_VOLUME =
            new ReportDeclaration(
                    "P-01",
                    1,
                    "Daily volume",
                    "How busy was each day, and what were its quietest and busiest hours?",
                    Family.PERFORMANCE,
                    new Shape.Days());

    public static final ReportDeclaration TOP_TALKERS =
            new ReportDeclaration(
                    "P-16",
                    1,
                    "Top talkers",
                    "Who uses the most?",
                    Family.PERFORMANCE,
                    new Shape.Ranking(
                            List.of(
                                    UsageDimension.USER,
                                    UsageDimension.WORKSTATION,
                                    UsageDimension.DEPARTMENT),
                            Rank.BYTES));

    private static final List<ReportDeclaration> ALL =
            List.of(
                    CALL_RECORD_DETAIL,
                    DIRECTORY_NAME_SUMMARY,
                    DEPARTMENT_STATEMENT,
                    DAILY_VOLUME,
                    TOP_TALKERS);

    private Catalogue() {}

    /// In the order in which the catalogue lists them.
    public static List<ReportDeclaration> all() {
        return ALL;
    }

    /// The report with an id, upper and lower case alike.
    public static Optional<ReportDeclaration> find(String id) {
        return ALL.stream()
                .filter(declaration -> declaration.id().equalsIgnoreCase(id))
                .findFirst();
    }
}
