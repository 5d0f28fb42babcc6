package net.flowtally.ledger.calls;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import net.flowtally.ledger.exporter.ExporterHour;
import net.flowtally.ledger.exporter.ExporterProfile;
import net.flowtally.ledger.exporter.SeenInterface;
import net.flowtally.ledger.exporter.SeenRate;

/// Writes how the exporters of a stream behave, inside the transaction of a commit. Hours are kept
/// for a month of journal time.
final class ProfileWriter {
    private static final long KEEP_MICROS = 31 * 24 * ExporterHour.MICROS;

    private final Connection connection;
    private final String stream;

    ProfileWriter(Connection connection, String stream) {
        this.connection = connection;
        this.stream = stream;
    }

    void put(ExporterProfile profile) throws SQLException {
        putHours(profile.hours());
        putRates(profile.rates());
        putInterfaces(profile.interfaces());
    }

    private void putHours(List<ExporterHour> hours) throws SQLException {
        if (hours.isEmpty()) {
            return;
        }
        long newest = Long.MIN_VALUE;
        try (PreparedStatement put =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO exporter_hour VALUES (?, ?, ?"
                                + ", ?".repeat(18)
                                + ")")) {
            for (ExporterHour hour : hours) {
                newest = Math.max(newest, hour.hour());
                put.setString(1, stream);
                put.setBytes(2, hour.address().octets());
                put.setString(3, hour.protocol());
                long[] values = {
                    hour.hour(),
                    hour.firstSeen(),
                    hour.lastSeen(),
                    hour.datagrams(),
                    hour.records(),
                    hour.skewLast(),
                    hour.skewLeast(),
                    hour.skewMost(),
                    hour.longestRecord(),
                    hour.longRecords(),
                    hour.ingress(),
                    hour.egress(),
                    hour.unknownRate(),
                    hour.restarts(),
                    hour.templates(),
                    hour.templateAge(),
                    hour.bothCounters(),
                    hour.equalCounters()
                };
                for (int i = 0; i < values.length; i++) {
                    put.setLong(4 + i, values[i]);
                }
                put.executeUpdate();
            }
        }
        try (PreparedStatement delete =
                connection.prepareStatement(
                        "DELETE FROM exporter_hour WHERE stream = ? AND hour < ?")) {
            delete.setString(1, stream);
            delete.setLong(2, newest - KEEP_MICROS);
            delete.executeUpdate();
        }
    }

    private void putRates(List<SeenRate> rates) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO exporter_rate VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (SeenRate rate : rates) {
                put.setString(1, stream);
                put.setBytes(2, rate.address().octets());
                put.setString(3, rate.protocol());
                put.setLong(4, rate.numerator());
                put.setLong(5, rate.denominator());
                put.setInt(6, rate.source());
                put.setLong(7, rate.records());
                put.setLong(8, rate.lastSeen());
                put.executeUpdate();
            }
        }
    }

    private void putInterfaces(List<SeenInterface> interfaces) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement(
                        "INSERT OR REPLACE INTO exporter_interface VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (SeenInterface each : interfaces) {
                put.setString(1, stream);
                put.setBytes(2, each.address().octets());
                put.setString(3, each.protocol());
                put.setLong(4, each.number());
                put.setLong(5, each.recordsIn());
                put.setLong(6, each.recordsOut());
                put.setLong(7, each.lastSeen());
                put.executeUpdate();
            }
        }
    }
}
