package net.flowtally.app.collectors;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Failure;
import net.flowtally.ledger.calls.CollectionStatuses;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.Exporters;

/// What the site's exporters send and how well it arrives, looked at again and again. To be used
/// from the window's thread.
public final class CollectionModel {
    private final Background background;
    private final CollectionStatuses source;
    private final Exporters exporters;
    private final CollectorModel collector;
    private final Consumer<Failure> failures;
    private final Clock clock;
    private final RateMeter total = new RateMeter();
    private final Map<String, RateMeter> meters = new HashMap<>();
    private final ReadOnlyObjectWrapper<Collection> collection =
            new ReadOnlyObjectWrapper<>(Collection.UNKNOWN);
    private boolean looking;

    /// What is known of collection at one time.
    ///
    /// @param troubles what is wrong with collection at the moment, as sentences
    /// @param rates of all exporters together at the last looks, oldest first
    public record Collection(
            boolean isKnown,
            List<ExporterLine> exporters,
            long records,
            long lost,
            double rate,
            List<Double> rates,
            List<String> troubles) {
        static final Collection UNKNOWN =
                new Collection(false, List.of(), 0, 0, 0, List.of(), List.of());

        public Collection {
            exporters = List.copyOf(exporters);
            rates = List.copyOf(rates);
            troubles = List.copyOf(troubles);
        }

        /// How many exporters are in a state of health.
        public long count(ExporterLine.Health health) {
            return exporters.stream().filter(line -> line.health() == health).count();
        }

        /// The sources that an administrator can approve or refuse.
        public List<ExporterLine> waiting() {
            return exporters.stream()
                    .filter(line -> line.health() == ExporterLine.Health.WAITING)
                    .filter(ExporterLine::isOneSource)
                    .toList();
        }
    }

    private record Look(CollectionStatus status, CollectorSettings settings) {}

    /// @param failures told when it cannot be read
    public CollectionModel(
            Background background,
            CollectionStatuses source,
            Exporters exporters,
            CollectorModel collector,
            Consumer<Failure> failures,
            Clock clock) {
        this.background = background;
        this.source = source;
        this.exporters = exporters;
        this.collector = collector;
        this.failures = failures;
        this.clock = clock;
    }

    public ReadOnlyObjectProperty<Collection> collectionProperty() {
        return collection.getReadOnlyProperty();
    }

    public Collection collection() {
        return collection.get();
    }

    /// Looks once more, unless a look is under way.
    public void look() {
        if (looking) {
            return;
        }
        looking = true;
        collector.look();
        background.startQuietly(
                job -> new Look(source.read(job.cancellation()), exporters.collectorSettings()),
                this::show,
                failure -> {
                    looking = false;
                    failures.accept(failure);
                });
    }

    private void show(Look look) {
        looking = false;
        CollectionStatus status = look.status();
        Instant now = clock.instant();
        boolean listening = collector.state().isRunning();
        List<ExporterLine> lines = new ArrayList<>();
        for (ExporterStatus exporter : status.exporters()) {
            RateMeter meter =
                    meters.computeIfAbsent(
                            exporter.address() + " " + exporter.protocol(), _ -> new RateMeter());
            meter.read(exporter.records(), now);
            lines.add(ExporterLine.of(exporter, look.settings(), meter.rate(), now, listening));
        }
        total.read(status.totals().records(), now);
        List<Double> rates = new ArrayList<>();
        for (double rate : total.rates()) {
            rates.add(rate);
        }
        collection.set(
                new Collection(
                        true,
                        lines,
                        status.totals().records(),
                        status.totals().lost(),
                        total.rate(),
                        rates,
                        status.troubles()));
    }
}
