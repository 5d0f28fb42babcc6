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

    boolean accounts(FlowRecord flow) {
        if (accounted.length == 0) {
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
}
