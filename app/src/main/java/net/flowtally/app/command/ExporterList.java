package net.flowtally.app.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.SeenRate;
import net.flowtally.ledger.linter.Finding;
import net.flowtally.ledger.linter.SurveyedExporter;

/// Exporters, a line or an object each.
final class ExporterList {
    private final PrintWriter out;

    ExporterList(PrintWriter out) {
        this.out = out;
    }

    void writeJson(List<SurveyedExporter> exporters) throws IOException {
        try (JsonGenerator json =
                new JsonFactory()
                        .createGenerator(out)
                        .configure(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature(), false)
                        .configure(
                                StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN.mappedFeature(), true)
                        .useDefaultPrettyPrinter()) {
            json.writeStartArray();
            for (SurveyedExporter exporter : exporters) {
                write(exporter, json);
            }
            json.writeEndArray();
        }
        out.println();
    }

    private static void write(SurveyedExporter exporter, JsonGenerator json) throws IOException {
        ExporterStatus status = exporter.status();
        json.writeStartObject();
        json.writeStringField("address", exporter.address().toString());
        json.writeStringField("name", status.name());
        json.writeStringField("protocol", status.protocol());
        json.writeStringField("state", ExporterWords.state(exporter));
        json.writeStringField("lastSeen", ExporterWords.lastSeen(status));
        json.writeNumberField("recordsPerSecond", ExporterWords.rate(exporter.behaviour()));
        json.writeNumberField(
                "lossPercent", ExporterWords.percent(exporter.lost(), exporter.expected()));
        json.writeNumberField(
                "skewSeconds", ExporterWords.seconds(exporter.behaviour().skewLast()));
        json.writeArrayFieldStart("sampling");
        for (SeenRate rate : exporter.rates()) {
            json.writeStartObject();
            json.writeStringField("rate", rate.numerator() + "/" + rate.denominator());
            json.writeStringField("source", ExporterWords.source(rate.source()));
            json.writeNumberField("records", rate.records());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("held", status.held());
        json.writeNumberField("heldBytes", status.heldBytes());
        json.writeNumberField("pending", status.pending());
        json.writeNumberField("ignored", status.ignored());
        json.writeNumberField("shed", status.shed());
        json.writeNumberField("interfaces", exporter.interfaces().size());
        json.writeNumberField("preference", exporter.rule().preference());
        json.writeArrayFieldStart("findings");
        for (Finding finding : exporter.findings()) {
            json.writeString(finding.subject().name().toLowerCase(Locale.ROOT));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    void writeTable(List<SurveyedExporter> exporters) {
        if (exporters.isEmpty()) {
            out.println("No exporter has been heard or decided about yet.");
            return;
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(
                new String[] {
                    "exporter",
                    "state",
                    "protocol",
                    "last seen",
                    "records/s",
                    "loss %",
                    "skew s",
                    "sampling",
                    "held",
                    "interfaces",
                    "preference",
                    "findings"
                });
        for (SurveyedExporter exporter : exporters) {
            ExporterStatus status = exporter.status();
            rows.add(
                    new String[] {
                        ExporterWords.name(exporter),
                        ExporterWords.state(exporter),
                        status.protocol(),
                        ExporterWords.lastSeen(status),
                        ExporterWords.rate(exporter.behaviour()).toPlainString(),
                        ExporterWords.percent(exporter.lost(), exporter.expected()).toPlainString(),
                        ExporterWords.seconds(exporter.behaviour().skewLast()).toPlainString(),
                        ExporterWords.sampling(exporter),
                        ExporterWords.number(status.held()),
                        ExporterWords.number(exporter.interfaces().size()),
                        Integer.toString(exporter.rule().preference()),
                        ExporterWords.number(exporter.findings().size())
                    });
        }
        int[] widths = new int[rows.getFirst().length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                boolean text = i < 4 || i == 7;
                line.append(i == 0 ? "" : "  ");
                line.append(text ? row[i] : " ".repeat(widths[i] - row[i].length()) + row[i]);
                line.append(text ? " ".repeat(widths[i] - row[i].length()) : "");
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
