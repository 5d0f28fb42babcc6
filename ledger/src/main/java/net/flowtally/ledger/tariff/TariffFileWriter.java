package net.flowtally.ledger.tariff;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.zone.Zone;
import net.flowtally.ledger.zone.ZoneMap;

/// Writes tariffs as [TariffFile] reads them.
public final class TariffFileWriter {
    private TariffFileWriter() {}

    /// A version as a file that reads as the same.
    ///
    /// @param unit MB or MiB
    public static List<String> write(TariffVersion version, SiteNames site, String unit) {
        return write(
                new TariffDraft(
                        version.name(),
                        version.span().from(),
                        version.payer().toString(),
                        List.of(),
                        List.of(),
                        version.rules().stream().map(rule -> draft(rule, site.zones())).toList(),
                        version.terms(),
                        version.pools(),
                        version.levels()),
                site,
                unit);
    }

    private static RuleDraft draft(TariffRule rule, ZoneMap zones) {
        return new RuleDraft(
                zones.zone(rule.zone()).map(Zone::name).orElse(""),
                rule.service(),
                rule.band(),
                rule.category(),
                rule.pricing());
    }

    /// A draft as a file that reads as the same.
    ///
    /// @param unit MB or MiB
    public static List<String> write(TariffDraft draft, SiteNames site, String unit) {
        List<String> lines = new ArrayList<>();
        lines.add("tariff  " + draft.name());
        Instant start = draft.from();
        lines.add(
                "from    "
                        + (start.equals(Instant.MIN)
                                ? "always"
                                : start.atZone(site.zone().id()).toOffsetDateTime()));
        lines.add("payer   " + draft.payer());
        for (PeakSpan peak : draft.peaks()) {
            lines.add(
                    "peak    %s %s-%s"
                            .formatted(
                                    TariffFile.DAYS.get(peak.weekday() - 1),
                                    clock(peak.fromMinute()),
                                    clock(peak.toMinute())));
        }
        for (Holiday holiday : draft.holidays()) {
            lines.add(("holiday " + holiday.day() + " " + holiday.name()).strip());
        }
        lines.add("");
        for (RuleDraft rule : draft.rules()) {
            List<String> conditions = new ArrayList<>();
            if (!rule.zone().isEmpty()) {
                conditions.add("zone " + rule.zone());
            }
            if (!rule.service().isEmpty()) {
                conditions.add("service " + rule.service());
            }
            if (rule.band() != Band.ANY) {
                conditions.add(rule.band() == Band.PEAK ? "peak" : "off-peak");
            }
            lines.add(
                    "rule %s -> %s = %s"
                            .formatted(
                                    conditions.isEmpty() ? "any" : String.join(", ", conditions),
                                    rule.category(),
                                    PriceText.format(rule.pricing(), unit)));
        }
        for (CostPool pool : draft.pools()) {
            lines.add(
                    "pool   %s = %s %s"
                            .formatted(
                                    pool.name(),
                                    pool.amount().toPlainString(),
                                    sharing(pool, site.directory())));
        }
        for (ServiceLevel level : draft.levels()) {
            lines.add(
                    "sla    %s = %s %% back for %s %s %%"
                            .formatted(
                                    level.name(),
                                    level.credit().toPlainString(),
                                    level.measure() == ServiceLevel.Measure.COVERAGE
                                            ? "coverage below"
                                            : "loss above",
                                    level.bound().toPlainString()));
        }
        for (TariffTerm term : draft.terms()) {
            String value = term.value().toPlainString();
            String kind = term.kind().name().toLowerCase(Locale.ROOT);
            lines.add(
                    term.kind().isFee()
                            ? "fee    %s = %s per %s".formatted(term.name(), value, kind)
                            : "%-6s %s = %s %%".formatted(kind, term.name(), value));
        }
        return lines;
    }

    private static String sharing(CostPool pool, DirectorySnapshot directory) {
        return switch (pool.sharing()) {
            case USAGE -> "by usage";
            case HEADS -> "by heads";
            case EVEN -> "even";
            case FIXED ->
                    "fixed "
                            + pool.shares().stream()
                                    .map(share ->
                                            directory.pathOf(share.department())
                                                    + " "
                                                    + share.percent().toPlainString()
                                                    + " %")
                                    .collect(Collectors.joining(", "));
        };
    }

    private static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }
}
