package net.flowtally.collector.flow;

import java.util.IdentityHashMap;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.Slice;
import net.flowtally.ledger.exporter.ClockPolicy;
import net.flowtally.ledger.exporter.CollectorSettings;

/// Turns flow records into updates of the flow table: scales them by the sampling rate, leaves out
/// what is not accounted, sets exporters' clocks right and holds what cannot be trusted. All of it
/// is counted on the exporter's tally and is a function of the journal alone. Owned by the stream's
/// thread.
public final class FlowIntake implements FlowSink {
    private static final long SECOND = 1_000_000;
    private static final long DAY = 86_400 * SECOND;

    /// A record further ahead is held as if it were just so far, so that its time has a bound.
    private static final long FURTHEST_FUTURE = 366 * DAY;

    /// No exporter counts 72 petabytes, or so many packets, in one record: a broken counter.
    private static final long MOST_IN_A_RECORD = 1L << 56;

    private final FlowTable table;
    private final IdentityHashMap<ExporterTally, ExporterPolicy> policies = new IdentityHashMap<>();
    private CollectorSettings settings;
    private long skewLimit;
    private Datagram datagram = new Datagram();
    private ExporterTally tally = new ExporterTally(0, 0, "");
    private KnownExporter exporter = new KnownExporter(0, tally);
    private ExporterPolicy policy;

    public FlowIntake(CollectorSettings settings, FlowTable table) {
        this.table = table;
        this.settings = settings;
        policy = ExporterPolicy.of(Address.NONE, settings);
        settings(settings);
    }

    /// Settings as they are in the journal from here on.
    public void settings(CollectorSettings settings) {
        this.settings = settings;
        skewLimit = settings.skewLimitSeconds() * SECOND;
        policies.clear();
        table.settings(settings.idleSeconds(), settings.emissionSeconds());
    }

    /// Opens a datagram of an approved exporter, whose records follow. Moves journal time on to its
    /// receive time.
    ///
    /// @param datagram may get its export time until the first record comes; read until the next
    ///   call
    /// @param tally the counters of that exporter and protocol, the same object every time
    public void begin(Datagram datagram, ExporterTally tally) {
        table.advance(datagram.receivedAt);
        this.datagram = datagram;
        this.tally = tally;
        exporter = table.exporter(tally);
        ExporterPolicy known = policies.get(tally);
        if (known == null) {
            known = ExporterPolicy.of(new Address(tally.addressHi, tally.addressLo), settings);
            policies.put(tally, known);
        }
        policy = known;
    }

    /// Journal time stays where it is: the records belong to their own receive time all the same.
    @Override
    public void recordsOf(Datagram datagram) {
        this.datagram = datagram;
    }

    @Override
    public void from(Datagram datagram, ExporterTally tally) {
        begin(datagram, tally);
    }

    @Override
    public void admitted(FlowRecord flow) {
        if (!policy.accounts(flow)) {
            return;
        }
        FlowUpdate update = table.next();
        update.take(flow);
        update.isAdmission = true;
        update.bytes = 0;
        update.packets = 0;
        update.position = datagram.position;
        update.start = datagram.receivedAt;
        update.end = datagram.receivedAt;
        update.flags = 0;
        boolean hasRate = policy.hasRate();
        update.sighted(
                exporter.number,
                flow,
                hasRate ? policy.rateNumerator() : 1,
                hasRate ? policy.rateDenominator() : 1,
                hasRate ? Slice.RATE_ADMINISTRATOR : Slice.RATE_NONE,
                Slice.NOT_HELD);
        table.add();
    }

    @Override
    public void accept(FlowRecord flow) {
        long numerator = 1;
        long denominator = 1;
        byte rateSource = Slice.RATE_NONE;
        byte held = Slice.NOT_HELD;
        if (policy.hasRate()) {
            numerator = policy.rateNumerator();
            denominator = policy.rateDenominator();
            rateSource = Slice.RATE_ADMINISTRATOR;
        } else if (flow.rateSource != Slice.RATE_NONE
                && flow.rateNumerator > 0
                && flow.rateDenominator > 0) {
            numerator = flow.rateNumerator;
            denominator = flow.rateDenominator;
            rateSource = flow.rateSource;
        } else if (flow.samplesAtUnknownRate) {
            held = Slice.HELD_UNKNOWN_RATE;
        }
        if (flow.isAggregate) {
            held = Slice.HELD_AGGREGATE;
        }

        tally.records++;
        if (!flow.hasCounters
                || (flow.bytes | flow.packets) == 0
                || isBroken(flow.bytes)
                || isBroken(flow.packets)) {
            tally.withoutCounters++;
            return;
        }
        long bytes = Proportion.scale(flow.bytes, numerator, denominator);
        long packets = Proportion.scale(flow.packets, numerator, denominator);
        if (isBroken(bytes) || isBroken(packets)) {
            tally.withoutCounters++;
            return;
        }
        tally.bytes += bytes;
        tally.packets += packets;
        tally.conduct.places.record(
                flow.inputInterface,
                flow.outputInterface,
                flow.direction,
                numerator,
                denominator,
                rateSource);
        if (held == Slice.HELD_UNKNOWN_RATE) {
            tally.conduct.unknownRate++;
        }
        if (flow.isTranslated) {
            flow.lookInside(policy);
        }
        if (!policy.accounts(flow)) {
            tally.outside++;
            tally.outsideBytes += bytes;
            return;
        }

        FlowUpdate update = table.next();
        update.take(flow);
        update.bytes = bytes;
        update.packets = packets;
        update.position = datagram.position;
        held = setClock(flow, update, held);
        if (held != Slice.NOT_HELD) {
            tally.held++;
            tally.heldBytes += bytes;
        }
        if (held == Slice.HELD_FUTURE) {
            tally.future++;
            tally.futureBytes += bytes;
        }
        update.sighted(exporter.number, flow, numerator, denominator, rateSource, held);
        table.add();
    }

    private static boolean isBroken(long count) {
        return count < 0 || count > MOST_IN_A_RECORD;
    }

    /// Works out the interval of an update and its flags.
    ///
    /// @return why it is held; `held` if its times are no reason
    private byte setClock(FlowRecord flow, FlowUpdate update, byte held) {
        long received = datagram.receivedAt;
        long exported = datagram.exportedAt;
        long skew = exported == FlowRecord.NO_TIME ? 0 : received - exported;
        boolean isOff = Math.abs(skew) > skewLimit;
        boolean isShifted = isOff && settings.clocks() == ClockPolicy.CORRECT;
        long shift = isShifted ? skew : 0;
        int flags = isShifted ? Slice.CLOCK_CORRECTED : 0;

        long end = flow.end;
        if (end == FlowRecord.NO_TIME) {
            end = exported == FlowRecord.NO_TIME ? received : exported;
        }
        long start = flow.start;
        if (start == FlowRecord.NO_TIME || flow.end == FlowRecord.NO_TIME || end < start) {
            start = end;
            flags |= Slice.NO_INTERVAL;
        }
        start += shift;
        end = Math.min(end + shift, received + FURTHEST_FUTURE);
        long earliest = Math.max(received, end) - DAY;
        if (start < earliest) {
            start = earliest;
            end = Math.max(end, start);
            flags |= Slice.CUT;
        }
        start = Math.min(start, end);
        exporter.longestRecord = Math.max(exporter.longestRecord, end - start);
        update.start = start;
        update.end = end;
        update.flags = flags;
        if ((flags & (Slice.CUT | Slice.NO_INTERVAL)) == 0) {
            tally.conduct.lasted(end - start);
        }

        if (end > received + skewLimit) {
            return Slice.HELD_FUTURE;
        }
        return isOff && settings.clocks() == ClockPolicy.HOLD ? Slice.HELD_CLOCK : held;
    }
}
