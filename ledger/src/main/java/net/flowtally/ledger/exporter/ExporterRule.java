package net.flowtally.ledger.exporter;

import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;

/// What an administrator says about one exporter.
///
/// @param accounted only flows that touch one of these prefixes are accounted; empty means every
///   flow
/// @param samplingNumerator with the denominator, the sampling rate that overrides the exporter's
///   own: one packet in numerator/denominator was counted; 0/0 means as the exporter says
/// @param preference in the election of observation points: higher wins
public record ExporterRule(
        Address address,
        String name,
        Approval approval,
        List<Prefix> accounted,
        long samplingNumerator,
        long samplingDenominator,
        int preference) {

    public ExporterRule {
        accounted = List.copyOf(accounted);
        boolean asTold = samplingNumerator == 0 && samplingDenominator == 0;
        if (!asTold && (samplingDenominator < 1 || samplingNumerator < samplingDenominator)) {
            throw new IllegalArgumentException(
                    "no sampling rate: " + samplingNumerator + "/" + samplingDenominator);
        }
    }

    /// An approved exporter of which nothing else is said.
    public static ExporterRule approved(Address address, String name) {
        return new ExporterRule(address, name, Approval.APPROVED, List.of(), 0, 0, 0);
    }

    /// Nothing is said of the exporter.
    public static ExporterRule undecided(Address address) {
        return new ExporterRule(address, "", Approval.UNDECIDED, List.of(), 0, 0, 0);
    }

    public ExporterRule withApproval(Approval changed) {
        return new ExporterRule(
                address,
                name,
                changed,
                accounted,
                samplingNumerator,
                samplingDenominator,
                preference);
    }

    public ExporterRule withName(String changed) {
        return new ExporterRule(
                address,
                changed,
                approval,
                accounted,
                samplingNumerator,
                samplingDenominator,
                preference);
    }

    public ExporterRule withAccounted(List<Prefix> changed) {
        return new ExporterRule(
                address,
                name,
                approval,
                changed,
                samplingNumerator,
                samplingDenominator,
                preference);
    }

    /// @param numerator with the denominator; 0/0 for what the exporter says
    public ExporterRule withSampling(long numerator, long denominator) {
        return new ExporterRule(
                address, name, approval, accounted, numerator, denominator, preference);
    }

    public ExporterRule withPreference(int changed) {
        return new ExporterRule(
                address,
                name,
                approval,
                accounted,
                samplingNumerator,
                samplingDenominator,
                changed);
    }

    public boolean overridesSampling() {
        return samplingDenominator != 0;
    }
}
