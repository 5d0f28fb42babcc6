package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.flowtally.ledger.revision.RevisedTable;
import net.flowtally.ledger.settings.Payer;
import net.flowtally.ledger.settings.VolumeUnit;
import net.flowtally.ledger.time.Span;

/// The tables of tariffs and peak hours. Rows of one edit are in the order of their ids.
final class TariffTables {
    static final RevisedTable<KeptVersion> VERSIONS =
            new RevisedTable<>(
                    "tariff_version",
                    List.of("id", "name", "valid_from", "valid_to", "payer"),
                    row ->
                            new KeptVersion(
                                    row.getLong(1),
                                    row.getString(2),
                                    RevisedTable.span(row, 3),
                                    row.getString(5)),
                    (statement, version) -> {
                        statement.setLong(1, version.id);
                        statement.setString(2, version.name);
                        RevisedTable.setSpan(statement, 3, version.span);
                        statement.setString(5, version.payer);
                    });

    static final RevisedTable<KeptRule> RULES =
            new RevisedTable<>(
                    "tariff_rule",
                    List.of(
                            "id",
                            "version",
                            "ordinal",
                            "zone",
                            "service",
                            "band",
                            "category",
                            "price_per_mb",
                            "pricing"),
                    row ->
                            new KeptRule(
                                    row.getLong(2),
                                    new TariffRule(
                                            row.getLong(1),
                                            row.getInt(3),
                                            row.getLong(4),
                                            row.getString(5),
                                            Band.ofColumn(row.getString(6)),
                                            row.getString(7),
                                            pricing(row.getString(8), row.getString(9)))),
                    (statement, kept) -> {
                        statement.setLong(1, kept.rule.id());
                        statement.setLong(2, kept.version);
                        statement.setInt(3, kept.rule.ordinal());
                        statement.setLong(4, kept.rule.zone());
                        statement.setString(5, kept.rule.service());
                        statement.setString(6, kept.rule.band().column());
                        statement.setString(7, kept.rule.category());
                        statement.setString(8, kept.rule.price().toPlainString());
                        statement.setString(
                                9, PriceText.format(kept.rule.pricing(), VolumeUnit.MB.name()));
                    });

    static final RevisedTable<KeptTerm> TERMS =
            new RevisedTable<>(
                    "tariff_term",
                    List.of("id", "version", "ordinal", "kind", "name", "value"),
                    row ->
                            new KeptTerm(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getInt(3),
                                    new TariffTerm(
                                            TariffTerm.Kind.ofColumn(row.getString(4)),
                                            row.getString(5),
                                            new BigDecimal(row.getString(6)))),
                    (statement, kept) -> {
                        statement.setLong(1, kept.id);
                        statement.setLong(2, kept.version);
                        statement.setInt(3, kept.ordinal);
                        statement.setString(4, kept.term.kind().column());
                        statement.setString(5, kept.term.name());
                        statement.setString(6, kept.term.value().toPlainString());
                    });

    static final RevisedTable<KeptPool> POOLS =
            new RevisedTable<>(
                    "cost_pool",
                    List.of("id", "version", "ordinal", "name", "amount", "sharing", "shares"),
                    row ->
                            new KeptPool(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getInt(3),
                                    new CostPool(
                                            row.getString(4),
                                            new BigDecimal(row.getString(5)),
                                            CostPool.Sharing.ofWord(row.getString(6)),
                                            shares(row.getString(7)))),
                    (statement, kept) -> {
                        statement.setLong(1, kept.id);
                        statement.setLong(2, kept.version);
                        statement.setInt(3, kept.ordinal);
                        statement.setString(4, kept.pool.name());
                        statement.setString(5, kept.pool.amount().toPlainString());
                        statement.setString(6, kept.pool.sharing().word());
                        statement.setString(7, text(kept.pool.shares()));
                    });

    static final RevisedTable<KeptLevel> LEVELS =
            new RevisedTable<>(
                    "service_level",
                    List.of("id", "version", "ordinal", "name", "measure", "bound", "credit"),
                    row ->
                            new KeptLevel(
                                    row.getLong(1),
                                    row.getLong(2),
                                    row.getInt(3),
                                    new ServiceLevel(
                                            row.getString(4),
                                            ServiceLevel.Measure.ofWord(row.getString(5)),
                                            new BigDecimal(row.getString(6)),
                                            new BigDecimal(row.getString(7)))),
                    (statement, kept) -> {
                        statement.setLong(1, kept.id);
                        statement.setLong(2, kept.version);
                        statement.setInt(3, kept.ordinal);
                        statement.setString(4, kept.level.name());
                        statement.setString(5, kept.level.measure().word());
                        statement.setString(6, kept.level.bound().toPlainString());
                        statement.setString(7, kept.level.credit().toPlainString());
                    });

    static final RevisedTable<KeptHoliday> HOLIDAYS =
            new RevisedTable<>(
                    "holiday",
                    List.of("id", "day", "name"),
                    row ->
                            new KeptHoliday(
                                    row.getLong(1),
                                    new Holiday(
                                            LocalDate.parse(row.getString(2)), row.getString(3))),
                    (statement, kept) -> {
                        statement.setLong(1, kept.id);
                        statement.setString(2, kept.holiday.day().toString());
                        statement.setString(3, kept.holiday.name());
                    });

    static final RevisedTable<KeptPeak> PEAKS =
            new RevisedTable<>(
                    "peak_span",
                    List.of("id", "weekday", "from_minute", "to_minute"),
                    row ->
                            new KeptPeak(
                                    row.getLong(1),
                                    new PeakSpan(row.getInt(2), row.getInt(3), row.getInt(4))),
                    (statement, kept) -> {
                        statement.setLong(1, kept.id);
                        statement.setInt(2, kept.span.weekday());
                        statement.setInt(3, kept.span.fromMinute());
                        statement.setInt(4, kept.span.toMinute());
                    });

    /// Stands for the payer that the site has set.
    static final String SITE = "site";

    private TariffTables() {}

    /// @param payer as the table has it
    record KeptVersion(long id, String name, Span span, String payer) {
        KeptVersion until(Instant end) {
            return new KeptVersion(id, name, new Span(span.from(), end), payer);
        }

        Payer payer(Payer ofSite) {
            return TariffTables.payer(payer, ofSite);
        }
    }

    static Payer payer(String kept, Payer ofSite) {
        return kept.equals(SITE) ? ofSite : Payer.valueOf(kept.toUpperCase(Locale.ROOT));
    }

    private static Pricing pricing(String perUnit, String text) {
        return text.isEmpty() ? Pricing.perUnit(new BigDecimal(perUnit)) : PriceText.parse(text);
    }

    record KeptTerm(long id, long version, int ordinal, TariffTerm term) {}

    private static List<CostPool.Share> shares(String text) {
        List<CostPool.Share> shares = new ArrayList<>();
        for (String share : text.isEmpty() ? List.<String>of() : List.of(text.split(";", -1))) {
            int equals = share.indexOf('=');
            shares.add(
                    new CostPool.Share(
                            Long.parseLong(share.substring(0, equals)),
                            new BigDecimal(share.substring(equals + 1))));
        }
        return shares;
    }

    private static String text(List<CostPool.Share> shares) {
        return shares.stream()
                .map(share -> share.department() + "=" + share.percent().toPlainString())
                .collect(Collectors.joining(";"));
    }

    record KeptPool(long id, long version, int ordinal, CostPool pool) {}

    record KeptLevel(long id, long version, int ordinal, ServiceLevel level) {}

    record KeptHoliday(long id, Holiday holiday) {}

    record KeptRule(long version, TariffRule rule) {}

    record KeptPeak(long id, PeakSpan span) {}
}
