package net.flowtally.collector.stream;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import net.flowtally.collector.ipfix.IpfixConnections;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.journal.Journal;
import net.flowtally.collector.journal.JournalWriter;
import net.flowtally.collector.lfap.LfapFigures;
import net.flowtally.collector.lfap.LfapServer;
import net.flowtally.collector.lfap.LfapTimers;
import net.flowtally.collector.listen.Edge;
import net.flowtally.collector.listen.Listener;
import net.flowtally.collector.listen.PendingSources;
import net.flowtally.collector.listen.ShedSources;
import net.flowtally.collector.listen.TcpLimits;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.StreamKind;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.FlowPrefixes;
import net.flowtally.ledger.exporter.HealthFile;
import net.flowtally.ledger.exporter.JournalKeeping;
import net.flowtally.ledger.exporter.NamedFigure;
import net.flowtally.ledger.exporter.NamedFigures;
import net.flowtally.ledger.exporter.StreamHealth;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running collector: listeners, journal, decoders and flow table of one stream, and what commits
/// its slices. Started by `start`, ended by `stop`; thread-safe.
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private final Store store;
    private final Exporters exporters;
    private final Journal journal;
    private final JournalWriter writer;
    private final StreamWorker worker;
    private final Edge edge;
    private final ScheduledExecutorService housekeeping;
    private final ScheduledFuture<?> chores;
    private final ScheduledFuture<?> rareChores;
    private final OldReplays oldReplays;
    private final Supplier<JournalKeeping> keeping;
    private final HealthFile health;

    private final LfapFigures lfapFigures;
    private final NamedFigures namedFigures;
    private final FlowPrefixes flowPrefixes;
    private long toldFigures;
    private List<NamedFigure> toldFlows = List.of();
    private long answered;
    private int answeredTurn;
    private long asked;
    private int turn;
    private long revision;
    private CollectorSettings settings;
    private boolean stopped;
    private String lastFailure = "";

    private Collector(
            CollectorOptions options, Home home, Store store, Journal journal, Clock clock) {
        String stream = options.instance();
        this.store = store;
        this.journal = journal;
        exporters = new Exporters(store);
        revision = store.revision();
        settings = exporters.collectorSettings();
        CallArchive archive = new CallArchive(home, store, clock);
        PendingSources pending = new PendingSources(exporters.pending(stream));
        ShedSources shed = new ShedSources(exporters.shed(stream));
        JournalKeeping usual = options.pace().keeping();
        health = openHealth(home, stream);
        oldReplays = new OldReplays(home, archive, clock);
        keeping = () -> exporters.journalKeeping(usual);
        writer = journal.writer(settings.encode(), options.pace().segmentCapacity());
        worker =
                new StreamWorker(
                        journal,
                        StreamKind.COLLECT,
                        archive,
                        home.checkpoint(stream),
                        pending,
                        shed,
                        keeping,
                        options.pace(),
                        clock,
                        writer::syncTo,
                        this::answer);
        answered = journal.end();
        namedFigures = new NamedFigures(store);
        flowPrefixes = new FlowPrefixes(store);
        lfapFigures = new LfapFigures(namedFigures.of(stream));
        edge = new Edge(stream, writer, settings, pending, shed, clock);
        housekeeping =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("housekeeping-" + stream).daemon().factory());
        chores = housekeeping.scheduleWithFixedDelay(this::chores, 1, 1, TimeUnit.SECONDS);
        rareChores = housekeeping.scheduleWithFixedDelay(this::rareChores, 0, 1, TimeUnit.HOURS);
    }

    /// Starts a collector; its listeners are bound when this returns.
    ///
    /// @throws net.flowtally.collector.CollectorException if the stream is in use, a socket cannot
    ///   be bound, or the journal cannot be gone on with; nothing is left running then
    public static Collector start(CollectorOptions options, Home home, Store store, Clock clock) {
        String stream = options.instance();
        Journal journal = Journal.open(home.journal(stream), home.lock(), stream);
        Collector collector;
        try {
            collector = new Collector(options, home, store, journal, clock);
        } catch (RuntimeException e) {
            journal.close();
            throw e;
        }
        try {
            for (CollectorOptions.Endpoint endpoint : options.endpoints()) {
                collector.bind(endpoint);
            }
            collector.worker.start();
        } catch (RuntimeException e) {
            collector.giveUp();
            throw e;
        }
        return collector;
    }

    private void bind(CollectorOptions.Endpoint endpoint) {
        String name = endpoint.service().text();
        switch (endpoint.service()) {
            case NETFLOW, SFLOW -> edge.bindUdp(name, endpoint.address());
            case IPFIX_TCP, IPFIX_TLS ->
                    edge.bindTcp(
                            new IpfixConnections(name),
                            endpoint.address(),
                            TcpLimits.defaults(),
                            endpoint.tls());
            case LFAP, LFAP_TLS -> bindLfap(endpoint);
        }
    }

    private void bindLfap(CollectorOptions.Endpoint endpoint) {
        LfapServer server =
                new LfapServer(
                        endpoint.service().text(),
                        this::takePrefix,
                        lfapFigures,
                        LfapTimers.defaults());
        edge.bindTcp(server, endpoint.address(), TcpLimits.defaults(), endpoint.tls());
    }

    /// Fetches a prefix from the ledger, away from the edge's thread.
    private void takePrefix(LongConsumer then) {
        housekeeping.execute(() -> {
            try {
                long prefix = flowPrefixes.take();
                edge.execute(() -> then.accept(prefix));
            } catch (RuntimeException e) {
                // the agent asks again
                LOG.error("stream {}: no flow id prefix can be had", journal.stream(), e);
            }
        });
    }

    /// Says something to an agent because of a message that came in this run. The worker may tell
    /// it again when it starts anew; that was said before. Several answers may follow one message.
    private void answer(int connection, byte[] message, long position) {
        turn = position == asked ? turn + 1 : 0;
        asked = position;
        if (position > answered || (position == answered && turn > answeredTurn)) {
            answered = position;
            answeredTurn = turn;
            edge.answer(connection, message, position);
        }
    }

    private void tellFigures() {
        long version = lfapFigures.version();
        List<NamedFigure> flows = worker.figures();
        if (version != toldFigures || !flows.equals(toldFlows)) {
            List<NamedFigure> all = new ArrayList<>(lfapFigures.snapshot());
            all.addAll(flows);
            namedFigures.put(journal.stream(), all);
            toldFigures = version;
            toldFlows = flows;
        }
    }

    private static HealthFile openHealth(Home home, String stream) {
        try {
            return HealthFile.open(home, stream);
        } catch (IOException e) {
            throw new StreamException(
                    "The collector cannot write to " + home.lock() + ": " + e.getMessage(), e);
        }
    }

    private void chores() {
        tellHealth();
        try {
            writer.sync();
            followSettings();
            tellFigures();
            lastFailure = "";
        } catch (RuntimeException e) {
            // the border of this task: the next second brings another try
            String failure = String.valueOf(e.getMessage());
            if (!failure.equals(lastFailure)) {
                LOG.error("stream {}: housekeeping failed, will retry", journal.stream(), e);
                lastFailure = failure;
            }
        }
    }

    private void tellHealth() {
        try {
            CollectorGauges now = gauges();
            health.write(
                    new StreamHealth(
                            journal.stream(),
                            true,
                            now.refused(),
                            now.kernelDrops(),
                            now.backlogOctets(),
                            now.trouble()));
        } catch (IOException | RuntimeException e) {
            LOG.debug("stream {}: how it does cannot be told", journal.stream(), e);
        }
    }

    private void closeHealth() {
        try {
            health.close();
        } catch (IOException e) {
            LOG.debug("stream {}: the health file cannot be closed", journal.stream(), e);
        }
    }

    private void rareChores() {
        try {
            oldReplays.delete(keeping.get());
        } catch (RuntimeException e) {
            // the border of this task: the next hour brings another try
            LOG.error("stream {}: old replays cannot be deleted, will retry", journal.stream(), e);
        }
    }

    private void followSettings() {
        long now = store.revision();
        if (now == revision) {
            return;
        }
        CollectorSettings changed = exporters.collectorSettings();
        if (changed.equals(settings) || edge.settings(changed)) {
            settings = changed;
            revision = now;
        }
    }

    /// What is bound, with real ports.
    public List<Listener> listeners() {
        return edge.listeners();
    }

    public CollectorGauges gauges() {
        String trouble = writer.trouble().isEmpty() ? worker.trouble() : writer.trouble();
        return new CollectorGauges(
                worker.datagrams(),
                worker.records(),
                Math.max(0, journal.end() - worker.processed()),
                worker.activeCalls(),
                edge.kernelDrops(),
                writer.refused(),
                trouble);
    }

    /// Closes the listeners, takes in all that was received, commits it and leaves a checkpoint.
    /// Calls in progress stay open and go on with the next start.
    ///
    /// @throws RuntimeException if something could not be committed; the journal has it, and the
    ///   next start commits it
    public synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        try {
            endChores();
            if (!edge.stop(Entry.DRAIN)) {
                LOG.warn("stream {}: {}", journal.stream(), writer.trouble());
            }
            worker.finish();
            tellFigures();
            tellHealth();
        } finally {
            closeHealth();
            closeJournal();
        }
        LOG.info("stream {}: stopped, everything is committed", journal.stream());
    }

    private void endChores() {
        chores.cancel(false);
        rareChores.cancel(false);
        housekeeping.close();
    }

    private void giveUp() {
        stopped = true;
        endChores();
        closeHealth();
        edge.close();
        closeJournal();
    }

    private void closeJournal() {
        try {
            writer.close();
        } finally {
            journal.close();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
