package net.flowtally.ledger.tariff;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.revision.RevisedTable;
import net.flowtally.ledger.settings.Payer;
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
                            "price_per_mb"),
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
                                            new BigDecimal(row.getString(8)))),
                    (statement, kept) -> {
                        statement.setLong(1, kept.rule.id());
                        statement.setLong(2, kept.version);
                        statement.setInt(3, kept.rule.ordinal());
                        statement.setLong(4, kept.rule.zone());
                        statement.setString(5, kept.rule.service());
                        statement.setString(6, kept.rule.band().column());
                        statement.setString(7, kept.rule.category());
                        statement.setString(8, kept.rule.price().toPlainString());
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
            return payer.equals(SITE) ? ofSite : Payer.valueOf(payer.toUpperCase(Locale.ROOT));
        }
    }

    record KeptRule(long version, TariffRule rule) {}

    record KeptPeak(long id, PeakSpan span) {}
}
