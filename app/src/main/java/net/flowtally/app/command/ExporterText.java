package net.flowtally.app.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.SeenInterface;
import net.flowtally.ledger.exporter.SeenRate;
import net.flowtally.ledger.linter.Behaviour;
import net.flowtally.ledger.linter.DayLoss;
import net.flowtally.ledger.linter.Duplicates;
import net.flowtally.ledger.linter.Finding;
import net.flowtally.ledger.linter.SurveyedExporter;
import net.flowtally.ledger.time.Micros;

/// What is known of exporters, written for a program or for a reader.
final class ExporterText {
    private static final int MOST_INTERFACES = 20;
    private static final long MICROS = 1_000_000;

    private final PrintWriter out;

    ExporterText(PrintWriter out) {
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
        json.writeStringField("state", state(exporter));
        json.writeStringField("lastSeen", lastSeen(status));
        json.writeNumberField("recordsPerSecond", rate(exporter.behaviour()));
        json.writeNumberField("lossPercent", percent(exporter.lost(), exporter.expected()));
        json.writeNumberField("skewSeconds", seconds(exporter.behaviour().skewLast()));
        json.writeArrayFieldStart("sampling");
        for (SeenRate rate : exporter.rates()) {
            json.writeStartObject();
            json.writeStringField("rate", rate.numerator() + "/" + rate.denominator());
            json.writeStringField("source", source(rate.source()));
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
                        name(exporter),
                        state(exporter),
                        status.protocol(),
                        lastSeen(status),
                        rate(exporter.behaviour()).toPlainString(),
                        percent(exporter.lost(), exporter.expected()).toPlainString(),
                        seconds(exporter.behaviour().skewLast()).toPlainString(),
                        sampling(exporter),
                        number(status.held()),
                        number(exporter.interfaces().size()),
                        Integer.toString(exporter.rule().preference()),
                        number(exporter.findings().size())
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

    /// Says everything about one exporter.
    void explain(SurveyedExporter exporter, List<Duplicates> duplicates, Duration window) {
        out.println(name(exporter));
        out.println(standing(exporter));
        explainTraffic(exporter);
        if (exporter.behaviour().isHeard()) {
            explainBehaviour(exporter, window);
        }
        explainSampling(exporter);
        explainInterfaces(exporter);
        explainLoss(exporter);
        explainDuplicates(exporter, duplicates, window);
        explainExclusions(exporter.status());
        if (exporter.findings().isEmpty()) {
            out.println(
                    "Nothing is wrong with how it is set up, as far as what it sends shows it.");
        }
        findings(exporter);
    }

    private static String standing(SurveyedExporter exporter) {
        return switch (exporter.standing()) {
            case APPROVED -> "It is approved: what it sends is accounted.";
            case ALLOWED ->
                    "It is in the allowed subnet "
                            + exporter.allowedBy().getFirst()
                            + ": what it sends is accounted.";
            case REFUSED -> "It is refused: what it sends is counted as ignored and not accounted.";
            case PENDING ->
                    exporter.address().equals(Address.NONE)
                            ? "These are the sources beyond those that are kept one by one."
                            : exporter.behaviour().isHeard() && exporter.pending().isEmpty()
                                    ? "It was replayed. Live, it would be pending: no rule names it and"
                                            + " no allowed subnet has it."
                                    : "It is pending: no rule names it and no allowed subnet has it."
                                            + " Nothing of it is accounted until it is approved.";
        };
    }

    private void explainTraffic(SurveyedExporter exporter) {
        ExporterStatus status = exporter.status();
        if (!status.lastSeen().equals(Instant.EPOCH)) {
            out.println("It was last heard at " + status.lastSeen() + ".");
        }
        if (status.datagrams() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "It has sent %,d datagrams of %s with %,d flow records, %,d bytes.",
                            status.datagrams(),
                            status.protocol(),
                            status.records(),
                            status.bytes()));
        }
        exporter.pending()
                .ifPresent(pending ->
                        out.println(
                                String.format(
                                        Locale.ROOT,
                                        "%,d datagrams came while it was not approved; the last, at %s, is %s, %,d octets"
                                                + " are kept of it.",
                                        pending.datagrams(),
                                        Micros.instant(pending.lastSeen()),
                                        pending.protocol().equals("unknown")
                                                ? "of no protocol that is known here"
                                                : pending.protocol(),
                                        pending.lastDatagram().length)));
        if (!exporter.rule().accounted().isEmpty()) {
            out.println(
                    "Only flows that touch one of "
                            + exporter.rule().accounted()
                            + " are accounted.");
        }
    }

    private void explainBehaviour(SurveyedExporter exporter, Duration window) {
        Behaviour behaviour = exporter.behaviour();
        out.println(
                String.format(
                        Locale.ROOT,
                        "In its last %d hours: %s records a second; the longest record covers %s s.",
                        window.toHours(),
                        rate(behaviour).toPlainString(),
                        seconds(behaviour.longestRecord()).toPlainString()));
        out.println(
                String.format(
                        Locale.ROOT,
                        "Its clock is %s s behind ours (from %s to %s s).",
                        seconds(behaviour.skewLast()).toPlainString(),
                        seconds(behaviour.skewLeast()).toPlainString(),
                        seconds(behaviour.skewMost()).toPlainString()));
        if (behaviour.templates() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "It has told %,d templates; the oldest that data came for was told %s s before.",
                            behaviour.templates(),
                            seconds(behaviour.templateAge()).toPlainString()));
        }
        if (behaviour.ingress() + behaviour.egress() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%,d records were seen coming in and %,d going out.",
                            behaviour.ingress(),
                            behaviour.egress()));
        }
        if (behaviour.restarts() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "Its sequence numbers began anew %,d times.",
                            behaviour.restarts()));
        }
    }

    private void explainSampling(SurveyedExporter exporter) {
        for (SeenRate rate : exporter.rates()) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%,d records (%s): %s.",
                            rate.records(),
                            rate.protocol(),
                            rate.numerator() == rate.denominator()
                                            && rate.source() == Slice.RATE_NONE
                                    ? "nothing says that it samples"
                                    : "sampled "
                                            + fraction(rate)
                                            + ", from "
                                            + source(rate.source())));
        }
        if (exporter.rule().overridesSampling()) {
            out.println(
                    "An administrator set its sampling rate to "
                            + exporter.rule().samplingNumerator()
                            + "/"
                            + exporter.rule().samplingDenominator()
                            + ".");
        }
    }

    private void explainInterfaces(SurveyedExporter exporter) {
        List<SeenInterface> all = exporter.interfaces();
        if (all.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        for (SeenInterface each : all.subList(0, Math.min(all.size(), MOST_INTERFACES))) {
            text.append(text.isEmpty() ? "" : ", ");
            text.append(each.number() == SeenInterface.REST ? "the rest" : each.number());
            text.append(
                    String.format(
                            Locale.ROOT,
                            " (%,d in, %,d out)",
                            each.recordsIn(),
                            each.recordsOut()));
        }
        out.println(
                String.format(
                        Locale.ROOT,
                        "It names %,d interfaces: %s%s.",
                        all.size(),
                        text,
                        all.size() > MOST_INTERFACES ? ", and more" : ""));
    }

    private void explainLoss(SurveyedExporter exporter) {
        if (exporter.losses().isEmpty()) {
            return;
        }
        out.println(
                "Loss by day (UTC), in flow records or datagrams as its protocol numbers them:");
        for (DayLoss loss : exporter.losses()) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "  %s  %,d of %,d  %s %%",
                            loss.day(),
                            loss.lost(),
                            loss.expected(),
                            percent(loss.lost(), loss.expected()).toPlainString()));
        }
    }

    private void explainDuplicates(
            SurveyedExporter exporter, List<Duplicates> duplicates, Duration window) {
        if (exporter.rule().preference() != 0) {
            out.println(
                    String.format(
                            Locale.ROOT, "Its preference is %d.", exporter.rule().preference()));
        }
        if (!duplicates.isEmpty()) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "Traffic seen more than once in its last %d hours, counted once:",
                            window.toHours()));
        }
        for (Duplicates each : duplicates) {
            boolean wins = each.winner().equals(exporter.address());
            out.println(
                    String.format(
                            Locale.ROOT,
                            "  %,d records, %,d bytes %s",
                            each.records(),
                            each.bytes(),
                            switch (each.reason()) {
                                case SAME_EXPORTER ->
                                        "at two of its own interfaces or directions; the one with more bytes, or"
                                                + " the lower interface, counts.";
                                case PREFERENCE ->
                                        wins
                                                ? "of "
                                                        + each.loser()
                                                        + " do not count: this one is preferred."
                                                : "do not count: "
                                                        + each.winner()
                                                        + " is preferred.";
                                case FIGURES ->
                                        (wins
                                                        ? "of "
                                                                + each.loser()
                                                                + " do not count: this one"
                                                        : "do not count: " + each.winner())
                                                + " does not sample, reported more bytes, or has the lower"
                                                + " address.";
                            }));
        }
    }

    private void explainExclusions(ExporterStatus status) {
        excluded(status.held(), status.heldBytes(), "are held");
        excluded(status.future(), status.futureBytes(), "of them lie in the future");
        excluded(status.outside(), status.outsideBytes(), "touch no accounted subnet");
        if (status.malformed() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%,d datagrams could not be read whole.",
                            status.malformed()));
        }
        if (status.unknownTemplate() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%,d data sets were given up: their template never came.",
                            status.unknownTemplate()));
        }
        if (status.repeated() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%,d datagrams came twice and were counted once.",
                            status.repeated()));
        }
        if (status.ignored() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%,d datagrams were ignored: it was not approved.",
                            status.ignored()));
        }
        if (status.shed() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%,d datagrams were shed: too many came at once.",
                            status.shed()));
        }
    }

    private void excluded(long records, long bytes, String what) {
        if (records > 0) {
            out.println(
                    String.format(Locale.ROOT, "%,d records, %,d bytes %s.", records, bytes, what));
        }
    }

    /// Writes the findings of all exporters.
    ///
    /// @return how many there are
    int lint(List<SurveyedExporter> exporters) {
        int count = 0;
        for (SurveyedExporter exporter : exporters) {
            if (!exporter.findings().isEmpty()) {
                out.println(name(exporter));
                findings(exporter);
                count += exporter.findings().size();
            }
        }
        if (count == 0) {
            out.println("Nothing is wrong, as far as what exporters send shows it.");
        }
        return count;
    }

    private void findings(SurveyedExporter exporter) {
        for (Finding finding : exporter.findings()) {
            out.println("* " + finding.what());
            out.println("  " + finding.change());
            for (Finding.Hint hint : finding.hints()) {
                out.println("    " + hint.device() + ": " + hint.words());
            }
        }
    }

    private static String name(SurveyedExporter exporter) {
        String name = exporter.status().name();
        return name.isEmpty() || exporter.address().equals(Address.NONE)
                ? exporter.address().equals(Address.NONE) ? "other" : exporter.address().toString()
                : name + " (" + exporter.address() + ")";
    }

    private static String state(SurveyedExporter exporter) {
        return exporter.standing().name().toLowerCase(Locale.ROOT);
    }

    private static String sampling(SurveyedExporter exporter) {
        List<String> rates = new ArrayList<>();
        for (SeenRate rate : exporter.rates()) {
            String text =
                    rate.source() == Slice.RATE_NONE
                            ? "none"
                            : fraction(rate) + " " + source(rate.source());
            if (!rates.contains(text)) {
                rates.add(text);
            }
        }
        return rates.size() > 2
                ? String.join(", ", rates.subList(0, 2)) + ", ..."
                : String.join(", ", rates);
    }

    private static String fraction(SeenRate rate) {
        return rate.denominator() == 1
                ? "1:" + rate.numerator()
                : rate.denominator() + ":" + rate.numerator();
    }

    private static String source(int source) {
        return switch (source) {
            case Slice.RATE_RECORD -> "the record";
            case Slice.RATE_OPTIONS -> "options data";
            case Slice.RATE_HEADER -> "the header";
            case Slice.RATE_ADMINISTRATOR -> "the administrator";
            default -> "nobody";
        };
    }

    private static BigDecimal rate(Behaviour behaviour) {
        long micros = Math.max(MICROS, behaviour.lastSeen() - behaviour.firstSeen());
        return BigDecimal.valueOf(behaviour.records())
                .multiply(BigDecimal.valueOf(MICROS))
                .divide(BigDecimal.valueOf(micros), 1, RoundingMode.HALF_UP);
    }

    private static BigDecimal percent(long part, long whole) {
        return whole == 0
                ? new BigDecimal("0.00")
                : BigDecimal.valueOf(part)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    }

    private static BigDecimal seconds(long micros) {
        return BigDecimal.valueOf(micros)
                .divide(BigDecimal.valueOf(MICROS), 1, RoundingMode.HALF_UP);
    }

    private static String lastSeen(ExporterStatus status) {
        return status.lastSeen().equals(Instant.EPOCH) ? "" : status.lastSeen().toString();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
