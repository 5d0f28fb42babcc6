package net.flowtally.app.demo;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.flowtally.collector.simulate.Truth;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageReader;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.billing.Statement;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.calls.CollectionStatuses;
import net.flowtally.ledger.explore.CallAnswer;
import net.flowtally.ledger.explore.CallExplorer;
import net.flowtally.ledger.explore.CallQuestion;
import net.flowtally.ledger.exporter.CollectionStatus;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.money.Amount;
import net.flowtally.ledger.period.BillingPeriod;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// Holds the figures of every room of the house against each other: what was sent, decoded, found
/// in calls, in usage and on statements. One thread.
final class Summary {
    /// Between the end of the month, with what its exporters sent late, and any live traffic.
    private static final Instant AFTER_THE_MONTH = Instant.parse("2026-04-15T00:00:00Z");

    private static final Instant FAR_AHEAD = Instant.parse("2200-01-01T00:00:00Z");

    private final Home home;
    private final Store store;
    private final CallArchive archive;
    private final CallExplorer explorer;
    private final Telling telling;

    Summary(Home home, Store store, CallArchive archive, CallExplorer explorer, Telling telling) {
        this.home = home;
        this.store = store;
        this.archive = archive;
        this.explorer = explorer;
        this.telling = telling;
    }

    /// What exporters were heard to say.
    private record Heard(Volume decoded, long leftOut, long leftOutBytes) {
        static final Heard NOTHING = new Heard(Volume.NONE, 0, 0);

        Heard plus(ExporterStatus status) {
            return new Heard(
                    decoded.plus(new Volume(status.records(), status.bytes(), status.packets())),
                    leftOut + status.duplicates() + status.held() + status.outside(),
                    leftOutBytes
                            + status.duplicatesBytes()
                            + status.heldBytes()
                            + status.outsideBytes());
        }
    }

    /// @param truths what the month's exporters have sent
    /// @param live what the live ones have
    /// @return whether everything agrees
    boolean tell(List<Truth> truths, Volume live, List<Statement> statements) {
        Volume sent = Volume.NONE;
        Set<Address> company = new HashSet<>();
        for (Truth truth : truths) {
            sent = sent.plus(new Volume(truth.records(), truth.bytes(), truth.packets()));
            company.add(truth.exporter());
        }
        Heard month = Heard.NOTHING;
        Heard loopback = Heard.NOTHING;
        CollectionStatus status = new CollectionStatuses(store, archive).read(Cancellation.none());
        for (ExporterStatus exporter : status.exporters()) {
            if (company.contains(exporter.address())) {
                month = month.plus(exporter);
            } else {
                loopback = loopback.plus(exporter);
            }
        }
        long calls = calls(Instant.EPOCH, AFTER_THE_MONTH);
        long liveCalls = calls(AFTER_THE_MONTH, FAR_AHEAD);
        BillingPeriod period = new Periods(store).ensure(Demo.MONTH.toString());
        long periodCalls = calls(period.from(), period.to());
        long usage = usage(period);

        telling.line("");
        telling.line(
                "%s, %14s %,14d records %,20d bytes",
                Demo.MONTH, "sent", sent.records(), sent.bytes());
        tell("decoded", month.decoded());
        tell("in calls", calls);
        telling.line(
                "%23s %,14d records %,20d bytes",
                "duplicates left out", month.leftOut(), month.leftOutBytes());
        tell("in calls of the period", periodCalls);
        tell("in its usage", usage);
        tell("on its statements", bytes(statements));
        telling.line("%23s %49s", "charged", charge(statements));
        telling.line("Live");
        tell("sent", live);
        tell("decoded", loopback.decoded());
        telling.line("");
        for (Statement statement : statements) {
            telling.line(
                    "%s  %-20s %,20d bytes %16s",
                    statement.number(),
                    statement.departmentPath(),
                    statement.bytes(),
                    statement.total());
        }
        return allHold(
                List.of(
                        new Agreement(
                                "records sent",
                                sent.records(),
                                "decoded",
                                month.decoded().records()),
                        new Agreement(
                                "bytes sent", sent.bytes(), "decoded", month.decoded().bytes()),
                        new Agreement(
                                "packets sent",
                                sent.packets(),
                                "decoded",
                                month.decoded().packets()),
                        new Agreement(
                                "bytes decoded",
                                month.decoded().bytes(),
                                "in calls or left out",
                                calls + month.leftOutBytes()),
                        new Agreement(
                                "bytes of the period's calls", periodCalls, "in usage", usage),
                        new Agreement("bytes in usage", usage, "on statements", bytes(statements)),
                        new Agreement(
                                "live records sent",
                                live.records(),
                                "decoded",
                                loopback.decoded().records()),
                        new Agreement(
                                "live bytes sent",
                                live.bytes(),
                                "decoded",
                                loopback.decoded().bytes()),
                        new Agreement(
                                "live packets sent",
                                live.packets(),
                                "decoded",
                                loopback.decoded().packets()),
                        new Agreement(
                                "live bytes decoded",
                                loopback.decoded().bytes(),
                                "in calls or left out",
                                liveCalls + loopback.leftOutBytes())));
    }

    private boolean allHold(List<Agreement> agreements) {
        boolean hold = true;
        for (Agreement agreement : agreements) {
            if (!agreement.holds()) {
                telling.line("These do not agree: %s", agreement);
                hold = false;
            }
        }
        if (hold) {
            telling.line("All totals agree, to the byte.");
        }
        return hold;
    }

    private void tell(String what, Volume volume) {
        telling.line("%23s %,14d records %,20d bytes", what, volume.records(), volume.bytes());
    }

    private void tell(String what, long bytes) {
        telling.line("%23s %43s bytes", what, String.format(Locale.ROOT, "%,d", bytes));
    }

    private long calls(Instant from, Instant to) {
        try (CallAnswer answer =
                explorer.find(CallQuestion.of(from, to), Cancellation.none(), telling)) {
            return answer.total().bytes();
        }
    }

    private long usage(BillingPeriod period) {
        try (UsageReader usage = new UsageReader(home, store)) {
            return usage.total(period.from(), period.to(), UsageScope.ALL, Cancellation.none())
                    .bytes();
        }
    }

    private static long bytes(List<Statement> statements) {
        long sum = 0;
        for (Statement statement : statements) {
            sum += statement.bytes();
        }
        return sum;
    }

    private static Amount charge(List<Statement> statements) {
        Amount sum = Amount.zero(statements.getFirst().currency());
        for (Statement statement : statements) {
            sum = sum.plus(statement.total());
        }
        return sum;
    }
}
