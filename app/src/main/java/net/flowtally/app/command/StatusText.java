package net.flowtally.app.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.NamedFigure;
import net.flowtally.ledger.exporter.StreamHealth;
import net.flowtally.ledger.retention.DetailForecast;

/// The collection status, written for a program or for a reader.
final class StatusText {
    private record Figure(String name, ToLongFunction<ExporterStatus> of) {}

    private static final List<Figure> FIGURES =
            List.of(
                    new Figure("datagrams", ExporterStatus::datagrams),
                    new Figure("records", ExporterStatus::records),
                    new Figure("bytes", ExporterStatus::bytes),
                    new Figure("packets", ExporterStatus::packets),
                    new Figure("slices", ExporterStatus::slices),
                    new Figure("malformed", ExporterStatus::malformed),
                    new Figure("unknownTemplate", ExporterStatus::unknownTemplate),
                    new Figure("pending", ExporterStatus::pending),
                    new Figure("lost", ExporterStatus::lost),
                    new Figure("held", ExporterStatus::held),
                    new Figure("heldBytes", ExporterStatus::heldBytes),
                    new Figure("duplicates", ExporterStatus::duplicates),
                    new Figure("duplicatesBytes", ExporterStatus::duplicatesBytes),
                    new Figure("outside", ExporterStatus::outside),
                    new Figure("outsideBytes", ExporterStatus::outsideBytes),
                    new Figure("future", ExporterStatus::future),
                    new Figure("futureBytes", ExporterStatus::futureBytes),
                    new Figure("repeated", ExporterStatus::repeated),
                    new Figure("withoutCounters", ExporterStatus::withoutCounters),
                    new Figure("ignored", ExporterStatus::ignored),
                    new Figure("shed", ExporterStatus::shed));

    private final PrintWriter out;

    StatusText(PrintWriter out) {
        this.out = out;
    }

    void writeJson(CollectionStatus status, List<NamedFigure> lfap, DetailForecast detail)
            throws IOException {
        try (JsonGenerator json =
                new JsonFactory()
                        .createGenerator(out)
                        .configure(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature(), false)
                        .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeObjectFieldStart("totals");
            writeFigures(status.totals(), json);
            json.writeEndObject();
            json.writeArrayFieldStart("exporters");
            for (ExporterStatus exporter : status.exporters()) {
                json.writeStartObject();
                json.writeStringField("address", exporter.address().toString());
                json.writeStringField("name", exporter.name());
                json.writeStringField("protocol", exporter.protocol());
                json.writeStringField("lastSeen", lastSeen(exporter));
                writeFigures(exporter, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            writeLfap(lfap, json);
            json.writeObjectFieldStart("detail");
            DetailWords.write(detail, json);
            json.writeEndObject();
            json.writeArrayFieldStart("collectors");
            for (StreamHealth stream : status.streams()) {
                json.writeStartObject();
                json.writeStringField("name", stream.stream());
                json.writeBooleanField("running", stream.running());
                json.writeNumberField("refused", stream.refused());
                json.writeNumberField("dropped", stream.dropped());
                json.writeNumberField("waitingOctets", stream.waitingOctets());
                json.writeStringField("trouble", stream.trouble());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("troubles");
            for (String trouble : status.troubles()) {
                json.writeString(trouble);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println();
    }

    /// A member for each agent, of its figures by name.
    private static void writeLfap(List<NamedFigure> figures, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart("lfap");
        String agent = "";
        for (NamedFigure figure : figures) {
            String address = figure.address().toString();
            if (!address.equals(agent)) {
                if (!agent.isEmpty()) {
                    json.writeEndObject();
                }
                json.writeObjectFieldStart(address);
                agent = address;
            }
            json.writeNumberField(figure.name(), figure.value());
        }
        if (!agent.isEmpty()) {
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /// What LFAP sessions are like, a line for each agent and figure that is not zero.
    void writeLfap(List<NamedFigure> figures) {
        String agent = "";
        for (NamedFigure figure : figures) {
            String address = figure.address().toString();
            if (!address.equals(agent)) {
                agent = address;
                out.println();
                out.println("LFAP, " + agent + ":");
            }
            if (figure.value() != 0) {
                out.printf(Locale.ROOT, "  %-24s %,16d%n", figure.name(), figure.value());
            }
            if (figure.name().equals("messagesSafe")) {
                out.println(
                        "    (on the disk and safe from a power cut; version 1 is told so by FUA,"
                                + " version 5 has no acknowledgement)");
            }
        }
    }

    private static void writeFigures(ExporterStatus status, JsonGenerator json) throws IOException {
        for (Figure figure : FIGURES) {
            json.writeNumberField(figure.name(), figure.of().applyAsLong(status));
        }
    }

    /// A line for each exporter and one for all; then, if there is anything of it, what was not
    /// accounted and why.
    void writeTable(CollectionStatus status) {
        for (String trouble : status.troubles()) {
            out.println("TROUBLE: " + trouble);
        }
        for (StreamHealth stream : status.streams()) {
            if (stream.refused() > 0 || stream.dropped() > 0) {
                out.printf(
                        Locale.ROOT,
                        "collector %s: %,d datagrams found no room on the disk, %,d were dropped by"
                                + " the system%n",
                        stream.stream(),
                        stream.refused(),
                        stream.dropped());
            }
        }
        if (status.exporters().isEmpty()) {
            out.println("Nothing has been heard yet.");
            return;
        }
        List<ExporterStatus> rows = new ArrayList<>(status.exporters());
        rows.add(status.totals());
        int widest = 8;
        for (ExporterStatus row : rows) {
            widest = Math.max(widest, name(row, status).length());
        }
        String line = "%-" + widest + "s  %-12s  %-20s  %14s  %20s  %16s  %10s  %10s%n";
        out.printf(
                Locale.ROOT,
                line,
                "exporter",
                "protocol",
                "last seen",
                "records",
                "bytes",
                "packets",
                "lost",
                "pending");
        for (ExporterStatus row : rows) {
            out.printf(
                    Locale.ROOT,
                    line,
                    name(row, status),
                    row.protocol(),
                    lastSeen(row),
                    number(row.records()),
                    number(row.bytes()),
                    number(row.packets()),
                    number(row.lost()),
                    number(row.pending()));
        }
        writeExceptions(status.totals());
    }

    private void writeExceptions(ExporterStatus totals) {
        exception("duplicate", totals.duplicates(), totals.duplicatesBytes());
        exception("held", totals.held(), totals.heldBytes());
        exception("of the future, part of held,", totals.future(), totals.futureBytes());
        exception("outside", totals.outside(), totals.outsideBytes());
        exception("malformed", totals.malformed(), "datagrams");
        exception("repeated", totals.repeated(), "datagrams");
        exception("without a template", totals.unknownTemplate(), "data sets");
        exception("without counters", totals.withoutCounters(), "records");
        exception("ignored", totals.ignored(), "datagrams");
        exception("shed", totals.shed(), "datagrams");
    }

    private void exception(String what, long records, long bytes) {
        if (records > 0 || bytes > 0) {
            out.println(what + ": " + number(records) + " records, " + number(bytes) + " bytes");
        }
    }

    private void exception(String what, long count, String unit) {
        if (count > 0) {
            out.println(what + ": " + number(count) + " " + unit);
        }
    }

    private static String name(ExporterStatus row, CollectionStatus status) {
        if (row.equals(status.totals())) {
            return "total";
        }
        return row.name().isEmpty()
                ? row.address().toString()
                : row.name() + " (" + row.address() + ")";
    }

    private static String lastSeen(ExporterStatus row) {
        return row.lastSeen().equals(Instant.EPOCH) ? "" : row.lastSeen().toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
