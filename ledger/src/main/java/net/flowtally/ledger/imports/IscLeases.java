package net.flowtally.ledger.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.directory.DirectoryName;
import net.flowtally.ledger.imports.ImportRow.LeaseRow;
import net.flowtally.ledger.time.Span;

/// Reads the lease file of the ISC DHCP server (`dhcpd.leases(5)`), a log in which the last word on
/// a lease counts. Times are UTC unless the server writes epochs. Leases without a MAC, among them
/// those of IPv6, which go by DUID, tie an address to nobody and are left out.
final class IscLeases {
    private static final Pattern LEASE = Pattern.compile("lease\\s+(\\S+)\\s*\\{");
    private static final Pattern TIME =
            Pattern.compile(
                    "(starts|ends)\\s+(never|epoch\\s+(\\d{1,12})|\\d\\s+(\\S+\\s+\\S+)).*");
    private static final Pattern MAC = Pattern.compile("hardware\\s+ethernet\\s+([0-9a-fA-F:]+)");
    private static final Pattern HOST = Pattern.compile("client-hostname\\s+\"(.*)\"");
    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);

    static final String NO_MAC = "leases have no MAC and tie an address to nobody";

    private record Key(Address address, Instant from) {}

    private final RowErrors errors;
    private final Map<Key, LeaseRow> leases = new LinkedHashMap<>();
    private long line;
    private String address = "";
    private String mac = "";
    private String host = "";
    private Instant from = Instant.MIN;
    private Instant to = Instant.MAX;
    private long begun;

    private IscLeases(RowErrors errors) {
        this.errors = errors;
    }

    static List<ImportRow> read(Path file, RowErrors errors) throws IOException {
        IscLeases leases = new IscLeases(errors);
        try (BufferedReader lines = TextFile.read(file)) {
            boolean isFirst = true;
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                leases.line++;
                String statement = text.strip();
                if (isFirst && !statement.isEmpty() && !statement.startsWith("#")) {
                    if (!statement.matches(".*[;{]")) {
                        errors.fail(
                                leases.line,
                                "The file begins like none of the DHCP servers of ISC or Kea.");
                        return List.of();
                    }
                    isFirst = false;
                }
                leases.take(statement);
            }
        }
        if (!leases.address.isEmpty()) {
            errors.add(leases.begun, "lease", "The lease has no end: the file is cut off.");
        }
        return new ArrayList<>(leases.leases.values());
    }

    private void take(String text) {
        Matcher lease = LEASE.matcher(text);
        if (lease.matches()) {
            begun = line;
            address = lease.group(1);
            mac = "";
            host = "";
            from = Instant.MIN;
            to = Instant.MAX;
        } else if (text.startsWith("iaaddr ")) {
            errors.passOver(
                    "leases of IPv6 go by DUID and not by MAC, and tie an address to nobody");
        } else if (address.isEmpty()) {
            return;
        } else if (text.equals("}")) {
            end();
            address = "";
        } else if (text.endsWith(";") || text.contains("; #")) {
            statement(text.substring(0, text.lastIndexOf(';')));
        }
    }

    private void statement(String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            time(time);
            return;
        }
        Matcher hardware = MAC.matcher(text);
        if (hardware.matches()) {
            mac = hardware.group(1);
            return;
        }
        Matcher name = HOST.matcher(text);
        if (name.matches() && DirectoryName.problem(name.group(1)).isEmpty()) {
            host = DirectoryName.normal(name.group(1));
        }
    }

    private void time(Matcher time) {
        Instant instant;
        try {
            if (time.group(3) != null) {
                instant = Instant.ofEpochSecond(Long.parseLong(time.group(3)));
            } else if (time.group(4) != null) {
                instant = LocalDateTime.parse(time.group(4), WHEN).toInstant(ZoneOffset.UTC);
            } else {
                instant = Instant.MAX;
            }
        } catch (DateTimeException _) {
            errors.add(line, time.group(1), "'" + time.group(2) + "' is no time.");
            return;
        }
        if (time.group(1).equals("starts")) {
            from = instant;
        } else {
            to = instant;
        }
    }

    private void end() {
        if (mac.isEmpty()) {
            errors.passOver(NO_MAC);
            return;
        }
        if (!from.isBefore(to)) {
            errors.passOver("leases end when they begin and count for nothing");
            return;
        }
        try {
            LeaseRow row =
                    new LeaseRow(
                            begun,
                            Address.parse(address),
                            Mac.parse(mac),
                            host,
                            new Span(from, to));
            leases.put(new Key(row.address(), from), row);
        } catch (MalformedAddress e) {
            errors.add(begun, "lease", e.getMessage() + ".");
        }
    }
}
