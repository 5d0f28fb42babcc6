package net.flowtally.ledger.calls;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.exporter.CollectorSettings;
import net.flowtally.ledger.exporter.ExporterCounters;
import net.flowtally.ledger.exporter.ExporterRule;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.exporter.HeldRelease;
import net.flowtally.ledger.exporter.HeldReleases;
import net.flowtally.ledger.exporter.Standing;
import net.flowtally.ledger.exporter.StreamHealth;
import net.flowtally.ledger.store.Store;

/// Reads the collection status. Duplicates come from accounting where it is up to date and from an
/// election elsewhere, whose outcome is kept for the quarter hours that do not change. Thread-safe.
public final class CollectionStatuses {
    /// Quarter hours that accounting has yet to look at, each with its newest slice file.
    static final String UNACCOUNTED =
            """
            SELECT quarter, max(file) FROM slice_file_quarter
            WHERE (quarter IN (SELECT quarter FROM dirty_quarter)
                OR quarter NOT IN (SELECT quarter FROM quarter_sum)) AND NOT %s
            GROUP BY quarter ORDER BY quarter
            """
                    .formatted(RemovedDetails.isGone("quarter"));

    /// What is late for a time whose slices are gone can be elected against nothing.
    private static final String ACCOUNTED =
            """
            SELECT exporter, sum(suppressed_records), sum(suppressed_bytes) FROM quarter_sum
            WHERE quarter NOT IN (SELECT quarter FROM dirty_quarter) OR %s
            GROUP BY exporter
            """
                    .formatted(RemovedDetails.isGone("quarter"));

    private final Store store;
    private final CallArchive archive;
    private final Exporters exporters;
    private final Map<Long, Elected> elected = new HashMap<>();
    private Map<Address, Integer> preferences = Map.of();
    private List<HeldRelease> releases = List.of();

    /// What an election found in a quarter hour while a file was its newest.
    private record Elected(long newestFile, List<ExporterQuarter> sums) {}

    public CollectionStatuses(Store store, CallArchive archive) {
        this.store = store;
        this.archive = archive;
        exporters = new Exporters(store);
    }

    public synchronized CollectionStatus read(Cancellation cancellation) {
        TreeMap<Address, ExporterFigures> figures = new TreeMap<>();
        TreeMap<Long, Long> unaccounted = new TreeMap<>();
        CollectorSettings settings = exporters.collectorSettings();
        List<String> troubles = new ArrayList<>();
        store.read(connection -> {
            readCounters(connection, figures, troubles);
            readPending(connection, settings, figures);
            readShed(connection, figures);
            readAccountedDuplicates(connection, figures);
            readRemoved(connection, figures);
            try (Statement query = connection.createStatement();
                    ResultSet row = query.executeQuery(UNACCOUNTED)) {
                while (row.next()) {
                    unaccounted.put(row.getLong(1), row.getLong(2));
                }
            }
            return unaccounted;
        });
        List<StreamHealth> streams = archive.health();
        for (StreamHealth stream : streams) {
            if (stream.running() && !stream.trouble().isEmpty()) {
                troubles.add(stream.trouble());
            }
        }
        try {
            elect(unaccounted, cancellation);
            release(figures, cancellation);
        } catch (ArchiveException e) {
            // duplicates of some quarter hours cannot be told; all the rest can
            troubles.add(String.valueOf(e.getMessage()));
        }
        for (Elected quarter : elected.values()) {
            for (ExporterQuarter sum : quarter.sums()) {
                figures(figures, sum.exporter())
                        .addDuplicates(sum.suppressedRecords(), sum.suppressedBytes());
            }
        }
        try {
            takeOffJoined(figures, cancellation);
        } catch (ArchiveException e) {
            troubles.add(String.valueOf(e.getMessage()));
        }
        return status(figures, settings, streams, troubles);
    }

    /// Flows that went from one stream to another are in the counters of both.
    private void takeOffJoined(Map<Address, ExporterFigures> figures, Cancellation cancellation) {
        if (!archive.hasJoinedFlows()) {
            return;
        }
        try (CallReader reader = archive.reader()) {
            for (JoinedSlices.Correction correction : reader.corrections(cancellation)) {
                figures(figures, correction.exporter())
                        .takeOff(correction.bytes(), correction.packets());
            }
        }
    }

    private static CollectionStatus status(
            Map<Address, ExporterFigures> figures,
            CollectorSettings settings,
            List<StreamHealth> streams,
            List<String> troubles) {
        Map<Address, String> names = new HashMap<>();
        for (ExporterRule rule : settings.exporters()) {
            names.put(rule.address(), rule.name());
        }
        ExporterFigures totals = new ExporterFigures();
        List<ExporterStatus> statuses = new ArrayList<>();
        figures.forEach((address, each) -> {
            totals.add(each);
            String otherwise = address.equals(Address.NONE) ? "other" : "";
            statuses.add(each.status(address, names.getOrDefault(address, otherwise)));
        });
        return new CollectionStatus(totals.status(Address.NONE, ""), statuses, streams, troubles);
    }

    /// Counters know nothing of releases: what was released is held no longer.
    private void release(Map<Address, ExporterFigures> figures, Cancellation cancellation) {
        List<HeldRelease> releases = new HeldReleases(store).at(Long.MAX_VALUE);
        if (releases.isEmpty()) {
            return;
        }
        try (CallReader reader = archive.reader()) {
            reader.released(
                    releases,
                    cancellation,
                    (exporter, future, records, bytes, bytesNow, packets, packetsNow) ->
                            figures(figures, exporter)
                                    .release(
                                            future, records, bytes, bytesNow, packets, packetsNow));
        }
    }

    /// Brings `elected` up to date, run by run of neighbouring quarter hours.
    private void elect(Map<Long, Long> unaccounted, Cancellation cancellation) {
        Map<Address, Integer> current = exporters.preferences(Long.MAX_VALUE);
        List<HeldRelease> released = new HeldReleases(store).at(Long.MAX_VALUE);
        if (!current.equals(preferences) || !released.equals(releases)) {
            elected.clear();
            preferences = current;
            releases = released;
        }
        elected.keySet().retainAll(unaccounted.keySet());
        TreeMap<Long, Long> due = new TreeMap<>(unaccounted);
        elected.forEach((quarter, known) -> due.remove(quarter, known.newestFile()));
        if (due.isEmpty()) {
            return;
        }
        long lastCommit = Collections.max(unaccounted.values());
        Map<Long, List<ExporterQuarter>> sums = new HashMap<>();
        try (CallReader reader = archive.reader()) {
            long from = due.firstKey();
            long to = from;
            for (long quarter : due.keySet()) {
                if (quarter != to) {
                    collect(reader.sums(from, to, lastCommit, cancellation), sums);
                    from = quarter;
                }
                to = quarter + QuarterHour.MICROS;
            }
            collect(reader.sums(from, to, lastCommit, cancellation), sums);
        }
        due.forEach((quarter, newestFile) ->
                elected.put(
                        quarter, new Elected(newestFile, sums.getOrDefault(quarter, List.of()))));
    }

    private static void collect(
            List<ExporterQuarter> read, Map<Long, List<ExporterQuarter>> byQuarter) {
        for (ExporterQuarter sum : read) {
            byQuarter.computeIfAbsent(sum.quarter(), _ -> new ArrayList<>()).add(sum);
        }
    }

    private static ExporterFigures figures(Map<Address, ExporterFigures> figures, Address address) {
        return figures.computeIfAbsent(address, _ -> new ExporterFigures());
    }

    private static void readCounters(
            Connection connection, Map<Address, ExporterFigures> figures, List<String> troubles)
            throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery(
                                """
                                SELECT address, protocol, last_seen, datagrams, records, bytes,
                                    packets, slices, malformed, unknown_template, lost, held,
                                    held_bytes, future, future_bytes, outside, outside_bytes,
                                    repeated, without_counters, stream
                                FROM exporter_counter
                                """)) {
            while (row.next()) {
                Address address = Address.of(row.getBytes(1));
                if (row.getString(2).equals(ExporterCounters.JOURNAL)) {
                    troubles.add(
                            "The journal of stream '"
                                    + row.getString(20)
                                    + "' is damaged, or lacks files, at "
                                    + row.getLong(9)
                                    + (row.getLong(9) == 1 ? " place" : " places")
                                    + ": what was received there is not counted.");
                    continue;
                }
                ExporterFigures exporter = figures(figures, address);
                if (address.equals(Address.NONE)) {
                    // of more exporters than are told apart: not read
                    exporter.speaks("", row.getLong(3));
                    exporter.addShed(row.getLong(4));
                    continue;
                }
                exporter.speaks(row.getString(2), row.getLong(3));
                long[] counters = new long[16];
                for (int i = 0; i < counters.length; i++) {
                    counters[i] = row.getLong(4 + i);
                }
                exporter.addCounters(counters);
            }
        }
    }

    /// What came of a source before it was decided about is work to do only until then.
    private static void readPending(
            Connection connection,
            CollectorSettings settings,
            Map<Address, ExporterFigures> figures)
            throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT address, protocol, last_seen, datagrams"
                                        + " FROM pending_source")) {
            while (row.next()) {
                Address address = Address.of(row.getBytes(1));
                ExporterFigures source = figures(figures, address);
                source.speaks(row.getString(2), row.getLong(3));
                if (settings.standing(address) == Standing.PENDING) {
                    source.addPending(row.getLong(4));
                } else {
                    source.addIgnored(row.getLong(4));
                }
            }
        }
    }

    private static void readShed(Connection connection, Map<Address, ExporterFigures> figures)
            throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row =
                        query.executeQuery(
                                "SELECT address, last_seen, datagrams FROM shed_source")) {
            while (row.next()) {
                ExporterFigures source = figures(figures, Address.of(row.getBytes(1)));
                source.speaks("", row.getLong(2));
                source.addShed(row.getLong(3));
            }
        }
    }

    private static void readAccountedDuplicates(
            Connection connection, Map<Address, ExporterFigures> figures) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet row = query.executeQuery(ACCOUNTED)) {
            while (row.next()) {
                figures(figures, Address.of(row.getBytes(1)))
                        .addDuplicates(row.getLong(2), row.getLong(3));
            }
        }
    }

    /// What slices that retention has removed said of releases, joined flows and duplicates.
    private static void readRemoved(Connection connection, Map<Address, ExporterFigures> figures)
            throws SQLException {
        RemovedDetails.figures(
                connection,
                (exporter, kind, records, bytes, bytesNow, packets, packetsNow) -> {
                    ExporterFigures of = figures(figures, exporter);
                    switch (kind) {
                        case DetailRemoval.JOINED -> of.takeOff(bytes, packets);
                        case DetailRemoval.DUPLICATE -> of.addDuplicates(records, bytes);
                        default ->
                                of.release(
                                        kind.equals(DetailRemoval.FUTURE),
                                        records,
                                        bytes,
                                        bytesNow,
                                        packets,
                                        packetsNow);
                    }
                });
    }
}
