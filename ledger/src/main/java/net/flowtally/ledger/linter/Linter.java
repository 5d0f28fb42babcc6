package net.flowtally.ledger.linter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.exporter.Standing;
import net.flowtally.ledger.linter.Finding.Subject;

/// Says in plain words what is wrong with how an exporter is set up, as far as what it sends shows
/// it. An exporter that is set up well gets no finding.
final class Linter {
    private static final long SECOND = 1_000_000;

    /// A clock kept by NTP is within a second; what is more than this is not.
    private static final long CLOCK_LIMIT = 30 * SECOND;

    /// Ten minutes, the usual interval of the more careful devices, and what it may be late.
    private static final long TEMPLATE_LIMIT = 630 * SECOND;

    /// One restart in the time of a survey is an update of the device; more are a fault.
    private static final long RESTARTS = 2;

    private static final long ENOUGH_RECORDS = 10;

    private Linter() {}

    static List<Finding> lint(SurveyedExporter exporter) {
        List<Finding> found = new ArrayList<>();
        pending(exporter, found);
        Behaviour behaviour = exporter.behaviour();
        if (behaviour.isHeard()) {
            timeout(behaviour, found);
            directions(behaviour, found);
            sampling(exporter, found);
            clock(behaviour, found);
            templates(behaviour, found);
            sequence(behaviour, found);
            counters(behaviour, found);
            loss(exporter, found);
        }
        return found;
    }

    private static void pending(SurveyedExporter exporter, List<Finding> found) {
        if (exporter.standing() == Standing.PENDING && exporter.status().pending() > 0) {
            found.add(
                    new Finding(
                            Subject.PENDING,
                            String.format(
                                    Locale.ROOT,
                                    "It is not approved: %,d datagrams came and nothing of them is"
                                            + " accounted.",
                                    exporter.status().pending()),
                            "Approve it with 'flowtally exporters approve "
                                    + exporter.address()
                                    + " --name NAME', or refuse it.",
                            List.of()));
        }
    }

    private static void timeout(Behaviour behaviour, List<Finding> found) {
        if (behaviour.longRecords() > 0) {
            add(
                    found,
                    Subject.ACTIVE_TIMEOUT,
                    String.format(
                            Locale.ROOT,
                            "Its active time-out is too long: %,d flow records cover more than five"
                                    + " minutes, the longest %s. What they count is seen that much"
                                    + " later, and its course within that time is not known.",
                            behaviour.longRecords(),
                            Finding.time(behaviour.longestRecord())),
                    "Set the active time-out to 60 seconds.");
        }
    }

    private static void directions(Behaviour behaviour, List<Finding> found) {
        long fewer = Math.min(behaviour.ingress(), behaviour.egress());
        long more = Math.max(behaviour.ingress(), behaviour.egress());
        if (fewer >= ENOUGH_RECORDS && fewer * 20 >= more) {
            add(
                    found,
                    Subject.BOTH_DIRECTIONS,
                    String.format(
                            Locale.ROOT,
                            "It exports flows both where they come in (%,d records) and where they go"
                                    + " out (%,d). Each byte is counted once all the same; but the"
                                    + " device, the network and the collector do the work twice.",
                            behaviour.ingress(),
                            behaviour.egress()),
                    "Export incoming traffic of all interfaces, and outgoing traffic of none.");
        }
    }

    private static void sampling(SurveyedExporter exporter, List<Finding> found) {
        long unknown = exporter.behaviour().unknownRate();
        if (unknown > 0) {
            add(
                    found,
                    Subject.SAMPLING_RATE,
                    String.format(
                            Locale.ROOT,
                            "It samples and does not tell its rate: %,d flow records are held and in no"
                                    + " total.",
                            unknown),
                    "Let it export its sampling options, or say the rate with 'flowtally exporters"
                            + " sample "
                            + exporter.address()
                            + " N'.");
        }
    }

    private static void clock(Behaviour behaviour, List<Finding> found) {
        long skew = behaviour.skewLast();
        if (Math.abs(skew) > CLOCK_LIMIT) {
            add(
                    found,
                    Subject.CLOCK,
                    String.format(
                            Locale.ROOT,
                            "Its clock is %s %s.",
                            Finding.time(Math.abs(skew)),
                            skew > 0 ? "behind" : "ahead"),
                    "Let it take its time from an NTP server, and look at its time zone.");
        }
    }

    private static void templates(Behaviour behaviour, List<Finding> found) {
        if (behaviour.templateAge() > TEMPLATE_LIMIT) {
            add(
                    found,
                    Subject.TEMPLATES,
                    String.format(
                            Locale.ROOT,
                            "It tells its templates too rarely: data came for one that was told %s"
                                    + " before. Data whose template does not come within five minutes is"
                                    + " lost, as when a template changes and its datagram is lost.",
                            Finding.time(behaviour.templateAge())),
                    "Let it tell its templates, and options, every 60 seconds.");
        }
    }

    private static void sequence(Behaviour behaviour, List<Finding> found) {
        if (behaviour.restarts() >= RESTARTS) {
            add(
                    found,
                    Subject.SEQUENCE,
                    String.format(
                            Locale.ROOT,
                            "Its sequence numbers began anew %,d times. Either it keeps restarting, or"
                                    + " several exporters send under one address; loss cannot be told"
                                    + " across such a break.",
                            behaviour.restarts()),
                    "Find out which; let each exporter send from an address of its own, and not through"
                            + " NAT or a load balancer.");
        }
    }

    private static void counters(Behaviour behaviour, List<Finding> found) {
        if (behaviour.bothCounters() >= ENOUGH_RECORDS
                && behaviour.equalCounters() * 100 >= behaviour.bothCounters() * 95) {
            add(
                    found,
                    Subject.EQUAL_COUNTERS,
                    String.format(
                            Locale.ROOT,
                            "Its records have a counter for IN and one for OUT, and both carry the same"
                                    + " figure (%,d of %,d records). Only IN is counted; whatever adds"
                                    + " the two shows twice the traffic.",
                            behaviour.equalCounters(),
                            behaviour.bothCounters()),
                    "Export one of the two.");
        }
    }

    private static void loss(SurveyedExporter exporter, List<Finding> found) {
        if (exporter.lost() * 1000 > exporter.expected()) {
            add(
                    found,
                    Subject.LOSS,
                    String.format(
                            Locale.ROOT,
                            "%,d of %,d flow records or datagrams that it sent never came.",
                            exporter.lost(),
                            exporter.expected()),
                    "Look for a full queue at the device, a busy link on the way, and datagrams that the"
                            + " system of the collector drops (a larger net.core.rmem_max helps).");
        }
    }

    private static void add(List<Finding> found, Subject subject, String what, String change) {
        found.add(new Finding(subject, what, change, Hints.of(subject)));
    }
}
