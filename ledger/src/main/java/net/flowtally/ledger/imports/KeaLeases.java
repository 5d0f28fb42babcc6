package net.flowtally.ledger.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.directory.DirectoryName;
import net.flowtally.ledger.imports.ImportRow.LeaseRow;
import net.flowtally.ledger.time.Span;

/// Reads the lease file of the Kea DHCP server for IPv4 or IPv6 (its "memfile" CSV), a log. A lease
/// runs from its expiry less its lifetime; a lifetime of 0 gives it back. Leases without a MAC and
/// declined ones tie an address to nobody and are left out.
final class KeaLeases implements TableSource.Sink {
    private static final String ADDRESS = "address";
    private static final String HWADDR = "hwaddr";
    private static final String LIFETIME = "valid_lifetime";
    private static final String EXPIRE = "expire";
    private static final String HOSTNAME = "hostname";
    private static final String STATE = "state";
    private static final List<String> COLUMNS =
            List.of(ADDRESS, HWADDR, LIFETIME, EXPIRE, HOSTNAME, STATE);
    private static final String DECLINED = "1";

    private final RowErrors errors;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<ImportRow> rows = new ArrayList<>();

    /// Where the lease of an address that was read last is among the rows.
    private final Map<Address, Integer> latest = new HashMap<>();

    private KeaLeases(RowErrors errors) {
        this.errors = errors;
    }

    static List<ImportRow> read(Path file, RowErrors errors) throws IOException {
        KeaLeases leases = new KeaLeases(errors);
        new CsvTable(file).read(leases, errors);
        return leases.rows;
    }

    @Override
    public boolean header(long line, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            places.put(names.get(i).strip().toLowerCase(Locale.ROOT), i);
        }
        for (String column : COLUMNS) {
            if (!places.containsKey(column)) {
                errors.add(line, column, "The column is missing; this is no lease file of Kea.");
                errors.fail();
            }
        }
        return !errors.hasFailed();
    }

    @Override
    public void row(long line, List<String> fields) {
        if (fields.size() < places.size()) {
            errors.add(line, "", "The line has too few fields.");
            return;
        }
        String mac = field(fields, HWADDR);
        if (field(fields, STATE).equals(DECLINED)) {
            errors.passOver("leases were declined and tie an address to nobody");
            return;
        }
        if (mac.isEmpty()) {
            errors.passOver(IscLeases.NO_MAC);
            return;
        }
        try {
            add(line, fields, Address.parse(field(fields, ADDRESS)), Mac.parse(mac));
        } catch (MalformedAddress e) {
            errors.add(line, ADDRESS, e.getMessage() + ".");
        } catch (NumberFormatException _) {
            errors.add(line, EXPIRE, "The lifetime or the expiry is no number of seconds.");
        }
    }

    private void add(long line, List<String> fields, Address address, Mac mac) {
        Instant expiry = Instant.ofEpochSecond(seconds(field(fields, EXPIRE)));
        long lifetime = seconds(field(fields, LIFETIME));
        if (lifetime == 0) {
            giveBack(address, mac, expiry);
            return;
        }
        String host = field(fields, HOSTNAME).replace("&#x2c", ",");
        latest.put(address, rows.size());
        rows.add(
                new LeaseRow(
                        line,
                        address,
                        mac,
                        DirectoryName.problem(host).isEmpty() ? DirectoryName.normal(host) : "",
                        new Span(expiry.minusSeconds(lifetime), expiry)));
    }

    private void giveBack(Address address, Mac mac, Instant at) {
        Integer place = latest.get(address);
        if (place != null
                && rows.get(place) instanceof LeaseRow lease
                && lease.mac().equals(mac)
                && lease.span().contains(at)
                && lease.span().from().isBefore(at)) {
            rows.set(
                    place,
                    new LeaseRow(
                            lease.line(),
                            address,
                            mac,
                            lease.host(),
                            new Span(lease.span().from(), at)));
        }
    }

    private static long seconds(String text) {
        if (!text.matches("\\d{1,11}")) {
            throw new NumberFormatException(text);
        }
        return Long.parseLong(text);
    }

    private String field(List<String> fields, String column) {
        return fields.get(places.getOrDefault(column, 0)).strip();
    }
}
