package net.flowtally.ledger.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.DirectoryName;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.imports.ImportRow.LogoffRow;
import net.flowtally.ledger.imports.ImportRow.OwnerRow;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.MalformedTime;
import net.flowtally.ledger.time.Span;

/// Reads who logged on where: CSV with the columns time, user, address and event (`logon` or
/// `logoff`), in any order of columns and lines. A user answers for an address from logon to
/// logoff, to the logon of somebody else there, or as long as a session may last; the logoff may be
/// in a later file than the logon.
final class LogonEvents implements TableSource.Sink {
    private static final List<String> COLUMNS = List.of("time", "user", "address", "event");

    private record Event(long line, Instant at, String user, Address address, boolean logon) {}

    /// @param limit when it ends unless something ends it before
    private record Session(Event begun, Instant limit) {}

    private final AccountingZone zone;
    private final Duration longest;
    private final RowErrors errors;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<Event> events = new ArrayList<>();

    private LogonEvents(AccountingZone zone, Duration longest, RowErrors errors) {
        this.zone = zone;
        this.longest = longest;
        this.errors = errors;
    }

    /// @param longest what nobody ended has ended by then
    static List<ImportRow> read(Path file, AccountingZone zone, Duration longest, RowErrors errors)
            throws IOException {
        LogonEvents logons = new LogonEvents(zone, longest, errors);
        new CsvTable(file).read(logons, errors);
        return logons.sessions();
    }

    @Override
    public boolean header(long line, List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).strip().toLowerCase(Locale.ROOT);
            if (places.put(name, i) != null) {
                errors.add(line, name, "The column is there twice.");
                errors.fail();
            }
        }
        for (String column : COLUMNS) {
            if (!places.containsKey(column)) {
                errors.add(
                        line,
                        column,
                        "The column is missing; logons have " + String.join(",", COLUMNS) + ".");
                errors.fail();
            }
        }
        return !errors.hasFailed();
    }

    @Override
    public void row(long line, List<String> fields) {
        if (fields.size() != places.size()) {
            errors.add(
                    line,
                    "",
                    "The line has "
                            + fields.size()
                            + " fields; the header has "
                            + places.size()
                            + ".");
            return;
        }
        String user = field(fields, "user");
        String event = field(fields, "event").toLowerCase(Locale.ROOT);
        String problem = user.isEmpty() ? "The user is empty." : DirectoryName.problem(user);
        if (!problem.isEmpty()) {
            errors.add(line, "user", problem);
        } else if (!event.equals("logon") && !event.equals("logoff")) {
            errors.add(line, "event", "'" + event + "' is neither logon nor logoff.");
        } else {
            add(line, fields, DirectoryName.normal(user), event.equals("logon"));
        }
    }

    private void add(long line, List<String> fields, String user, boolean logon) {
        try {
            events.add(
                    new Event(
                            line,
                            zone.parse(field(fields, "time")),
                            user,
                            Address.parse(field(fields, "address")),
                            logon));
        } catch (MalformedTime e) {
            errors.add(line, "time", String.valueOf(e.getMessage()));
        } catch (MalformedAddress e) {
            errors.add(line, "address", e.getMessage() + ".");
        }
    }

    private List<ImportRow> sessions() {
        events.sort(Comparator.comparing(Event::at).thenComparingLong(Event::line));
        Map<Address, Session> open = new HashMap<>();
        List<ImportRow> sessions = new ArrayList<>();
        for (Event event : events) {
            Optional<Session> before = Optional.ofNullable(open.get(event.address));
            boolean goesOn =
                    before.isPresent()
                            && event.at.isBefore(before.get().limit)
                            && event.user.equals(before.get().begun.user);
            if (event.logon) {
                if (!goesOn) {
                    before.ifPresent(each -> add(sessions, each, event.at));
                }
                open.put(
                        event.address,
                        new Session(goesOn ? before.get().begun : event, event.at.plus(longest)));
            } else if (goesOn) {
                add(sessions, before.get(), event.at);
                open.remove(event.address);
            } else {
                sessions.add(new LogoffRow(event.line, key(event.address), event.user, event.at));
            }
        }
        open.values().forEach(each -> add(sessions, each, each.limit));
        sessions.sort(Comparator.comparingLong(ImportRow::line));
        return sessions;
    }

    /// @param at when it ended, unless it had run its time before
    private static void add(List<ImportRow> sessions, Session session, Instant at) {
        Event begun = session.begun;
        Instant end = at.isBefore(session.limit) ? at : session.limit;
        if (begun.at.isBefore(end)) {
            sessions.add(
                    new OwnerRow(
                            begun.line,
                            "",
                            begun.user,
                            "",
                            key(begun.address),
                            new Span(begun.at, end),
                            Evidence.LOGON));
        }
    }

    private static AssignmentKey key(Address address) {
        return AssignmentKey.of(new Prefix(address, 128));
    }

    private String field(List<String> fields, String column) {
        return fields.get(places.getOrDefault(column, 0)).strip();
    }
}
