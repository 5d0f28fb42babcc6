package net.flowtally.ledger.service;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.revision.RevisedTable;
import net.flowtally.ledger.store.Store;

/// The services as the ledger keeps them. Thread-safe.
public final class Services {
    private static final RevisedTable<ServicePorts> SERVICES =
            new RevisedTable<>(
                    "service",
                    List.of("id", "name", "protocol", "port_from", "port_to"),
                    row ->
                            new ServicePorts(
                                    row.getLong(1),
                                    row.getString(2),
                                    row.getInt(3),
                                    row.getInt(4),
                                    row.getInt(5)),
                    (statement, service) -> {
                        statement.setLong(1, service.id());
                        statement.setString(2, service.name());
                        statement.setInt(3, service.protocol());
                        statement.setInt(4, service.portFrom());
                        statement.setInt(5, service.portTo());
                    });

    private final Store store;

    public Services(Store store) {
        this.store = store;
    }

    public ServiceTable current() {
        return at(Long.MAX_VALUE);
    }

    /// As they were when a revision was the newest.
    public ServiceTable at(long revision) {
        return store.read(connection -> at(connection, revision));
    }

    /// As they were when a revision was the newest, read in a transaction that is under way.
    public static ServiceTable at(Connection connection, long revision) throws SQLException {
        return new ServiceTable(SERVICES.at(connection, revision));
    }

    /// Gives a ledger without services the well-known ones.
    public static void addDefaults(Connection connection, long revision) throws SQLException {
        if (SERVICES.current(connection).isEmpty()) {
            SERVICES.add(connection, revision, wellKnown());
        }
    }

    static List<ServicePorts> wellKnown() {
        try (InputStream csv = Services.class.getResourceAsStream("services.csv")) {
            if (csv == null) {
                throw new IllegalStateException("services.csv is not beside its class");
            }
            List<ServicePorts> services = new ArrayList<>();
            try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(csv)) {
                for (NamedCsvRecord record : records) {
                    services.add(
                            new ServicePorts(
                                    services.size() + 1,
                                    record.getField("name"),
                                    Integer.parseInt(record.getField("protocol")),
                                    Integer.parseInt(record.getField("from")),
                                    Integer.parseInt(record.getField("to"))));
                }
            }
            return services;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
