package net.flowtally.ledger.exporter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.store.Store;

/// What exporters have told about themselves, as far as it is committed. Thread-safe.
public final class ExporterFacts {
    private static final long QUARTER_HOUR = 900_000_000L;
    private static final int FIRST_COUNTER = 6;

    private final Store store;

    public ExporterFacts(Store store) {
        this.store = store;
    }

    /// Writes facts inside the transaction of a commit. Of two about the same the later one stays,
    /// whatever the order in which they come.
    public static void put(Connection connection, List<ExporterFact> facts) throws SQLException {
        for (ExporterFact fact : facts) {
            switch (fact) {
                case ExporterFact.InterfaceReading reading -> put(connection, reading);
                case ExporterFact.InterfaceName name ->
                        putName(
                                connection,
                                "interface_name (exporter, interface,",
                                "exporter, interface",
                                name.exporter(),
                                name.interfaceIndex(),
                                name.name(),
                                name.description(),
                                name.at());
                case ExporterFact.ApplicationName name ->
                        putName(
                                connection,
                                "application_name (exporter, application,",
                                "exporter, application",
                                name.exporter(),
                                name.application(),
                                name.name(),
                                name.description(),
                                name.at());
                case ExporterFact.Statistic statistic -> put(connection, statistic);
            }
        }
    }

    private static void put(Connection connection, ExporterFact.InterfaceReading reading)
            throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        """
                        INSERT INTO interface_reading (exporter, interface, quarter, read_at, speed,
                            octets_in, packets_in, errors_in, discards_in,
                            octets_out, packets_out, errors_out, discards_out)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET read_at = excluded.read_at,
                            speed = excluded.speed, octets_in = excluded.octets_in,
                            packets_in = excluded.packets_in, errors_in = excluded.errors_in,
                            discards_in = excluded.discards_in, octets_out = excluded.octets_out,
                            packets_out = excluded.packets_out, errors_out = excluded.errors_out,
                            discards_out = excluded.discards_out
                        WHERE excluded.read_at >= read_at
                        """)) {
            put.setBytes(1, reading.exporter().octets());
            put.setLong(2, reading.interfaceIndex());
            put.setLong(3, reading.at() - Math.floorMod(reading.at(), QUARTER_HOUR));
            put.setLong(4, reading.at());
            put.setLong(5, reading.speed());
            long[] counters = {
                reading.octetsIn(),
                reading.packetsIn(),
                reading.errorsIn(),
                reading.discardsIn(),
                reading.octetsOut(),
                reading.packetsOut(),
                reading.errorsOut(),
                reading.discardsOut()
            };
            for (int i = 0; i < counters.length; i++) {
                if (counters[i] == ExporterFact.NOT_TOLD) {
                    put.setNull(FIRST_COUNTER + i, Types.INTEGER);
                } else {
                    put.setLong(FIRST_COUNTER + i, counters[i]);
                }
            }
            put.executeUpdate();
        }
    }

    private static void putName(
            Connection connection,
            String into,
            String key,
            Address exporter,
            Object number,
            String name,
            String description,
            long at)
            throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        "INSERT INTO "
                                + into
                                + " name, description, told_at) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT ("
                                + key
                                + ") DO UPDATE SET name = excluded.name,"
                                + " description = excluded.description,"
                                + " told_at = excluded.told_at"
                                + " WHERE excluded.told_at >= told_at")) {
            put.setBytes(1, exporter.octets());
            put.setObject(2, number);
            put.setString(3, name);
            put.setString(4, description);
            put.setLong(5, at);
            put.executeUpdate();
        }
    }

    private static void put(Connection connection, ExporterFact.Statistic statistic)
            throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        """
                        INSERT INTO exporter_statistic (exporter, domain, name, value, told_at)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT DO UPDATE SET value = excluded.value,
                            told_at = excluded.told_at
                        WHERE excluded.told_at >= told_at
                        """)) {
            put.setBytes(1, statistic.exporter().octets());
            put.setLong(2, statistic.domain());
            put.setString(3, statistic.name());
            put.setLong(4, statistic.value());
            put.setLong(5, statistic.at());
            put.executeUpdate();
        }
    }

    /// The last reading of each interface in each quarter hour of a span, by exporter, interface
    /// and time.
    ///
    /// @param from the first microsecond of its first quarter hour
    /// @param to where its last one ends
    public List<ExporterFact.InterfaceReading> readings(long from, long to) {
        return readings(" WHERE quarter >= " + from + " AND quarter < " + to);
    }

    /// The last reading of each interface.
    public List<ExporterFact.InterfaceReading> lastReadings() {
        return readings(
                " AS r WHERE quarter = (SELECT max(quarter) FROM interface_reading AS other"
                        + " WHERE other.exporter = r.exporter AND other.interface = r.interface)");
    }

    private List<ExporterFact.InterfaceReading> readings(String which) {
        return store.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT exporter, interface, read_at, speed, octets_in,"
                                            + " packets_in, errors_in, discards_in, octets_out,"
                                            + " packets_out, errors_out, discards_out"
                                            + " FROM interface_reading"
                                            + which
                                            + " ORDER BY exporter, interface, quarter");
                    ResultSet row = query.executeQuery()) {
                List<ExporterFact.InterfaceReading> readings = new ArrayList<>();
                while (row.next()) {
                    readings.add(
                            new ExporterFact.InterfaceReading(
                                    Address.of(row.getBytes(1)),
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    counter(row, 5),
                                    counter(row, 6),
                                    counter(row, 7),
                                    counter(row, 8),
                                    counter(row, 9),
                                    counter(row, 10),
                                    counter(row, 11),
                                    counter(row, 12)));
                }
                return readings;
            }
        });
    }

    private static long counter(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? ExporterFact.NOT_TOLD : value;
    }

    /// By exporter and interface.
    public List<ExporterFact.InterfaceName> interfaceNames() {
        return store.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT exporter, interface, name, description, told_at"
                                            + " FROM interface_name ORDER BY exporter, interface");
                    ResultSet row = query.executeQuery()) {
                List<ExporterFact.InterfaceName> names = new ArrayList<>();
                while (row.next()) {
                    names.add(
                            new ExporterFact.InterfaceName(
                                    Address.of(row.getBytes(1)),
                                    row.getLong(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getLong(5)));
                }
                return names;
            }
        });
    }

    /// By exporter and application.
    public List<ExporterFact.ApplicationName> applicationNames() {
        return store.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT exporter, application, name, description, told_at"
                                            + " FROM application_name"
                                            + " ORDER BY exporter, application");
                    ResultSet row = query.executeQuery()) {
                List<ExporterFact.ApplicationName> names = new ArrayList<>();
                while (row.next()) {
                    names.add(
                            new ExporterFact.ApplicationName(
                                    Address.of(row.getBytes(1)),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getLong(5)));
                }
                return names;
            }
        });
    }

    /// By exporter, domain and name.
    public List<ExporterFact.Statistic> statistics() {
        return store.read(connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement(
                                    "SELECT exporter, domain, name, value, told_at"
                                            + " FROM exporter_statistic"
                                            + " ORDER BY exporter, domain, name");
                    ResultSet row = query.executeQuery()) {
                List<ExporterFact.Statistic> statistics = new ArrayList<>();
                while (row.next()) {
                    statistics.add(
                            new ExporterFact.Statistic(
                                    Address.of(row.getBytes(1)),
                                    row.getLong(2),
                                    row.getString(3),
                                    row.getLong(4),
                                    row.getLong(5)));
                }
                return statistics;
            }
        });
    }
}
