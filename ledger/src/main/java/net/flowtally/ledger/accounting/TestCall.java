package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Tariff;
import net.flowtally.ledger.tariff.TariffRule;
import net.flowtally.ledger.tariff.TariffVersion;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.zone.Zone;

/// Tells what would become of a call: who pays, which rule prices it, and why none before.
///
/// @param micros when it is
public record TestCall(
        Address caller, Address callee, int protocol, int callerPort, int calleePort, long micros) {

    /// In plain sentences, in the order in which it is decided. Asks the same `Association` as
    /// accounting does.
    public List<String> explain(Snapshots snapshots) {
        CallQuarter call = new CallQuarter();
        call.callerHi = caller.hi();
        call.callerLo = caller.lo();
        call.calleeHi = callee.hi();
        call.calleeLo = callee.lo();
        call.callerPort = callerPort;
        call.calleePort = calleePort;
        call.protocol = protocol;
        call.quarter = QuarterHour.of(micros);
        call.ownedAt = micros;
        call.startsHere = true;
        call.bytesSent = 1;
        call.bytesReceived = 1;
        List<String> sentences = new ArrayList<>();
        sentences.add(side("The caller", caller, snapshots));
        sentences.add(side("The callee", callee, snapshots));
        Tariff tariff = snapshots.tariff();
        sentences.add(
                "The "
                        + tariff.payerAt(micros)
                        + " pays; where that party is outside, the inside one.");
        try {
            new Association(snapshots).associate(call, part -> explain(part, snapshots, sentences));
        } catch (SQLException e) {
            throw new AccountingException("The call cannot be associated: " + e.getMessage(), e);
        }
        return sentences;
    }

    private String side(String who, Address address, Snapshots snapshots) {
        Zone zone = snapshots.zones().zoneOf(address, micros);
        return "%s, %s, is in zone %s, %s."
                .formatted(who, address, zone.name(), zone.inside() ? "inside" : "outside");
    }

    private void explain(AssociatedCall part, Snapshots snapshots, List<String> sentences) {
        Names names = new Names(snapshots.directory());
        String user = names.user(part.owner.user());
        sentences.add(
                "%s charged to %s%s, for service %s to zone %s."
                        .formatted(
                                part.bytesFromCaller > 0 && part.bytesToCaller > 0
                                        ? "Both directions are"
                                        : part.bytesFromCaller > 0
                                                ? "What the caller sends is"
                                                : "What the caller receives is",
                                names.department(part.owner.department()),
                                user.isEmpty() ? "" : " (" + user + ")",
                                part.service,
                                part.zone.name()));
        Tariff tariff = snapshots.tariff();
        Optional<TariffVersion> inForce = tariff.versionOf(micros);
        if (inForce.isEmpty()) {
            sentences.add(
                    "No tariff is in force at " + Micros.instant(micros) + ": it is unrated.");
            return;
        }
        TariffVersion version = inForce.get();
        Band band = tariff.bandAt(micros);
        sentences.add(
                "Tariff "
                        + version.name()
                        + " is in force; it is "
                        + (band == Band.PEAK ? "peak" : "off-peak")
                        + ".");
        for (TariffRule rule : version.rules()) {
            String place = "Rule " + rule.ordinal() + " (" + rule.category() + ")";
            if (rule.id() == part.rating.rule()) {
                sentences.add(place + " prices it: " + rule.words(snapshots.unit().name()) + ".");
                return;
            }
            sentences.add(
                    place + " does not match: " + mismatch(rule, part, band, snapshots) + ".");
        }
        sentences.add("No rule matches: it is unrated.");
    }

    private static String mismatch(
            TariffRule rule, AssociatedCall part, Band band, Snapshots snapshots) {
        List<String> reasons = new ArrayList<>();
        if (rule.zone() != 0 && rule.zone() != part.zone.id()) {
            reasons.add(
                    "it is for zone "
                            + snapshots.zones().zone(rule.zone()).map(Zone::name).orElse("?"));
        }
        if (!rule.service().isEmpty() && !rule.service().equals(part.service)) {
            reasons.add("it is for service " + rule.service());
        }
        if (rule.band() != Band.ANY && rule.band() != band) {
            reasons.add("it is for " + (rule.band() == Band.PEAK ? "peak" : "off-peak"));
        }
        return String.join(", ", reasons);
    }
}
