package net.flowtally.ledger.archive;

import java.util.List;
import net.flowtally.ledger.billing.SealRecord;
import net.flowtally.ledger.period.BillingPeriod;

/// What an archive says about itself to whoever opens it.
final class Readme {
    private Readme() {}

    static List<String> of(BillingPeriod period, SealRecord seal) {
        return List.of(
                "Flowtally: the billing period "
                        + period.name()
                        + ", from "
                        + period.from()
                        + " to "
                        + period.to()
                        + " (excluded), borders of "
                        + period.zone()
                        + ".",
                "Sealed at " + seal.sealedAt() + " by version " + seal.programVersion() + ".",
                "This is a SQLite 3 database (https://sqlite.org/fileformat2.html). Any SQL tool reads it.",
                "",
                "statement        what each department was charged; department 0 = Unassigned; money in the"
                        + " smallest unit of the currency",
                "statement_line   its priced lines; total_minor is the sum of amount_minor. By kind, each"
                        + " rounded half up once: usage = bytes x unit_price / unit_bytes; calls ="
                        + " calls x unit_price; commit, overage = the Mbit/s in reference x"
                        + " unit_price; minimum, cap = unit_price less the other lines of the rule;"
                        + " fee = the count in reference x unit_price; pool = its part of unit_price"
                        + " by the weight in reference, largest remainder in the order of departments;"
                        + " correction = amount_minor of the correction_line in reference; credit ="
                        + " below zero, of credit; markup, tax = unit_price per cent of the lines"
                        + " before (tax: with mark-ups)",
                "usage            bytes, packets and calls by quarter hour, owner, service, zone, category,"
                        + " tariff rule and band; sums by department, rule, category and band are the lines",
                "slice            what exporters saw: one direction of one call at one observation point in"
                        + " one quarter hour; seen twice it is counted once (see quarter_sum)",
                "late_slice       the same of what came after the seal and was corrected; only where"
                        + " there was some",
                "quarter_sum      of each exporter and quarter hour, what was counted (elected), seen twice"
                        + " (suppressed) and held; together all slices",
                "exporter_loss    records that exporters say they sent (expected) and that never came",
                "correction, correction_line  what corrections of this or another period booked, up to the"
                        + " day of this file",
                "seal             what was written down at the seal: sums, and hashes over canonical rows",
                "revision         every edit up to the seal; the tables beside it have the rows that held at"
                        + " the seal:",
                "department, directory_user, workstation, membership, assignment, lease  who owned what",
                "zone, zone_prefix, service, peak_span, holiday, tariff_version, tariff_rule, tariff_term,"
                        + " cost_pool, setting, exporter, held_release  how it was rated",
                "service_level, credit, budget  what was promised, given back, and to be stayed within",
                "",
                "Times are microseconds since 1970-01-01T00:00:00Z; valid_from and valid_to are half-open,"
                        + " NULL = unbounded. Columns named starts and ends say the same in words.",
                "Addresses of tables are 16 octets, IPv4 as ::ffff:a.b.c.d. Those of slices stand there in"
                        + " two halves of 64 bits and as text.",
                "Bytes and packets are scaled by the sampling rate (rate_numerator / rate_denominator);"
                        + " raw_ ones are as the exporter counted.",
                "",
                "checksum         SHA-256 over each "
                        + RowSums.ROWS
                        + " rows of each table in the order of rowid: for each value its type (n = NULL,"
                        + " i = number, t = text, b = octets), its text and a line feed; texts with their"
                        + " length in octets and a colon before them, octets in hexadecimal.");
    }
}
