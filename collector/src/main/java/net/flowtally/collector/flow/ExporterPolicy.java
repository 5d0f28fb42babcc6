package net.flowtally.collector.flow;

import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.CollectorSettings;

/// What the settings say about the records of one exporter.
///
/// @param accounted empty if every flow is accounted
/// @param rateNumerator with the denominator, the administrator's sampling rate; 0/0 if there is
///   none
@SuppressWarnings("ArrayRecordComponent") // made once, read for every record, never compared
record ExporterPolicy(Prefix[] accounted, long rateNumerator, long rateDenominator) {

    /// RFC 1918, RFC 6598, RFC 4193.
    private static final Prefix[] PRIVATE = {
        Prefix.parse("10.0.0.0/8"),
        Prefix.parse("172.16.0.0/12"),
        Prefix.parse("192.168.0.0/16"),
        Prefix.parse("100.64.0.0/10"),
        Prefix.parse("fc00::/7")
    };

    static ExporterPolicy of(Address exporter, CollectorSettings settings) {
        return settings.rule(exporter)
                .map(rule ->
                        new ExporterPolicy(
                                rule.accounted().toArray(Prefix[]::new),
                                rule.samplingNumerator(),
                                rule.samplingDenominator()))
                .orElseGet(() -> new ExporterPolicy(new Prefix[0], 0, 0));
    }

    boolean hasRate() {
        return rateDenominator != 0;
    }

    /// Whether an address lies in an accounted subnet; where none are named, whether it is private.
    boolean isInside(long hi, long lo) {
        for (Prefix prefix : accounted.length == 0 ? PRIVATE : accounted) {
            if (prefix.contains(hi, lo)) {
                return true;
            }
        }
        return false;
    }

    boolean accounts(FlowRecord flow) {
        if (accounted.length == 0 || isJoinedLater(flow)) {
            return true;
        }
        for (Prefix prefix : accounted) {
            if (prefix.contains(flow.sourceHi, flow.sourceLo)
                    || prefix.contains(flow.destinationHi, flow.destinationLo)) {
                return true;
            }
        }
        return false;
    }

    /// The endpoints of a flow that another stream admitted are not known here.
    private static boolean isJoinedLater(FlowRecord flow) {
        return flow.resumed
                && (flow.sourceHi | flow.sourceLo | flow.destinationHi | flow.destinationLo) == 0;
    }
}
