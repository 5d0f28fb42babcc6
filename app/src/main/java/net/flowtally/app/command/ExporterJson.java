package net.flowtally.app.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.SeenInterface;
import net.flowtally.ledger.exporter.SeenRate;
import net.flowtally.ledger.linter.DayLoss;
import net.flowtally.ledger.linter.Duplicates;
import net.flowtally.ledger.linter.Finding;
import net.flowtally.ledger.linter.SurveyedExporter;

/// What is known of exporters, for a program. Figures are plain numbers; what is not known is an
/// empty text.
final class ExporterJson {
    private final PrintWriter out;

    ExporterJson(PrintWriter out) {
        this.out = out;
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /// One array with an object for each exporter.
    void writeAll(List<SurveyedExporter> exporters) throws IOException {
        write(json -> {
            json.writeStartArray();
            for (SurveyedExporter exporter : exporters) {
                json.writeStartObject();
                writeOne(exporter, json);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /// One object with everything that is known of an exporter.
    void explain(SurveyedExporter exporter, List<Duplicates> duplicates) throws IOException {
        write(json -> {
            json.writeStartObject();
            writeOne(exporter, json);
            json.writeArrayFieldStart("accounted");
            for (var prefix : exporter.rule().accounted()) {
                json.writeString(prefix.toString());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("seenInterfaces");
            for (SeenInterface each : exporter.interfaces()) {
                json.writeStartObject();
                json.writeStringField(
                        "interface",
                        each.number() == SeenInterface.REST
                                ? "rest"
                                : Long.toString(each.number()));
                json.writeNumberField("recordsIn", each.recordsIn());
                json.writeNumberField("recordsOut", each.recordsOut());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("lossByDay");
            for (DayLoss loss : exporter.losses()) {
                json.writeStartObject();
                json.writeStringField("day", loss.day().toString());
                json.writeNumberField("expected", loss.expected());
                json.writeNumberField("lost", loss.lost());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("duplicates");
            for (Duplicates each : duplicates) {
                json.writeStartObject();
                json.writeStringField("loser", each.loser().toString());
                json.writeStringField("winner", each.winner().toString());
                json.writeStringField("reason", each.reason().name().toLowerCase(Locale.ROOT));
                json.writeNumberField("records", each.records());
                json.writeNumberField("bytes", each.bytes());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /// One array with an object for each finding.
    ///
    /// @return how many there are
    int findings(List<SurveyedExporter> exporters) throws IOException {
        write(json -> {
            json.writeStartArray();
            for (SurveyedExporter exporter : exporters) {
                for (Finding finding : exporter.findings()) {
                    write(exporter, finding, json);
                }
            }
            json.writeEndArray();
        });
        return exporters.stream().mapToInt(exporter -> exporter.findings().size()).sum();
    }

    private static void write(SurveyedExporter exporter, Finding finding, JsonGenerator json)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("address", exporter.address().toString());
        json.writeStringField("name", exporter.status().name());
        json.writeStringField("subject", subject(finding));
        json.writeStringField("what", finding.what());
        json.writeStringField("change", finding.change());
        json.writeArrayFieldStart("hints");
        for (Finding.Hint hint : finding.hints()) {
            json.writeStartObject();
            json.writeStringField("device", hint.device());
            json.writeStringField("words", hint.words());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeOne(SurveyedExporter exporter, JsonGenerator json) throws IOException {
        ExporterStatus status = exporter.status();
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
            json.writeString(subject(finding));
        }
        json.writeEndArray();
    }

    private static String subject(Finding finding) {
        return finding.subject().name().toLowerCase(Locale.ROOT);
    }

    private void write(Body body) throws IOException {
        try (JsonGenerator json =
                new JsonFactory()
                        .createGenerator(out)
                        .configure(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature(), false)
                        .configure(
                                StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN.mappedFeature(), true)
                        .useDefaultPrettyPrinter()) {
            body.write(json);
        }
        out.println();
    }
}
