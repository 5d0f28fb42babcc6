package net.flowtally.ledger.retention;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.accounting.FileHash;
import net.flowtally.ledger.accounting.Finding;
import net.flowtally.ledger.accounting.SumsHash;
import net.flowtally.ledger.accounting.UsageFile;
import net.flowtally.ledger.archive.PeriodArchive;
import net.flowtally.ledger.archive.PeriodArchiveException;
import net.flowtally.ledger.billing.Corrections;
import net.flowtally.ledger.billing.LateChanges;
import net.flowtally.ledger.billing.SealRecord;
import net.flowtally.ledger.billing.Verification;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CanonicalQuarter;
import net.flowtally.ledger.calls.DetailRemoval;
import net.flowtally.ledger.calls.PeriodSpan;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.calls.RemovedDetails;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.MaintenanceLock;
import net.flowtally.ledger.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes the call detail of whole sealed periods, the oldest first, by age and by size. Before it
/// goes everything that rests on it is proven from it once more, its archive is written, and the
/// canonical figures of its quarter hours are kept, so that usage, statements and seal can be
/// proven ever after. One transaction removes it: after a kill at any moment the next run goes on
/// where it has to. For one thread; a lock keeps other processes out.
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final Clock clock;
    private final Corrections corrections;

    /// @param clock tells how old a period is
    public Retention(Home home, Store store, CallArchive archive, Clock clock) {
        this.home = home;
        this.store = store;
        this.archive = archive;
        this.clock = clock;
        corrections = new Corrections(home, store, archive, clock);
    }

    /// What a run would do now, unless a proof fails. Changes nothing of what counts.
    public RetentionPlan plan(Cancellation cancellation, Progress progress) {
        try (MaintenanceLock lock =
                MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation)) {
            return planning(cancellation, progress).plan(lock);
        }
    }

    private Planning planning(Cancellation cancellation, Progress progress) {
        return new Planning(home, store, archive, clock, corrections, cancellation, progress);
    }

    /// @param actor who removes, for the audit trail
    /// @throws net.flowtally.ledger.store.StoreException if another process holds the maintenance
    ///   lock for too long
    public RetentionRun run(String actor, Cancellation cancellation, Progress progress) {
        try (MaintenanceLock lock =
                MaintenanceLock.take(home, MaintenanceLock.PATIENCE, cancellation)) {
            return run(lock, actor, cancellation, progress);
        }
    }

    /// Runs under a lock that the caller holds already.
    public RetentionRun run(
            MaintenanceLock lock, String actor, Cancellation cancellation, Progress progress) {
        Planning planning = planning(cancellation, progress);
        RetentionPlan plan = planning.plan(lock);
        List<RemovedDetail> removed = new ArrayList<>();
        List<Finding> damages = new ArrayList<>();
        Map<Long, String> stopped = new HashMap<>();
        for (List<PeriodDetail> batch : planning.batches()) {
            cancellation.check();
            Removing removing = new Removing(plan.policy(), actor, cancellation, progress);
            try {
                removed.addAll(removing.run(lock, batch));
            } catch (Stop stop) {
                damages.addAll(stop.damages);
                batch.forEach(
                        each -> stopped.put(each.period().id(), String.valueOf(stop.getMessage())));
                break;
            }
        }
        progress.at("tidying up", 0, 0);
        int journals = new ReplayJournals(home, store).delete();
        RetentionPlan after =
                removed.isEmpty() && stopped.isEmpty()
                        ? plan
                        : planning(cancellation, progress).plan(lock, stopped);
        return new RetentionRun(after, removed, damages, journals);
    }

    /// Ends a run before something goes.
    private static final class Stop extends LedgerException {
        private static final long serialVersionUID = 1L;

        private final transient List<Finding> damages;

        Stop(String message, List<Finding> damages) {
            super(message);
            this.damages = List.copyOf(damages);
        }
    }

    /// The removal of periods that go together.
    private final class Removing {
        private final RetentionPolicy policy;
        private final String actor;
        private final Cancellation cancellation;
        private final Progress progress;

        Removing(
                RetentionPolicy policy,
                String actor,
                Cancellation cancellation,
                Progress progress) {
            this.policy = policy;
            this.actor = actor;
            this.cancellation = cancellation;
            this.progress = progress;
        }

        /// What has been proven of a period.
        private record Proven(
                PeriodDetail detail,
                LateChanges late,
                List<CanonicalQuarter> quarters,
                String sums,
                String corrections,
                String archive,
                String archiveHash) {}

        List<RemovedDetail> run(MaintenanceLock lock, List<PeriodDetail> batch) {
            List<Proven> proven = new ArrayList<>();
            for (PeriodDetail each : batch) {
                proven.add(prove(lock, each));
            }
            progress.at("preparing the removal of " + names(batch), 0, 0);
            DetailRemoval removal = new DetailRemoval(home, store, archive, clock);
            List<PeriodSpan> spans = batch.stream().map(each -> span(each.period())).toList();
            DetailRemoval.Prepared prepared = removal.prepare(lock, spans, cancellation);
            cancellation.check();
            progress.at("removing the calls of " + names(batch), 0, 0);
            List<UsageFile> duplicates = new ArrayList<>();
            List<RemovedDetail> removed =
                    store.edit(
                            actor,
                            "remove the call detail of " + names(batch),
                            (connection, revision) -> {
                                List<RemovedDetail> rows = new ArrayList<>();
                                for (Proven each : proven) {
                                    BillingPeriod period = each.detail.period();
                                    if (!corrections.late(period).equals(each.late)) {
                                        throw overtaken(period);
                                    }
                                    RemovedDetail row = row(each, revision, prepared.lastCommit());
                                    DetailRemoval.record(connection, row, each.quarters);
                                    rows.add(row);
                                    for (UsageFile file :
                                            UsageFile.overlapping(
                                                    connection,
                                                    UsageFile.Kind.SUPPRESSED,
                                                    period.fromMicros(),
                                                    period.toMicros())) {
                                        UsageFile.delete(connection, file);
                                        duplicates.add(file);
                                    }
                                }
                                if (!policy.equals(current())
                                        || !removal.apply(connection, prepared)) {
                                    throw overtaken(batch.getFirst().period());
                                }
                                return rows;
                            });
            for (RemovedDetail row : removed) {
                LOG.info(
                        "{} has removed the call detail of {} by {}: {} slices, {} octets in {}"
                                + " files; archive {}",
                        actor,
                        row.name(),
                        row.reason().column(),
                        row.slices(),
                        row.octets(),
                        row.files(),
                        row.archive());
            }
            progress.at("deleting duplicates", 0, 0);
            duplicates.forEach(this::delete);
            return removed;
        }

        private RetentionPolicy current() {
            return RetentionPolicy.of(new Settings(store).current(), home);
        }

        private Stop overtaken(BillingPeriod period) {
            return new Stop(
                    "Calls or edits have come in while it was proven; "
                            + period.name()
                            + " goes with the next run if they allow it.",
                    List.of());
        }

        private Proven prove(MaintenanceLock lock, PeriodDetail detail) {
            BillingPeriod period = detail.period();
            LateChanges late = corrections.late(period);
            progress.at("proving " + period.name(), 0, 0);
            List<Finding> findings =
                    new Verification(home, store, archive)
                            .prove(lock, period, cancellation, progress);
            if (!findings.isEmpty()) {
                LOG.warn(
                        "nothing of {} is removed, for it does not agree: {}",
                        period.name(),
                        findings);
                throw new Stop(
                        "It cannot be proven before it goes: "
                                + findings.getFirst()
                                + (findings.size() == 1
                                        ? ""
                                        : " And "
                                                + (findings.size() - 1)
                                                + (findings.size() == 2
                                                        ? " other difference."
                                                        : " other differences."))
                                + " Nothing was removed; 'flowtally verify' tells what else is"
                                + " wrong.",
                        findings);
            }
            SealRecord seal = store.read(connection -> SealRecord.of(connection, period));
            List<CanonicalQuarter> quarters =
                    archive.canonical(
                            period.fromMicros(),
                            period.toMicros(),
                            seal.lastCommit(),
                            cancellation);
            Optional<Path> file =
                    policy.isArchived() ? Optional.of(archive(lock, period)) : Optional.empty();
            return new Proven(
                    detail,
                    late,
                    quarters,
                    store.read(connection ->
                            SumsHash.of(connection, period.fromMicros(), period.toMicros())),
                    corrections.hash(period),
                    file.map(Removing.this::name).orElse(""),
                    file.map(Removing::hash).orElse(""));
        }

        /// Writes the archive of a period, unless it is there already.
        private Path archive(MaintenanceLock lock, BillingPeriod period) {
            PeriodArchive archives = new PeriodArchive(home, store, archive);
            Path folder = policy.folder();
            Path file = folder.resolve(period.name() + ".sqlite");
            try {
                if (Files.exists(file) && !archives.isAt(file, period, cancellation, progress)) {
                    // another one, as that of the seal before a correction
                    file =
                            folder.resolve(
                                    String.format(
                                            Locale.ROOT,
                                            "%s-%d.sqlite",
                                            period.name(),
                                            archive.lastCommit()));
                }
                if (!archives.isAt(file, period, cancellation, progress)) {
                    archives.write(lock, period, file, cancellation, progress);
                }
                syncFolder(folder);
                return file;
            } catch (PeriodArchiveException | IOException e) {
                throw new Stop(
                        "Its archive cannot be written, so that nothing was removed: "
                                + e.getMessage(),
                        List.of());
            }
        }

        /// Within the home by its place there, so that it is right wherever the home is.
        private String name(Path file) {
            return file.startsWith(home.root())
                    ? home.root().relativize(file).toString()
                    : file.toString();
        }

        private static String hash(Path file) {
            try {
                return FileHash.of(file);
            } catch (IOException e) {
                throw new RetentionException("The archive " + file + " cannot be read: " + e, e);
            }
        }

        private RemovedDetail row(Proven proven, long revision, long lastCommit) {
            BillingPeriod period = proven.detail.period();
            return new RemovedDetail(
                    period.id(),
                    period.name(),
                    period.fromMicros(),
                    period.toMicros(),
                    clock.instant(),
                    actor,
                    Planning.isOld(period, policy, clock, store)
                            ? RemovedDetail.Reason.AGE
                            : RemovedDetail.Reason.SIZE,
                    revision,
                    lastCommit,
                    proven.detail.files(),
                    proven.detail.slices(),
                    proven.detail.octets(),
                    proven.archive,
                    proven.archiveHash,
                    proven.sums,
                    proven.corrections);
        }

        private void delete(UsageFile file) {
            try {
                Files.deleteIfExists(home.usage().resolve(file.path()));
            } catch (IOException e) {
                // the next accounting deletes it
                LOG.debug("{} stays for now", file.path(), e);
            }
        }
    }

    private static PeriodSpan span(BillingPeriod period) {
        return new PeriodSpan(period.id(), period.fromMicros(), period.toMicros());
    }

    private static String names(List<PeriodDetail> batch) {
        return String.join(", ", batch.stream().map(each -> each.period().name()).toList());
    }

    /// Makes a new name in a folder last; Windows has no such call and needs none.
    private static void syncFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /// All that ever went, in the order of time.
    public List<RemovedDetail> removed() {
        return store.read(RemovedDetails::all);
    }

    /// What went of a period; empty if all of it is kept.
    public Optional<RemovedDetail> removed(BillingPeriod period) {
        return store.read(connection -> RemovedDetails.of(connection, period.id()));
    }
}
