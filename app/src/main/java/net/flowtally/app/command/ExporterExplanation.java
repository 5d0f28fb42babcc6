package net.flowtally.app.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
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
import net.flowtally.ledger.linter.SurveyedExporter;
import net.flowtally.ledger.time.Micros;

/// All that is known of one exporter, in plain words.
final class ExporterExplanation {
    private static final int MOST_INTERFACES = 20;

    private final PrintWriter out;
    private final Duration window;

    /// @param window how far back behaviour was looked at
    ExporterExplanation(PrintWriter out, Duration window) {
        this.out = out;
        this.window = window;
    }

    /// Says everything about one exporter.
    void explain(SurveyedExporter exporter, List<Duplicates> duplicates) {
        out.println(ExporterWords.name(exporter));
        out.println(standing(exporter));
        explainTraffic(exporter);
        if (exporter.behaviour().isHeard()) {
            explainBehaviour(exporter);
        }
        explainSampling(exporter);
        explainInterfaces(exporter);
        explainLoss(exporter);
        explainDuplicates(exporter, duplicates);
        explainExclusions(exporter.status());
        if (exporter.findings().isEmpty()) {
            out.println(
                    "Nothing is wrong with how it is set up, as far as what it sends shows it.");
        }
        new ExporterFindings(out).writeOf(exporter);
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
                            : exporter.isReplayed()
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
                            "It has sent %s of %s with %s, %,d bytes.",
                            ExporterWords.count(status.datagrams(), "datagram", "datagrams"),
                            status.protocol(),
                            ExporterWords.count(status.records(), "flow record", "flow records"),
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

    private void explainBehaviour(SurveyedExporter exporter) {
        Behaviour behaviour = exporter.behaviour();
        out.println(
                String.format(
                        Locale.ROOT,
                        "In its last %s: %s records a second; the longest record covers %s.",
                        hours(),
                        ExporterWords.rate(behaviour).toPlainString(),
                        ExporterWords.time(behaviour.longestRecord())));
        out.println(
                "Its clock is "
                        + clock(behaviour.skewLast())
                        + " ours (between "
                        + clock(behaviour.skewLeast())
                        + " and "
                        + clock(behaviour.skewMost())
                        + ").");
        if (behaviour.templates() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "It has told %s; the oldest that data came for was told %s before.",
                            ExporterWords.count(behaviour.templates(), "template", "templates"),
                            ExporterWords.time(behaviour.templateAge())));
        }
        if (behaviour.ingress() + behaviour.egress() > 0) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "%s seen coming in and %,d going out.",
                            ExporterWords.count(behaviour.ingress(), "record was", "records were"),
                            behaviour.egress()));
        }
        if (behaviour.restarts() > 0) {
            out.println(
                    "Its sequence numbers began anew "
                            + ExporterWords.count(behaviour.restarts(), "time", "times")
                            + ".");
        }
    }

    private String hours() {
        return window.toHours() == 1 ? "hour" : window.toHours() + " hours";
    }

    private static String clock(long skew) {
        return ExporterWords.time(Math.abs(skew)) + (skew < 0 ? " ahead of" : " behind");
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
                                            + ExporterWords.fraction(rate)
                                            + ", from "
                                            + ExporterWords.source(rate.source())));
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
                            ExporterWords.percent(loss.lost(), loss.expected()).toPlainString()));
        }
    }

    private void explainDuplicates(SurveyedExporter exporter, List<Duplicates> duplicates) {
        if (exporter.rule().preference() != 0) {
            out.println(
                    String.format(
                            Locale.ROOT, "Its preference is %d.", exporter.rule().preference()));
        }
        if (!duplicates.isEmpty()) {
            out.println(
                    String.format(
                            Locale.ROOT,
                            "Traffic seen more than once in its last %s, counted once:",
                            hours()));
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
}
