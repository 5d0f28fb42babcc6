package net.flowtally.ledger.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.address.Address;

/// The election of observation points, a pure function of the slices and the exporters'
/// preferences. Of each direction of a call (protocol, addresses and ports) in each quarter hour
/// the slices of one observation point count. It is the one of, in this order: the exporter with
/// the higher preference; no sampling before sampling; more bytes; the lower exporter address; the
/// lower input, then output interface; ingress before unknown before egress. What is held takes no
/// part.
///
/// After `hold`, the engine has the tables `every_slice`, `point` (observation points by their
/// place in the order of the last three rules), `seen` (slices that take part, with that place) and
/// `loser` (duplicates with the place of their winner). For one thread.
final class Election {
    private static final String KEY =
            "quarter, protocol, source_hi, source_lo, destination_hi, destination_lo,"
                    + " source_port, destination_port";
    private static final String POINT =
            "exporter_hi, exporter_lo, input_interface, output_interface, direction";

    private final SliceEngine engine;
    private final Map<Address, Integer> preferences;
    private final List<ObservationPoint> points = new ArrayList<>();
    private boolean contested;

    Election(SliceEngine engine, Map<Address, Integer> preferences) {
        this.engine = engine;
        this.preferences = preferences;
    }

    /// Holds the election over what `every_slice` has.
    ///
    /// @param columns of slices that `elected` is to have, besides those that the election goes by
    void hold(String every, List<String> columns, Cancellation cancellation) {
        engine.execute("CREATE OR REPLACE TEMP VIEW every_slice AS " + every, cancellation);
        engine.execute(
                "CREATE OR REPLACE TEMP VIEW slice AS SELECT * FROM every_slice WHERE held = 0",
                cancellation);
        rankPoints(cancellation);
        see(columns, cancellation);
        contested = points.size() > 1;
        if (contested) {
            findLosers(cancellation);
        }
    }

    /// The slices of winners, with the place of their observation point.
    String elected() {
        return "SELECT * FROM seen"
                + (contested ? " ANTI JOIN loser USING (" + KEY + ", place)" : "");
    }

    /// Whether there can be any duplicates.
    boolean isContested() {
        return contested;
    }

    ObservationPoint point(int place) {
        return points.get(place);
    }

    private void rankPoints(Cancellation cancellation) {
        StringBuilder preference = new StringBuilder("CASE");
        preferences.forEach((address, value) ->
                preference
                        .append(" WHEN exporter_hi = ")
                        .append(address.hi())
                        .append(" AND exporter_lo = ")
                        .append(address.lo())
                        .append(" THEN ")
                        .append(value));
        preference.append(" WHEN true THEN 0 END");
        // xor with the sign bit sorts signed numbers as unsigned ones
        engine.execute(
                """
                CREATE OR REPLACE TEMP TABLE point AS
                SELECT %1$s, %2$s AS preference,
                    (row_number() OVER (ORDER BY
                        xor(exporter_hi, -9223372036854775808),
                        xor(exporter_lo, -9223372036854775808),
                        input_interface::BIGINT & 4294967295,
                        output_interface::BIGINT & 4294967295,
                        CASE direction WHEN 0 THEN 0 WHEN 1 THEN 2 ELSE 1 END) - 1)::INTEGER
                        AS place
                FROM (SELECT DISTINCT %1$s FROM slice)
                """
                        .formatted(POINT, preference),
                cancellation);
        points.clear();
        engine.query(
                "SELECT " + POINT + " FROM point ORDER BY place",
                cancellation,
                rows -> {
                    while (rows.next()) {
                        points.add(
                                new ObservationPoint(
                                        new Address(rows.getLong(1), rows.getLong(2)),
                                        rows.getInt(3),
                                        rows.getInt(4),
                                        rows.getInt(5)));
                    }
                    return points;
                });
    }

    /// Reads the slices from their files once, with no more columns than needed.
    private void see(List<String> columns, Cancellation cancellation) {
        StringBuilder further = new StringBuilder();
        columns.forEach(column -> further.append(", ").append(column));
        engine.execute(
                """
                CREATE OR REPLACE TEMP TABLE seen AS
                SELECT %1$s, hash(%1$s) AS key_hash, place, bytes, packets, records,
                    rate_numerator <> rate_denominator AS is_scaled%2$s
                FROM slice JOIN point USING (%3$s)
                """
                        .formatted(KEY, further, POINT),
                cancellation);
    }

    /// Most keys have one observation point: the ranking looks only at those that have more, and at
    /// the few whose hash says so by chance.
    private void findLosers(Cancellation cancellation) {
        engine.execute(
                """
                CREATE OR REPLACE TEMP TABLE loser AS
                WITH contested AS (
                    SELECT key_hash FROM seen GROUP BY key_hash HAVING min(place) <> max(place)),
                candidate AS (
                    SELECT %1$s, place, max(is_scaled) AS sampled, sum(bytes)::BIGINT AS bytes,
                        sum(packets)::BIGINT AS packets, sum(records)::BIGINT AS records
                    FROM seen SEMI JOIN contested USING (key_hash) GROUP BY %1$s, place),
                ranked AS (
                    SELECT candidate.*, first_value(place) OVER (PARTITION BY %1$s
                        ORDER BY preference DESC, sampled, bytes DESC, place) AS winner
                    FROM candidate JOIN point USING (place))
                SELECT %1$s, place, winner, bytes, packets, records FROM ranked
                WHERE place <> winner
                """
                        .formatted(KEY),
                cancellation);
        contested =
                engine.query(
                        "SELECT count(*) FROM loser",
                        cancellation,
                        rows -> rows.next() && rows.getLong(1) > 0);
    }
}
