package net.flowtally.ledger.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.SmallCompany;
import net.flowtally.ledger.billing.CorrectionOutcome;
import net.flowtally.ledger.billing.Corrections;
import net.flowtally.ledger.billing.Seal;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.billing.Verification;
import net.flowtally.ledger.billing.VerificationReport;
import net.flowtally.ledger.calls.CallReader;
import net.flowtally.ledger.calls.CollectionStatuses;
import net.flowtally.ledger.calls.Compaction;
import net.flowtally.ledger.calls.RemovedDetail;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.retention.PeriodDetail.Fate;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.time.Micros;

/// Sealed months of a company, and what tests of retention do to them and ask of them.
final class SealedMonths {
    static final Instant MARCH = Instant.parse("2026-03-05T00:00:00Z");
    static final Instant APRIL = Instant.parse("2026-04-05T00:00:00Z");
    static final Instant MAY = Instant.parse("2026-05-05T00:00:00Z");

    private SealedMonths() {}

    static SmallCompany company(Path directory, String name) {
        return new SmallCompany(directory.resolve(name), System.nanoTime());
    }

    /// Three sealed months.
    static SmallCompany sealed(Path directory, String name) {
        SmallCompany company = company(directory, name);
        company.draw(60, MARCH, MARCH.plus(Duration.ofHours(20)));
        company.draw(60, APRIL, APRIL.plus(Duration.ofHours(20)));
        company.draw(60, MAY, MAY.plus(Duration.ofHours(20)));
        for (String month : List.of("2026-03", "2026-04", "2026-05")) {
            assertThat(company.seal(month, "")).isInstanceOf(SealOutcome.Sealed.class);
        }
        return company;
    }

    /// Calls of March to June, in files that reach over the borders of months.
    static void drawMonths(SmallCompany company) {
        for (String border :
                List.of("2026-03-31T22:00:00Z", "2026-04-30T22:00:00Z", "2026-05-31T22:00:00Z")) {
            Instant at = Instant.parse(border);
            company.draw(
                    company.random().nextInt(30, 60),
                    at.minus(Duration.ofHours(20)),
                    at.plus(Duration.ofHours(10)));
        }
        company.draw(
                20, Instant.parse("2026-03-31T21:10:00Z"), Instant.parse("2026-03-31T22:50:00Z"));
    }

    static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    static void set(SmallCompany company, String key, String value) {
        new Settings(company.store()).set(key, value, "test");
    }

    static void execute(SmallCompany company, String sql) {
        company.store()
                .write(connection -> {
                    try (var update = connection.createStatement()) {
                        return update.executeUpdate(sql);
                    }
                });
    }

    static String text(SmallCompany company, String sql) {
        return company.store()
                .read(connection -> {
                    try (var query = connection.createStatement();
                            var row = query.executeQuery(sql)) {
                        row.next();
                        return row.getString(1);
                    }
                });
    }

    static Retention retention(SmallCompany company, Clock clock) {
        return new Retention(company.home(), company.store(), company.archive(), clock);
    }

    static RetentionRun run(SmallCompany company, Clock clock) {
        return retention(company, clock).run("keeper", Cancellation.none(), Progress.NONE);
    }

    static List<String> names(RetentionRun run) {
        return run.removed().stream().map(RemovedDetail::name).toList();
    }

    static List<String> reasons(RetentionRun run, String period) {
        PeriodDetail detail =
                run.plan().periods().stream()
                        .filter(each -> each.period().name().equals(period))
                        .findFirst()
                        .orElseThrow();
        assertThat(detail.fate()).isEqualTo(Fate.BLOCKED);
        return detail.reasons();
    }

    static Corrections corrections(SmallCompany company) {
        return new Corrections(
                company.home(), company.store(), company.archive(), SmallCompany.CLOCK);
    }

    static void correct(SmallCompany company, String period) {
        assertThat(
                        corrections(company)
                                .correct(period, "", "test", Cancellation.none(), Progress.NONE))
                .isInstanceOf(CorrectionOutcome.Booked.class);
    }

    /// Seals in July.
    static SealOutcome sealLater(SmallCompany company, String period) {
        return new Seal(
                        company.home(),
                        company.store(),
                        company.archive(),
                        at("2026-07-31T00:00:00Z"),
                        "test")
                .seal(period, "", "test", Cancellation.none(), Progress.NONE);
    }

    static void compact(SmallCompany company) {
        new Compaction(company.home(), company.store(), SmallCompany.CLOCK)
                .run(Cancellation.none(), Progress.NONE);
    }

    static VerificationReport verify(SmallCompany company) {
        return new Verification(company.home(), company.store(), company.archive())
                .run(Cancellation.none(), Progress.NONE);
    }

    static CollectionStatus status(SmallCompany company) {
        return new CollectionStatuses(company.store(), company.archive()).read(Cancellation.none());
    }

    static List<List<Statement>> statements(SmallCompany company) {
        List<List<Statement>> all = new ArrayList<>();
        for (String month : List.of("2026-03", "2026-04", "2026-05", "2026-06")) {
            all.add(company.statements().of(company.period(month), Cancellation.none()));
        }
        return all;
    }

    static String usage(SmallCompany company) {
        StringBuilder rows = new StringBuilder();
        company.usage()
                .rows(
                        Instant.parse("2026-02-28T23:00:00Z"),
                        Instant.parse("2026-06-30T22:00:00Z"),
                        row -> rows.append(row).append('\n'),
                        Cancellation.none());
        return rows.toString();
    }

    /// Every call from an instant on, with its figures.
    static String calls(SmallCompany company, Instant from) {
        TreeMap<String, String> calls = new TreeMap<>();
        try (CallReader reader = company.archive().reader()) {
            reader.<LedgerException>electedCalls(
                    Micros.of(from),
                    Micros.of(Instant.parse("2030-01-01T00:00:00Z")),
                    Long.MAX_VALUE,
                    call ->
                            calls.put(
                                    call.quarter + " " + call.callHi,
                                    call.bytesSent
                                            + " "
                                            + call.bytesReceived
                                            + " "
                                            + call.packetsSent
                                            + " "
                                            + call.records));
        }
        return calls.toString();
    }

    static long octets(SmallCompany company) {
        long octets = 0;
        try {
            for (Path file : files(company.home().calls())) {
                octets += Files.size(file);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return octets;
    }

    /// Files of calls and usage that no row names.
    static List<String> uncataloged(SmallCompany company) {
        List<String> loose = new ArrayList<>();
        try {
            for (Path file : files(company.home().calls())) {
                if (text(
                                company,
                                "SELECT count(*) FROM slice_file WHERE path = '"
                                        + file.getFileName()
                                        + "'")
                        .equals("0")) {
                    loose.add(file.getFileName().toString());
                }
            }
            for (Path file : files(company.home().usage())) {
                if (text(
                                company,
                                "SELECT count(*) FROM usage_file WHERE path = '"
                                        + company.home().usage().relativize(file)
                                        + "'")
                        .equals("0")) {
                    loose.add(file.getFileName().toString());
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return loose;
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path path : tree.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(
                        Files.isDirectory(path) ? target : target.resolveSibling("."));
                if (Files.isRegularFile(path)) {
                    Files.copy(path, target);
                }
            }
        }
    }
}
