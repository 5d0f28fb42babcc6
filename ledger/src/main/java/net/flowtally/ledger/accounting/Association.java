package net.flowtally.ledger.accounting;

import java.sql.SQLException;
import net.flowtally.ledger.calls.CallQuarter;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.Owner;
import net.flowtally.ledger.service.ServiceTable;
import net.flowtally.ledger.settings.Payer;
import net.flowtally.ledger.tariff.Band;
import net.flowtally.ledger.tariff.Tariff;
import net.flowtally.ledger.zone.Zone;
import net.flowtally.ledger.zone.ZoneMap;

/// The one place where a call meets people and prices: who pays for it, in which zone its peer is,
/// which service it is and which rule rates it, all at its instant of ownership, as known at one
/// revision. Accounting, the call explorer and verification all ask here. For one thread.
public final class Association {
    private final Snapshots snapshots;
    private final DirectorySnapshot directory;
    private final ZoneMap zones;
    private final ServiceTable services;
    private final Tariff tariff;
    private final AssociatedCall part = new AssociatedCall();
    private long bandQuarter = Long.MIN_VALUE;
    private Band band = Band.ANY;

    public Association(Snapshots snapshots) {
        this.snapshots = snapshots;
        directory = snapshots.directory();
        zones = snapshots.zones();
        services = snapshots.services();
        tariff = snapshots.tariff();
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    /// Hands over the parts that a call has: one, or one for each direction where the sender or the
    /// receiver pays. The parts of a call sum to it, byte for byte.
    public void associate(CallQuarter call, PartSink sink) throws SQLException {
        part.call = call;
        part.service = services.serviceOf(call.protocol, call.calleePort, call.callerPort);
        Zone caller = zones.zoneOf(call.callerHi, call.callerLo, call.ownedAt);
        Zone callee = zones.zoneOf(call.calleeHi, call.calleeLo, call.ownedAt);
        int began = call.startsHere ? 1 : 0;
        Payer payer = tariff.payerAt(call.ownedAt);
        switch (payer) {
            case CALLER, CALLEE -> {
                part.calls = began;
                takeFromCaller(call);
                takeToCaller(call);
                charge(payer == Payer.CALLER, caller, callee);
                sink.accept(part);
            }
            case SENDER, RECEIVER -> {
                boolean answered = call.bytesReceived != 0 || call.packetsReceived != 0;
                if (began == 1 || call.bytesSent != 0 || call.packetsSent != 0 || !answered) {
                    part.calls = began;
                    takeFromCaller(call);
                    part.bytesToCaller = 0;
                    part.packetsToCaller = 0;
                    charge(payer == Payer.SENDER, caller, callee);
                    sink.accept(part);
                }
                if (answered) {
                    part.calls = 0;
                    part.bytesFromCaller = 0;
                    part.packetsFromCaller = 0;
                    takeToCaller(call);
                    charge(payer == Payer.RECEIVER, caller, callee);
                    sink.accept(part);
                }
            }
        }
    }

    private void takeFromCaller(CallQuarter call) {
        part.bytesFromCaller = call.bytesSent;
        part.packetsFromCaller = call.packetsSent;
    }

    private void takeToCaller(CallQuarter call) {
        part.bytesToCaller = call.bytesReceived;
        part.packetsToCaller = call.packetsReceived;
    }

    /// Settles who pays: the chosen party; if that one is outside, the inside party; if both are,
    /// nobody.
    private void charge(boolean callerChosen, Zone caller, Zone callee) {
        CallQuarter call = part.call;
        boolean bothOutside = !caller.inside() && !callee.inside();
        boolean chosenInside = callerChosen ? caller.inside() : callee.inside();
        part.callerPays = callerChosen == (chosenInside || bothOutside);
        if (bothOutside) {
            part.owner = Owner.UNASSIGNED;
        } else if (part.callerPays) {
            part.owner =
                    directory.ownerOf(
                            call.callerHi,
                            call.callerLo,
                            call.ownedAt,
                            call.exporterHi,
                            call.exporterLo,
                            call.callerInterface);
        } else {
            part.owner =
                    directory.ownerOf(
                            call.calleeHi,
                            call.calleeLo,
                            call.ownedAt,
                            call.calleeExporterHi,
                            call.calleeExporterLo,
                            call.calleeInterface);
        }
        part.zone = part.callerPays ? callee : caller;
        part.rating = tariff.rate(part.zone.id(), part.service, call.ownedAt, band(call.ownedAt));
    }

    private Band band(long micros) {
        long quarter = QuarterHour.of(micros);
        if (quarter != bandQuarter) {
            bandQuarter = quarter;
            band = tariff.bandAt(quarter);
        }
        return band;
    }
}
