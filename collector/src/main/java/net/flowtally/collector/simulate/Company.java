package net.flowtally.collector.simulate;

import java.time.ZoneId;
import java.util.List;
import net.flowtally.ledger.address.Address;

/// A small company that does not exist: three departments, twenty users, servers in the house and
/// in a data centre across a WAN link, a guest network that nobody owns, and two exporters.
public final class Company {
    /// The company's accounting time zone.
    public static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

    /// Sees everything that leaves the office network: Internet, WAN and the servers of the house.
    /// NetFlow v9.
    public static final Address CORE_ROUTER = Address.parse("10.1.0.1");

    /// Sees the WAN link, which the core router sees as well. NetFlow v5.
    public static final Address WAN_ROUTER = Address.parse("10.1.0.2");

    /// The data centre behind the WAN link.
    public static final String WAN_PREFIX = "10.20.0.0/16";

    /// The company's own IPv6 network.
    public static final String INTRANET_PREFIX = "2001:db8:1::/48";

    static final Address FILE_SERVER = Address.parse("10.1.1.10");
    static final Address NAME_SERVER = Address.parse("10.1.1.2");
    static final Address WIKI_SERVER = Address.parse("10.1.1.20");
    static final Address MAIL_SERVER = Address.parse("10.20.0.25");
    static final Address ERP_SERVER = Address.parse("10.20.0.40");
    static final Address BACKUP_SERVER = Address.parse("10.20.0.60");
    static final Address GUEST = Address.parse("10.1.90.23");

    private Company() {}

    /// What somebody does with the network; weights of the kinds of call.
    enum Habit {
        SELLS,
        BUILDS,
        ADMINISTERS,
        VISITS
    }

    /// Someone at a workstation.
    ///
    /// @param busyness calls begun in a busy hour
    record Seat(String user, Habit habit, Address v4, Address v6, int busyness) {}

    private static Seat seat(String user, Habit habit, int busyness, String v4) {
        Address address = Address.parse(v4);
        Address v6 =
                new Address(
                        0x2001_0db8_0001_0000L | (address.lo() >>> 8 & 0xff), address.lo() & 0xff);
        return new Seat(user, habit, address, v6, busyness);
    }

    /// Everyone who sits somewhere, in the order in which the month is drawn.
    static List<Seat> seats() {
        return List.of(
                seat("Astrid Berg", Habit.SELLS, 62, "10.1.10.11"),
                seat("Bruno Keller", Habit.SELLS, 48, "10.1.10.12"),
                seat("Clara Voss", Habit.SELLS, 71, "10.1.10.13"),
                seat("Deniz Aydin", Habit.SELLS, 55, "10.1.10.14"),
                seat("Mats Holm", Habit.SELLS, 66, "10.1.10.15"),
                seat("Elena Rossi", Habit.SELLS, 44, "10.1.10.16"),
                seat("Frank Adler", Habit.SELLS, 37, "10.1.10.17"),
                seat("Greta Lind", Habit.BUILDS, 84, "10.1.20.21"),
                seat("Henrik Dahl", Habit.BUILDS, 92, "10.1.20.22"),
                seat("Ines Martin", Habit.BUILDS, 77, "10.1.20.23"),
                seat("Jonas Weber", Habit.BUILDS, 65, "10.1.20.24"),
                seat("Katja Novak", Habit.BUILDS, 88, "10.1.20.25"),
                seat("Lars Olsen", Habit.BUILDS, 73, "10.1.20.26"),
                seat("Mira Schulz", Habit.BUILDS, 58, "10.1.20.27"),
                seat("Nils Brandt", Habit.BUILDS, 69, "10.1.20.28"),
                seat("Olga Petrova", Habit.BUILDS, 95, "10.1.20.29"),
                seat("Paul Fischer", Habit.ADMINISTERS, 34, "10.1.30.31"),
                seat("Rita Sommer", Habit.ADMINISTERS, 41, "10.1.30.32"),
                seat("Sven Falk", Habit.ADMINISTERS, 29, "10.1.30.33"),
                seat("Tessa Kranz", Habit.ADMINISTERS, 46, "10.1.30.34"),
                seat("", Habit.VISITS, 18, "10.1.90.23"));
    }

    /// The directory as the company's administrator exports it: who had which address, and when.
    /// Mats Holm changes from Sales to Engineering in the middle of March; the address of Frank
    /// Adler goes to Nils Brandt a few days later.
    public static String directoryCsv() {
        StringBuilder csv = new StringBuilder("department,user,workstation,address,from,to\n");
        for (Seat seat : seats()) {
            if (seat.habit() == Habit.VISITS) {
                continue;
            }
            String department =
                    switch (seat.habit()) {
                        case SELLS -> "Sales";
                        case BUILDS -> "Engineering";
                        case ADMINISTERS, VISITS -> "Administration";
                    };
            String station = "ws-" + (seat.v4().lo() & 0xff);
            for (Address address : List.of(seat.v4(), seat.v6())) {
                switch (seat.user()) {
                    case "Mats Holm" -> {
                        row(csv, "Sales", seat.user(), station, address, "", "2026-03-18");
                        row(csv, "Engineering", seat.user(), station, address, "2026-03-18", "");
                    }
                    case "Frank Adler" -> {
                        row(csv, "Sales", seat.user(), station, address, "", "2026-03-23");
                        row(csv, "Engineering", "Nils Brandt", "ws-28b", address, "2026-03-23", "");
                    }
                    default -> row(csv, department, seat.user(), station, address, "", "");
                }
            }
        }
        row(csv, "Administration", "", "file server", FILE_SERVER, "", "");
        row(csv, "Administration", "", "name server", NAME_SERVER, "", "");
        row(csv, "Engineering", "", "wiki", WIKI_SERVER, "", "");
        return csv.toString();
    }

    private static void row(
            StringBuilder csv,
            String department,
            String user,
            String station,
            Address address,
            String from,
            String to) {
        csv.append(String.join(",", department, user, station, address.toString(), from, to))
                .append('\n');
    }
}
