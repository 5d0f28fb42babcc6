package net.flowtally.app.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.retention.PeriodDetail;
import net.flowtally.ledger.retention.RetentionPlan;
import net.flowtally.ledger.retention.RetentionPolicy;
import net.flowtally.ledger.retention.RetentionRun;

/// What retention does or would do, for a reader and for a program.
final class RetentionText {
    private final PrintWriter out;
    private final Path home;

    RetentionText(PrintWriter out, Path home) {
        this.out = out;
        this.home = home;
    }

    /// The whole of a plan.
    ///
    /// @param removed all that ever went
    void write(RetentionPlan plan, List<RemovedDetail> removed) {
        out.println(DetailWords.line(plan.detail()));
        out.println(rule(plan.policy()));
        Map<Long, RemovedDetail> gone = byPeriod(removed);
        for (PeriodDetail each : plan.periods()) {
            out.printf(
                    Locale.ROOT,
                    "%s  %-8s %10s  %,12d slices in %,d %s%s%n",
                    each.period().name(),
                    word(each.fate()),
                    Octets.text(each.octets()),
                    each.slices(),
                    each.files(),
                    each.files() == 1 ? "file" : "files",
                    each.fate() == PeriodDetail.Fate.REMOVED && gone.containsKey(each.period().id())
                            ? "  " + removed(gone.get(each.period().id()))
                            : "");
            each.reasons().forEach(reason -> out.println("         " + reason));
        }
        if (plan.overSize() > 0) {
            out.printf(
                    "Call detail takes %s more than retention.size allows, and nothing else may"
                            + " go.%n",
                    Octets.text(plan.overSize()));
        }
    }

    private static String removed(RemovedDetail removed) {
        return "removed "
                + removed.removedAt().toString().substring(0, 10)
                + " by "
                + removed.reason().column()
                + ", "
                + removed.actor();
    }

    private static String rule(RetentionPolicy policy) {
        if (policy.keepsAll()) {
            return "All of it is kept: neither retention.months nor retention.size is set.";
        }
        StringBuilder text = new StringBuilder("Kept are ");
        policy.months()
                .ifPresent(months ->
                        text.append(months)
                                .append(months == 1 ? " month" : " months")
                                .append(" beside the one that is going on"));
        policy.size()
                .ifPresent(size ->
                        text.append(policy.months().isPresent() ? ", and at most " : "at most ")
                                .append(Octets.text(size)));
        long days = policy.dispute().toDays();
        if (days > 0) {
            text.append("; nothing goes within ")
                    .append(days)
                    .append(days == 1 ? " day" : " days")
                    .append(" after its seal");
        }
        return text.append("; ")
                .append(
                        policy.isArchived()
                                ? "its archive is written to " + policy.folder() + " before."
                                : "no archive is written.")
                .toString();
    }

    /// What a run did, in sentences, and what kept it from doing more.
    void writeDone(RetentionRun run) {
        for (RemovedDetail removed : run.removed()) {
            out.printf(
                    Locale.ROOT,
                    "The call detail of %s went: %,d slices, %s in %,d %s.%s%n",
                    removed.name(),
                    removed.slices(),
                    Octets.text(removed.octets()),
                    removed.files(),
                    removed.files() == 1 ? "file" : "files",
                    archive(removed));
        }
        if (!run.removed().isEmpty()) {
            out.println(
                    Octets.text(run.octets())
                            + " are free with the first 'flowtally account' in an hour, when nobody"
                            + " reads them any more.");
        }
        if (run.journals() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d %s of replays went with the last of their slices.%n",
                    run.journals(),
                    run.journals() == 1 ? "journal" : "journals");
        }
    }

    private String archive(RemovedDetail removed) {
        if (removed.archive().isEmpty()) {
            return "";
        }
        Path file = home.resolve(removed.archive());
        long octets = file.toFile().length();
        return " Its archive is " + file + " (" + Octets.text(octets) + ").";
    }

    /// The first period that is due and stays, for those who asked for something else.
    void writeHeld(RetentionPlan plan) {
        plan.periods().stream()
                .filter(each -> each.fate() == PeriodDetail.Fate.BLOCKED)
                .findFirst()
                .ifPresent(each ->
                        out.println(
                                "The call detail of "
                                        + each.period().name()
                                        + " is due to go and stays: "
                                        + each.reasons().getFirst()));
    }

    void writeJson(
            RetentionPlan plan, List<RemovedDetail> removed, List<RemovedDetail> now, int journals)
            throws IOException {
        try (JsonGenerator json =
                new JsonFactory()
                        .createGenerator(out)
                        .configure(StreamWriteFeature.AUTO_CLOSE_TARGET.mappedFeature(), false)
                        .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeObjectFieldStart("detail");
            DetailWords.write(plan.detail(), json);
            json.writeEndObject();
            json.writeNumberField("overSize", plan.overSize());
            json.writeNumberField(
                    "octetsFreed", now.stream().mapToLong(RemovedDetail::octets).sum());
            json.writeNumberField("journalsDeleted", journals);
            json.writeArrayFieldStart("periods");
            Map<Long, RemovedDetail> gone = byPeriod(removed);
            for (PeriodDetail each : plan.periods()) {
                json.writeStartObject();
                json.writeStringField("period", each.period().name());
                json.writeStringField("detail", word(each.fate()));
                json.writeNumberField("octets", each.octets());
                json.writeNumberField("slices", each.slices());
                json.writeNumberField("files", each.files());
                json.writeArrayFieldStart("reasons");
                for (String reason : each.reasons()) {
                    json.writeString(reason);
                }
                json.writeEndArray();
                if (gone.containsKey(each.period().id())) {
                    write(gone.get(each.period().id()), json);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.println();
    }

    private static void write(RemovedDetail removed, JsonGenerator json) throws IOException {
        json.writeStringField("removedAt", removed.removedAt().toString());
        json.writeStringField("removedBy", removed.actor());
        json.writeStringField("removedFor", removed.reason().column());
        json.writeStringField("archive", removed.archive());
        json.writeStringField("archiveSha256", removed.archiveHash());
    }

    private static Map<Long, RemovedDetail> byPeriod(List<RemovedDetail> removed) {
        Map<Long, RemovedDetail> byPeriod = new HashMap<>();
        removed.forEach(each -> byPeriod.put(each.period(), each));
        return byPeriod;
    }

    private static String word(PeriodDetail.Fate fate) {
        return switch (fate) {
            case KEPT -> "kept";
            case GOES -> "goes";
            case BLOCKED -> "blocked";
            case REMOVED -> "gone";
        };
    }
}
