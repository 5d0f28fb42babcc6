package net.flowtally.app.window;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import net.flowtally.app.screen.Background;
import net.flowtally.app.screen.Failure;
import net.flowtally.app.screen.Job;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.directory.Department;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Home;

/// What the status bar and the command palette know of the whole site, looked up now and then. To
/// be used from the window's thread.
final class SiteModel {

    /// @param id as the directory has it
    /// @param path names from the top
    record NamedDepartment(long id, String path) {}

    /// The site at one time.
    ///
    /// @param octets that the archive, usage and ledger take on disk
    /// @param bytes of the newest period
    record Site(
            List<BillingPeriod> periods,
            List<NamedDepartment> departments,
            long octets,
            long bytes,
            long unassignedBytes) {
        static final Site UNKNOWN = new Site(List.of(), List.of(), 0, 0, 0);

        Site {
            periods = List.copyOf(periods);
            departments = List.copyOf(departments);
        }
    }

    private final Background background;
    private final Consumer<Failure> failures;
    private final Home home;
    private final Periods periods;
    private final PeriodsModel known;
    private final UsageReader usage;
    private final Directory directory;
    private final ReadOnlyObjectWrapper<Site> site = new ReadOnlyObjectWrapper<>(Site.UNKNOWN);
    private boolean looking;

    SiteModel(
            Background background,
            Consumer<Failure> failures,
            Home home,
            Periods periods,
            PeriodsModel known,
            UsageReader usage,
            Directory directory) {
        this.background = background;
        this.failures = failures;
        this.home = home;
        this.periods = periods;
        this.known = known;
        this.usage = usage;
        this.directory = directory;
    }

    ReadOnlyObjectProperty<Site> siteProperty() {
        return site.getReadOnlyProperty();
    }

    Site site() {
        return site.get();
    }

    /// Looks once more, unless a look is under way.
    void look() {
        if (looking) {
            return;
        }
        looking = true;
        background.startQuietly(
                this::read,
                found -> {
                    looking = false;
                    known.show(found.periods());
                    site.set(found);
                },
                failure -> {
                    looking = false;
                    failures.accept(failure);
                });
    }

    private Site read(Job job) throws IOException {
        List<BillingPeriod> all = periods.list();
        long bytes = 0;
        long unassigned = 0;
        if (!all.isEmpty()) {
            BillingPeriod newest = all.getLast();
            var quality = usage.quality(newest.from(), newest.to(), job.cancellation());
            bytes = quality.bytes();
            unassigned = quality.unassignedBytes();
        }
        return new Site(all, departments(), octets(), bytes, unassigned);
    }

    private List<NamedDepartment> departments() {
        DirectorySnapshot now = directory.current();
        return now.departments().stream()
                .map(Department::id)
                .map(id -> new NamedDepartment(id, now.pathOf(id)))
                .toList();
    }

    private long octets() throws IOException {
        return octets(home.calls()) + octets(home.usage()) + octets(home.database());
    }

    /// Of all files there and below. Those that go while we look, as they do when files are put
    /// together, do not count.
    private static long octets(Path place) throws IOException {
        AtomicLong sum = new AtomicLong();
        Files.walkFileTree(
                place,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        sum.addAndGet(attributes.size());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
        return sum.get();
    }
}
