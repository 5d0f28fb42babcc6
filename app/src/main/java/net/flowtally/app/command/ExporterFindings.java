package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.List;
import net.flowtally.ledger.linter.Finding;
import net.flowtally.ledger.linter.SurveyedExporter;

/// What is wrong with how exporters are set up, and what to do about it.
final class ExporterFindings {
    private final PrintWriter out;

    ExporterFindings(PrintWriter out) {
        this.out = out;
    }

    /// Writes the findings of all exporters.
    ///
    /// @return how many there are
    int write(List<SurveyedExporter> exporters) {
        int count = 0;
        for (SurveyedExporter exporter : exporters) {
            if (!exporter.findings().isEmpty()) {
                out.println(ExporterWords.name(exporter));
                writeOf(exporter);
                count += exporter.findings().size();
            }
        }
        if (count == 0) {
            out.println("Nothing is wrong, as far as what exporters send shows it.");
        }
        return count;
    }

    void writeOf(SurveyedExporter exporter) {
        for (Finding finding : exporter.findings()) {
            out.println("* " + finding.what());
            out.println("  " + finding.change());
            for (Finding.Hint hint : finding.hints()) {
                out.println("    " + hint.device() + ": " + hint.words());
            }
        }
    }
}
