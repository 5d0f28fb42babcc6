package net.flowtally.app.command;

import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportDeclaration.Shape;
import net.flowtally.reports.catalogue.ReportParameters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// A line for each name, ranked.
@Command
final class RankingReportCommand extends IntervalReport {
    private final Shape.Ranking ranking;

    @Option(
            names = "--by",
            paramLabel = "NAMES",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "What has a line of its own: user, workstation or department, as far as the"
                            + " report offers it. Otherwise user.")
    private String by;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "0",
            showDefaultValue = Visibility.NEVER,
            description = "So many names, and the rest as one line. Otherwise all.")
    private int top;

    RankingReportCommand(
            ReportDeclaration declaration, Shape.Ranking ranking, FlowtallyCommand program) {
        super(declaration, program);
        this.ranking = ranking;
    }

    @Override
    ReportParameters ask(ReportParameters asked) {
        return asked.atLevel(level()).top(lines(top));
    }

    private int level() {
        List<String> offered = ranking.levels().stream().map(RankingReportCommand::word).toList();
        int level = by.isEmpty() ? 0 : offered.indexOf(by.toLowerCase(Locale.ROOT));
        if (level < 0) {
            throw new Refused(
                    "--by "
                            + by
                            + " is not offered by this report; it has: "
                            + String.join(", ", offered)
                            + ".");
        }
        return level;
    }

    private static String word(UsageDimension level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    static int lines(int top) {
        if (top < 0) {
            throw new Refused("--top " + top + " is less than no line at all.");
        }
        return top;
    }
}
