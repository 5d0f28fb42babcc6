package net.flowtally.ledger.exporter;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.store.Store;

/// The figures that protocols have beside those of all protocols, by stream. Thread-safe.
public final class NamedFigures {
    private final Store store;

    public NamedFigures(Store store) {
        this.store = store;
    }

    /// Sets figures of a stream; others stay.
    public void put(String stream, List<NamedFigure> figures) {
        if (figures.isEmpty()) {
            return;
        }
        store.write(connection -> {
            try (PreparedStatement put =
                    connection.prepareStatement(
                            "INSERT OR REPLACE INTO named_figure (stream, address, name, value)"
                                    + " VALUES (?, ?, ?, ?)")) {
                for (NamedFigure figure : figures) {
                    put.setString(1, stream);
                    put.setBytes(2, figure.address().octets());
                    put.setString(3, figure.name());
                    put.setLong(4, figure.value());
                    put.executeUpdate();
                }
                return figures.size();
            }
        });
    }

    /// The figures of one stream, by address and name.
    public List<NamedFigure> of(String stream) {
        return read("WHERE stream = ?", stream);
    }

    /// The figures of all streams, summed, by address and name.
    public List<NamedFigure> all() {
        return read("WHERE '' = ?", "");
    }

    private List<NamedFigure> read(String condition, String value) {
        return store.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(
                            "SELECT address, name, sum(value) FROM named_figure "
                                    + condition
                                    + " GROUP BY address, name ORDER BY address, name")) {
                query.setString(1, value);
                try (ResultSet row = query.executeQuery()) {
                    List<NamedFigure> figures = new ArrayList<>();
                    while (row.next()) {
                        figures.add(
                                new NamedFigure(
                                        Address.of(row.getBytes(1)),
                                        row.getString(2),
                                        row.getLong(3)));
                    }
                    return figures;
                }
            }
        });
    }
}
