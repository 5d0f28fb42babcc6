package net.flowtally.collector.stream;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.flowtally.collector.bound.SavedSize;
import net.flowtally.collector.decode.Decoders;
import net.flowtally.collector.decode.MalformedDatagram;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowIntake;
import net.flowtally.collector.flow.FlowTable;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.JournalReader;
import net.flowtally.collector.lfap.Answers;
import net.flowtally.collector.lfap.LfapFlows;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.calls.SliceSink;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.ExporterFact;
import net.flowtally.ledger.exporter.ExporterHour;
import net.flowtally.ledger.exporter.ExporterProfile;
import net.flowtally.ledger.exporter.ExporterRule;
import net.flowtally.ledger.exporter.NamedFigure;
import net.flowtally.ledger.exporter.QuarterLoss;
import net.flowtally.ledger.exporter.SeenInterface;
import net.flowtally.ledger.exporter.SeenRate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All that a stream has made of its journal so far: what its decoders remember, its calls in
/// progress, its counters and its clock. A function of the entries applied, of nothing else. Owned
/// by the stream's thread.
final class StreamFold implements AutoCloseable {
    /// How long after its end losses of a quarter hour may still change.
    private static final long LOSSES_SETTLE_MICROS = 2 * 3600 * 1_000_000L;

    /// More octets than any settings have.
    private static final int MOST_SETTINGS = 32 << 20;

    private static final int NO_CONNECTION = 0;
    private static final long NO_TIME = Long.MIN_VALUE;
    private static final long SECOND_MICROS = 1_000_000L;
    private static final long MINUTE_MICROS = 60_000_000L;
    private static final int WARNINGS_A_MINUTE = 5;

    private static final Logger LOG = LoggerFactory.getLogger(StreamFold.class);

    private final String stream;
    private final FlowTable table;
    private final Datagram datagram = new Datagram();
    private final List<QuarterLoss> settled = new ArrayList<>();

    private final Answers answers;
    private LfapFlows lfap = new LfapFlows();
    private Decoders decoders = new Decoders();
    private CollectorSettings settings = CollectorSettings.defaults();
    private FlowIntake intake;
    private long clock = NO_TIME;

    /// Rates and interfaces seen before this are told.
    private long profiledTo = NO_TIME;

    private long datagrams;
    private long records;

    private long warnedMinute = NO_TIME;
    private int warnings;

    /// @param answers takes what is to be said to agents
    StreamFold(String stream, SliceSink sink, Answers answers) {
        this.stream = stream;
        this.answers = answers;
        table = new FlowTable(stream, sink);
        intake = new FlowIntake(settings, table);
    }

    /// Takes the reader's current entry in.
    void apply(JournalReader entry) {
        moveClock(entry.receivedAt(), entry.nextPosition());
        if (entry.gap() > 0) {
            decoders.damaged(clock);
        }
        switch (entry.kind()) {
            case Entry.DATAGRAM -> datagram(entry);
            case Entry.CONNECT -> connected(entry);
            case Entry.MESSAGE -> message(entry);
            case Entry.SENT -> {
                if (entry.listener() == Entry.LFAP) {
                    lfap.sent(
                            entry.connection(),
                            entry.receivedAt(),
                            entry.memory(),
                            entry.payloadOffset(),
                            entry.payloadLength());
                }
            }
            case Entry.DISCONNECT -> disconnected(entry);
            case Entry.SETTINGS -> settings(entry);
            case Entry.DRAIN -> table.drain(false);
            case Entry.DRAIN_AND_END -> {
                decoders.giveUpParked();
                table.drain(true);
            }
            default -> {}
        }
    }

    private void moveClock(long receivedAt, long next) {
        if (receivedAt <= clock || receivedAt == 0) {
            return;
        }
        if (clock != NO_TIME && QuarterHour.of(receivedAt) != QuarterHour.of(clock)) {
            settleLosses(QuarterHour.of(receivedAt) - LOSSES_SETTLE_MICROS);
        }
        if (clock == NO_TIME || receivedAt / SECOND_MICROS != clock / SECOND_MICROS) {
            decoders.advance(receivedAt);
            lfap.advance(receivedAt, answers, next);
        }
        clock = receivedAt;
        table.advance(clock);
    }

    private void settings(JournalReader entry) {
        settings = CollectorSettings.decode(entry.payload());
        decoders.named(named(settings));
        intake.settings(settings);
    }

    private static Set<Address> named(CollectorSettings settings) {
        return settings.exporters().stream().map(ExporterRule::address).collect(Collectors.toSet());
    }

    private void connected(JournalReader entry) {
        if (entry.connection() == 1) {
            lfap.restarted();
        }
        decoders.connected(entry.connection());
        if (entry.listener() == Entry.LFAP) {
            lfap.connected(
                    entry.connection(), entry.receivedAt(), entry.sourceHi(), entry.sourceLo());
        }
    }

    private void disconnected(JournalReader entry) {
        decoders.disconnected(entry.connection());
        lfap.disconnected(entry.connection());
    }

    private void datagram(JournalReader entry) {
        wrap(entry);
        take(decoders.tally(datagram), NO_CONNECTION);
    }

    private void message(JournalReader entry) {
        wrap(entry);
        switch (entry.listener()) {
            case Entry.IPFIX -> take(decoders.tallyMessage(datagram), entry.connection());
            case Entry.LFAP -> lfapMessage(entry);
            default -> {}
        }
    }

    private void lfapMessage(JournalReader entry) {
        String trouble =
                lfap.message(
                        datagram,
                        entry.connection(),
                        entry.nextPosition(),
                        decoders::tally,
                        intake,
                        answers);
        records += lfap.takeRecords();
        if (!trouble.isEmpty()) {
            warn(new MalformedDatagram(trouble));
        }
    }

    private void wrap(JournalReader entry) {
        datagram.wrap(entry.memory(), entry.payloadOffset(), entry.payloadLength());
        datagram.sourceHi = entry.sourceHi();
        datagram.sourceLo = entry.sourceLo();
        datagram.sourcePort = entry.sourcePort();
        datagram.receivedAt = entry.receivedAt();
        datagram.position = entry.position();
        datagrams++;
    }

    private void take(ExporterTally tally, int connection) {
        long before = tally.records;
        tally.conduct.datagram(clock, datagram.receivedAt - datagram.exportedAt);
        intake.begin(datagram, tally);
        try {
            if (connection == NO_CONNECTION) {
                decoders.decode(datagram, tally, intake);
            } else {
                decoders.decodeMessage(datagram, connection, tally, intake);
            }
        } catch (SlicesRefused e) {
            throw e;
        } catch (MalformedDatagram e) {
            warn(e);
        } catch (RuntimeException e) {

            // the border of one datagram: whatever it does to a decoder, the next one is decoded
            tally.malformed++;
            warn(e);
        }
        tally.conduct.records(tally.records - before);
        records += tally.records - before;
    }

    private void warn(RuntimeException cause) {
        long minute = Math.floorDiv(clock, MINUTE_MICROS);
        if (minute != warnedMinute) {
            warnedMinute = minute;
            warnings = 0;
        }
        if (++warnings > WARNINGS_A_MINUTE) {
            return;
        }
        Address source = new Address(datagram.sourceHi, datagram.sourceLo);
        if (cause instanceof MalformedDatagram) {
            LOG.warn(
                    "stream {}: malformed datagram from {} at position {}: {}",
                    stream,
                    source,
                    datagram.position,
                    cause.getMessage());
        } else {
            LOG.warn(
                    "stream {}: datagram from {} at position {} cannot be decoded",
                    stream,
                    source,
                    datagram.position,
                    cause);
        }
    }

    /// The figures of older quarter hours are final: they are told once more and forgotten.
    private void settleLosses(long before) {
        decoders.losses((hi, lo, quarter, expected, lost) -> {
            if (quarter < before) {
                settled.add(new QuarterLoss(new Address(hi, lo), quarter, expected, lost));
            }
        });
        decoders.settleLosses(before);
    }

    /// Journal time, microseconds UTC; the lowest long before the first entry that has one.
    long clock() {
        return clock;
    }

    /// Datagrams applied since this object was made.
    long datagrams() {
        return datagrams;
    }

    /// Flow records decoded since this object was made.
    long records() {
        return records;
    }

    /// What is counted of LFAP agents' flows.
    List<NamedFigure> figures() {
        List<NamedFigure> all = new ArrayList<>();
        lfap.figures((hi, lo, name, value) ->
                all.add(new NamedFigure(new Address(hi, lo), name, value)));
        return all;
    }

    int activeCalls() {
        return table.activeCalls();
    }

    List<ExporterCounters> counters() {
        List<ExporterCounters> all = new ArrayList<>();
        for (ExporterTally tally : decoders.tallies()) {
            all.add(
                    new ExporterCounters(
                            new Address(tally.addressHi, tally.addressLo),
                            tally.protocol,
                            tally.datagrams,
                            tally.records,
                            tally.bytes,
                            tally.packets,
                            tally.slices,
                            tally.malformed,
                            tally.unknownTemplate,
                            tally.lost,
                            tally.held,
                            tally.heldBytes,
                            tally.future,
                            tally.futureBytes,
                            tally.outside,
                            tally.outsideBytes,
                            tally.repeated,
                            tally.withoutCounters,
                            tally.lastSeen));
        }
        return all;
    }

    /// How exporters have behaved since the last call, for the caller to commit.
    ExporterProfile takeProfile() {
        List<ExporterHour> hours = new ArrayList<>();
        List<SeenRate> rates = new ArrayList<>();
        List<SeenInterface> interfaces = new ArrayList<>();
        for (ExporterTally tally : decoders.tallies()) {
            Address address = new Address(tally.addressHi, tally.addressLo);
            if (tally.conduct.hasNews() && !address.equals(Address.NONE)) {
                hours.addAll(tally.conduct.takeHours(address, tally.protocol));
                rates.addAll(tally.conduct.places.rates(address, tally.protocol, profiledTo));
                interfaces.addAll(
                        tally.conduct.places.interfaces(address, tally.protocol, profiledTo));
            }
        }
        profiledTo = clock;
        return new ExporterProfile(hours, rates, interfaces);
    }

    /// Losses since the last call that were final, and all that are not; the caller commits them.
    List<QuarterLoss> takeLosses() {
        List<QuarterLoss> all = new ArrayList<>(settled);
        settled.clear();
        decoders.losses((hi, lo, quarter, expected, lost) ->
                all.add(new QuarterLoss(new Address(hi, lo), quarter, expected, lost)));
        return all;
    }

    /// What exporters told about themselves since the last call; the caller commits it.
    List<ExporterFact> takeFacts() {
        return decoders.takeFacts();
    }

    /// Lets updates still on their way reach the calls, so that emissions so far are complete.
    void settle() {
        table.emitted();
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(clock);
        byte[] octets = settings.encode();
        out.writeInt(octets.length);
        out.write(octets);
        decoders.save(out);
        lfap.save(out);
        table.save(out);
    }

    /// Takes over what `save` wrote, in place of everything here.
    void load(DataInput in) throws IOException {
        clock = in.readLong();
        byte[] octets = new byte[SavedSize.read(in, MOST_SETTINGS)];
        in.readFully(octets);
        settings = CollectorSettings.decode(octets);
        decoders = Decoders.load(in);
        decoders.named(named(settings));
        profiledTo = NO_TIME;
        lfap.close();
        lfap = new LfapFlows();
        lfap.load(in);
        table.load(in, decoders.tallies());
        intake = new FlowIntake(settings, table);
    }

    @Override
    public void close() {
        table.close();
        lfap.close();
    }
}
