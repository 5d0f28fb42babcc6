package net.flowtally.app.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.flowtally.collector.simulate.Company;
import net.flowtally.collector.simulate.CompanyMonth;
import net.flowtally.collector.simulate.SimulatedDatagram;
import net.flowtally.collector.simulate.Truth;
import net.flowtally.collector.stream.Collector;
import net.flowtally.collector.stream.CollectorOptions;
import net.flowtally.collector.stream.Pace;
import net.flowtally.collector.stream.Replay;
import net.flowtally.collector.stream.ReplayOutcome;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.Accounting;
import net.flowtally.ledger.accounting.AccountingRun;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.billing.ChecklistItem;
import net.flowtally.ledger.billing.Integrity;
import net.flowtally.ledger.billing.Seal;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.imports.DirectoryImport;
import net.flowtally.ledger.imports.ImportOutcome;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Span;
import net.flowtally.ledger.zone.Zones;
import net.flowtally.reports.catalogue.ReportEngine;
import net.flowtally.reports.delivery.ReportFormat;
import net.flowtally.reports.delivery.StatementFolder;
import net.flowtally.reports.table.Report;

/// The main job from end to end: a simulated month of a small company is collected, accounted,
/// sealed and stated, and live exporters send over real sockets. Everything is done by the parts
/// that do it for a real site; the figures of all of them are held against each other. One thread.
public final class Demo {
    /// The month, always the same.
    public static final YearMonth MONTH = YearMonth.of(2026, 3);

    private static final long SEED = 1;
    private static final String ACTOR = "demo";
    private static final Duration LIVE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Home home;
    private final Store store;
    private final Clock clock;
    private final String programVersion;
    private final CallArchive archive;
    private final CallExplorer explorer;
    private final Telling telling;

    public Demo(Home home, Store store, Clock clock, String programVersion, PrintWriter out) {
        this.home = home;
        this.store = store;
        this.clock = clock;
        this.programVersion = programVersion;
        this.archive = new CallArchive(home, store, clock);
        this.explorer = new CallExplorer(home, store, archive);
        this.telling = new Telling(out);
    }

    /// Does it all.
    ///
    /// @param folder for the directory file and the statements
    /// @return whether all figures agree
    public boolean run(Path folder) throws IOException {
        long start = System.nanoTime();
        Files.createDirectories(folder);
        setUp(folder);
        List<Truth> truths = replay();
        Volume live = collect();
        List<Statement> statements = close();
        List<Path> files = write(statements, folder);
        boolean agree =
                new Summary(home, store, archive, explorer, telling).tell(truths, live, statements);
        telling.line("");
        telling.line("Statements, for each department as workbook and web page:");
        files.forEach(file -> telling.line("  %s", file));
        telling.line(
                "Done in %d s; the home is %s",
                (System.nanoTime() - start) / 1_000_000_000, home.root());
        return agree;
    }

    private void setUp(Path folder) throws IOException {
        telling.line("1/6 Setting up the company and importing its directory");
        Settings settings = new Settings(store);
        settings.set(Setting.ORGANISATION.key(), "Nordlicht Optics", ACTOR);
        settings.set(Setting.ACCOUNTING_ZONE.key(), Company.ZONE.getId(), ACTOR);
        settings.set(Setting.CURRENCY.key(), "EUR", ACTOR);
        Zones zones = new Zones(store);
        zones.addPrefix("WAN", Prefix.parse(Company.WAN_PREFIX), Span.ALWAYS, ACTOR);
        zones.addPrefix("Intranet", Prefix.parse(Company.INTRANET_PREFIX), Span.ALWAYS, ACTOR);
        Path file = folder.resolve("directory.csv");
        Files.writeString(file, Company.directoryCsv());
        ImportOutcome outcome =
                new DirectoryImport(store, settings.current().zone()).csv(file, ACTOR);
        switch (outcome) {
            case ImportOutcome.Compared applied ->
                    telling.line(
                            "    %d departments, %d users, %d workstations, %d assignments",
                            applied.tally().departments(),
                            applied.tally().users(),
                            applied.tally().workstations(),
                            applied.tally().added());
            case ImportOutcome.Rejected rejected ->
                    throw new DemoException("The directory is wrong: " + rejected.errors());
        }
    }

    private List<Truth> replay() {
        telling.line("2/6 Journalling and decoding %s, as its exporters sent it", MONTH);
        CompanyMonth month = new CompanyMonth(MONTH, SEED);
        ReplayOutcome outcome =
                new Replay(home, store, clock)
                        .run(
                                "month-" + MONTH,
                                sink -> {
                                    while (month.hasNext()) {
                                        SimulatedDatagram datagram = month.next();
                                        sink.accept(
                                                datagram.sentAt(),
                                                datagram.exporter(),
                                                datagram.port(),
                                                ByteBuffer.wrap(datagram.payload()));
                                    }
                                },
                                (journalled, processed) ->
                                        telling.at(
                                                "sent and journalled",
                                                Math.round(month.progress() * 100),
                                                100));
        telling.line(
                "    %,d datagrams, %,d flow records, %,d call slices",
                outcome.datagrams(), outcome.records(), outcome.slices());
        return month.truth();
    }

    private Volume collect() throws IOException {
        List<Script> scripts = new ArrayList<>(RecordedScript.all(home.tmp(), clock));
        scripts.addAll(SimulatedScript.all(clock.millis()));
        InetSocketAddress loopback =
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        CollectorOptions options =
                new CollectorOptions(CollectorOptions.DEFAULT_INSTANCE, loopback, Pace.defaults())
                        .with(CollectorOptions.Service.LFAP, loopback);
        Volume sent = Volume.NONE;
        try (Collector collector = Collector.start(options, home, store, clock)) {
            InetSocketAddress listener = collector.listeners().getFirst().address();
            InetSocketAddress lfap = collector.listeners().getLast().address();
            telling.line(
                    "3/6 Collecting on UDP port %d from %d live exporters, and on TCP port %d from"
                            + " an LFAP agent, for %d s",
                    listener.getPort(), scripts.size(), lfap.getPort(), LIVE.toSeconds());
            LiveAgent agent = LiveAgent.start(lfap, LIVE, clock.instant());
            try (LiveTraffic traffic = new LiveTraffic(scripts, listener, clock)) {
                traffic.send(LIVE);
            }
            sent = sent.plus(tell(agent.name(), agent.await()));
            for (Script script : scripts) {
                sent = sent.plus(tell(script.name(), script.volume()));
            }
            awaitRecords(collector, sent.records());
        }
        return sent;
    }

    private Volume tell(String name, Volume volume) {
        telling.line("    %-24s %,8d records %,14d bytes", name, volume.records(), volume.bytes());
        return volume;
    }

    /// What is still in a socket's buffer when a collector stops was never received.
    private static void awaitRecords(Collector collector, long sent) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (collector.gauges().records() < sent && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private List<Statement> close() {
        telling.line("4/6 Accounting");
        AccountingRun run =
                new Accounting(home, store, archive, clock).run(Cancellation.none(), telling);
        telling.line(
                "    %,d quarter hours, %,d calls, %,d bytes",
                run.quarterHours(), run.calls(), run.bytes());
        telling.line("5/6 Sealing %s", MONTH);
        SealOutcome outcome =
                new Seal(home, store, archive, clock, programVersion)
                        .seal(MONTH.toString(), "", ACTOR, Cancellation.none(), telling);
        return switch (outcome) {
            case SealOutcome.Sealed(_, var statements) -> statements;
            case SealOutcome.Refused(_, var items) -> throw refused(items);
            case SealOutcome.Impossible(_, var why) -> throw new DemoException(why);
            case SealOutcome.AlreadySealed(var period) ->
                    throw new DemoException(period.name() + " is sealed already.");
        };
    }

    private DemoException refused(List<ChecklistItem> items) {
        items.forEach(item -> telling.line("    %s: %s", item.severity(), item.what()));
        return new DemoException("The month cannot be sealed because of its checklist.");
    }

    private List<Path> write(List<Statement> statements, Path folder) {
        telling.line("6/6 Writing statements");
        List<Path> files = new ArrayList<>();
        StatementFolder out = new StatementFolder(folder);
        try (UsageReader usage = new UsageReader(home, store)) {
            ReportEngine engine =
                    new ReportEngine(
                            usage,
                            explorer,
                            new Periods(store),
                            new Integrity(store, usage),
                            new Settings(store),
                            clock);
            for (Statement statement : statements) {
                Report report = engine.bill(statement, Locale.ENGLISH, Cancellation.none());
                for (ReportFormat format : List.of(ReportFormat.XLSX, ReportFormat.HTML)) {
                    files.add(out.write(statement, report, format));
                }
            }
        }
        return files;
    }
}
