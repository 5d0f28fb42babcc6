package net.flowtally.ledger.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.billing.Correction;
import net.flowtally.ledger.billing.Corrections;
import net.flowtally.ledger.billing.LateChanges;
import net.flowtally.ledger.billing.SealRecord;
import net.flowtally.ledger.calls.ArchiveException;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.DetailSize;
import net.flowtally.ledger.calls.DetailSize.Extent;
import net.flowtally.ledger.calls.PeriodSpan;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.calls.RemovedDetails;
import net.flowtally.ledger.calls.SharedSlices;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.retention.PeriodDetail.Fate;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;

/// Works out which periods are due, which of them may go, and which have to go together. Periods go
/// in the order of time: what holds one holds those after it. For one plan.
final class Planning {
    /// An archive takes some three times the room of the slices, and is not to take the last of it.
    private static final long ARCHIVE_FACTOR = 5;

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final Clock clock;
    private final Corrections corrections;
    private final Cancellation cancellation;
    private final Progress progress;
    private final RetentionPolicy policy;
    private final List<List<PeriodDetail>> batches = new ArrayList<>();

    Planning(
            Home home,
            Store store,
            CallArchive archive,
            Clock clock,
            Corrections corrections,
            Cancellation cancellation,
            Progress progress) {
        this.home = home;
        this.store = store;
        this.archive = archive;
        this.clock = clock;
        this.corrections = corrections;
        this.cancellation = cancellation;
        this.progress = progress;
        policy = RetentionPolicy.of(new Settings(store).current(), home);
    }

    /// Periods that go, in the order of time; those of one list go together.
    List<List<PeriodDetail>> batches() {
        return List.copyOf(batches);
    }

    RetentionPlan plan(MaintenanceLock lock) {
        return plan(lock, Map.of());
    }

    /// @param stopped periods, by their ids, that were to go and did not, with the sentence why
    RetentionPlan plan(MaintenanceLock lock, Map<Long, String> stopped) {
        lock.check();
        DetailForecast forecast =
                store.read(connection -> DetailForecast.of(home, connection, policy));
        List<PeriodDetail> periods = store.read(this::read);
        long left = forecast.octets();
        Optional<String> held = Optional.empty();
        for (int i = 0; i < periods.size(); i++) {
            PeriodDetail detail = periods.get(i);
            if (detail.fate() == Fate.REMOVED || !isDue(detail.period(), left)) {
                continue;
            }
            List<String> reasons = new ArrayList<>();
            held.ifPresentOrElse(
                    other ->
                            reasons.add(
                                    other + " stays, and the detail of periods goes oldest first."),
                    () -> {
                        Optional.ofNullable(stopped.get(detail.period().id()))
                                .ifPresent(reasons::add);
                        if (reasons.isEmpty()) {
                            block(detail, reasons);
                        }
                    });
            Fate fate = reasons.isEmpty() ? Fate.GOES : Fate.BLOCKED;
            periods.set(
                    i,
                    new PeriodDetail(
                            detail.period(),
                            detail.files(),
                            detail.slices(),
                            detail.octets(),
                            fate,
                            reasons));
            if (fate == Fate.GOES) {
                left -= detail.octets();
            } else if (held.isEmpty()) {
                held = Optional.of(detail.period().name());
            }
        }
        left += keepTogether(periods);
        long over = policy.size().isPresent() ? Math.max(0, left - policy.size().getAsLong()) : 0;
        return new RetentionPlan(policy, periods, forecast, over);
    }

    /// Periods with detail, or whose detail is gone.
    private List<PeriodDetail> read(Connection connection) throws SQLException {
        List<RemovedDetail> removed = RemovedDetails.all(connection);
        List<PeriodDetail> periods = new ArrayList<>();
        for (BillingPeriod period : Periods.list(connection)) {
            Optional<RemovedDetail> gone =
                    removed.stream().filter(each -> each.period() == period.id()).findFirst();
            if (gone.isPresent()) {
                periods.add(
                        new PeriodDetail(
                                period,
                                gone.get().files(),
                                gone.get().slices(),
                                gone.get().octets(),
                                Fate.REMOVED,
                                List.of()));
                continue;
            }
            Extent extent = DetailSize.extent(connection, period.fromMicros(), period.toMicros());
            if (extent.slices() > 0) {
                periods.add(
                        new PeriodDetail(
                                period,
                                extent.files(),
                                extent.slices(),
                                extent.octets(),
                                Fate.KEPT,
                                List.of()));
            }
        }
        return periods;
    }

    /// @param left octets that all detail takes once what goes before it is gone
    private boolean isDue(BillingPeriod period, long left) {
        return isOld(period, policy, clock, store)
                || (policy.size().isPresent()
                        && left > policy.size().getAsLong()
                        && !clock.instant().isBefore(period.to()));
    }

    /// Whether a period lies before the months that are kept.
    static boolean isOld(BillingPeriod period, RetentionPolicy policy, Clock clock, Store store) {
        if (policy.months().isEmpty()) {
            return false;
        }
        YearMonth now =
                YearMonth.parse(new Settings(store).current().zone().periodOf(clock.instant()));
        return YearMonth.parse(period.name()).isBefore(now.minusMonths(policy.months().getAsInt()));
    }

    /// Finds what holds a period that is due. What takes long is only asked if nothing else holds
    /// it.
    private void block(PeriodDetail detail, List<String> reasons) {
        BillingPeriod period = detail.period();
        if (!period.isSealed()) {
            reasons.add(
                    "It is not sealed; 'flowtally seal " + period.name() + "' closes it for ever.");
            return;
        }
        addDispute(period, reasons);
        LateChanges late = corrections.late(period);
        if (!late.calls().isEmpty()) {
            long bytes = late.calls().stream().mapToLong(LateChanges.LateCalls::bytes).sum();
            reasons.add(
                    String.format(
                            Locale.ROOT,
                            "Calls of %,d bytes have come in for it since; 'flowtally period correct"
                                    + " %s' books them.",
                            bytes,
                            period.name()));
        }
        if (policy.isArchived()) {
            addRoom(detail, reasons);
        }
        if (!policy.heldGoes()) {
            addHeld(period, reasons);
        }
        if (reasons.isEmpty() && !late.edits().isEmpty()) {
            addEdits(period, late, reasons);
        }
    }

    /// The window counts from the last statements that its detail stands behind: its own, and those
    /// that carry its corrections.
    private void addDispute(BillingPeriod period, List<String> reasons) {
        Instant end = sealedAt(period).plus(policy.dispute());
        for (Correction correction : corrections.of(period)) {
            if (correction.lines().isEmpty()) {
                continue;
            }
            BillingPeriod carrier = new Periods(store).ensure(correction.bookedIn());
            if (!carrier.isSealed()) {
                reasons.add(
                        "Its correction "
                                + correction.number()
                                + " stands on the statements of "
                                + carrier.name()
                                + ", which is not sealed yet.");
                return;
            }
            Instant other = sealedAt(carrier).plus(policy.dispute());
            end = other.isAfter(end) ? other : end;
        }
        if (clock.instant().isBefore(end)) {
            reasons.add(
                    "It may be disputed until "
                            + end
                            + " ("
                            + policy.dispute().toDays()
                            + " days after its seal).");
        }
    }

    private Instant sealedAt(BillingPeriod period) {
        return store.read(connection -> SealRecord.of(connection, period)).sealedAt();
    }

    private void addRoom(PeriodDetail detail, List<String> reasons) {
        long needed = ARCHIVE_FACTOR * detail.octets();
        try {
            long free = Files.getFileStore(policy.folder()).getUsableSpace();
            if (free < needed) {
                reasons.add(
                        String.format(
                                Locale.ROOT,
                                "Its archive may take %,d octets and %s has %,d free; the setting"
                                        + " archive.folder names another place, and retention.archive"
                                        + " 'no' does without.",
                                needed,
                                policy.folder(),
                                free));
            }
        } catch (IOException _) {
            reasons.add(
                    "The folder of archives, "
                            + policy.folder()
                            + ", is not there; the setting archive.folder names another.");
        }
    }

    private void addHeld(BillingPeriod period, List<String> reasons) {
        if (!hasHeld(period)) {
            return;
        }
        try (CallReader reader = archive.reader()) {
            CallReader.HeldTotal held =
                    reader.held(period.fromMicros(), period.toMicros(), cancellation);
            if (held.slices() > 0) {
                reasons.add(
                        String.format(
                                Locale.ROOT,
                                "It has %,d held call %s with %,d bytes that nobody released before its"
                                        + " seal; the setting retention.held 'go' lets them go with"
                                        + " it.",
                                held.slices(),
                                held.slices() == 1 ? "slice" : "slices",
                                held.bytes()));
            }
        } catch (LedgerException e) {
            reasons.add(String.valueOf(e.getMessage()));
        }
    }

    private boolean hasHeld(BillingPeriod period) {
        return store.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT 1 FROM quarter_sum WHERE quarter >= ? AND quarter < ?"
                                    + " AND held_bytes > 0 LIMIT 1")) {
                query.setLong(1, period.fromMicros());
                query.setLong(2, period.toMicros());
                try (ResultSet row = query.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    /// Later edits hold a period only if they would change what was charged.
    private void addEdits(BillingPeriod period, LateChanges late, List<String> reasons) {
        long newest = late.edits().getLast().revision();
        Optional<Long> known = store.read(connection -> rated(connection, period, newest));
        long lines;
        try {
            lines =
                    known.orElseGet(() -> {
                        long moved = corrections.preview(period, cancellation, progress).size();
                        return store.write(
                                connection -> putRated(connection, period, newest, moved));
                    });
        } catch (LedgerException e) {
            reasons.add("Later edits bear on it: " + e.getMessage());
            return;
        }
        if (lines > 0) {
            reasons.add(
                    String.format(
                            Locale.ROOT,
                            "Later edits change %,d %s of it; 'flowtally period correct %s' books"
                                    + " the difference.",
                            lines,
                            lines == 1 ? "line" : "lines",
                            period.name()));
        }
    }

    private static Optional<Long> rated(Connection connection, BillingPeriod period, long newest)
            throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT lines FROM rated_edit WHERE period = ? AND revision = ?")) {
            query.setLong(1, period.id());
            query.setLong(2, newest);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    private static long putRated(
            Connection connection, BillingPeriod period, long newest, long lines)
            throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO rated_edit (period, revision, lines)"
                                + " VALUES (?, ?, ?)")) {
            put.setLong(1, period.id());
            put.setLong(2, newest);
            put.setLong(3, lines);
            put.executeUpdate();
        }
        return lines;
    }

    /// Sorts what goes into batches that nothing is read together with that stays.
    ///
    /// @return octets of those that have to stay after all
    private long keepTogether(List<PeriodDetail> periods) {
        SharedSlices shared = new SharedSlices(home, store);
        List<PeriodDetail> together = new ArrayList<>();
        String reason =
                "Flows of it went on at another server, or held records of it were moved in time, and"
                        + " are read together with calls that stay; it goes with the period after"
                        + " it.";
        for (PeriodDetail detail : periods) {
            if (detail.fate() != Fate.GOES) {
                continue;
            }
            together.add(detail);
            try {
                if (!shared.areThere(spans(together), cancellation)) {
                    batches.add(List.copyOf(together));
                    together.clear();
                }
            } catch (ArchiveException e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        String why = reason;
        periods.replaceAll(each -> together.contains(each) ? each.blocked(why) : each);
        return together.stream().mapToLong(PeriodDetail::octets).sum();
    }

    private static List<PeriodSpan> spans(List<PeriodDetail> periods) {
        return periods.stream()
                .map(PeriodDetail::period)
                .map(each -> new PeriodSpan(each.id(), each.fromMicros(), each.toMicros()))
                .toList();
    }
}
