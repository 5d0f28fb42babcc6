package net.flowtally.collector.simulate;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import net.flowtally.collector.simulate.Company.Habit;
import net.flowtally.collector.simulate.Company.Seat;
import net.flowtally.ledger.address.Address;

/// Every datagram that the company's two exporters send in one month, in the order in which they
/// arrive. The same month and seed give the same octets. Made day by day, so that a month needs no
/// more memory than its busiest day.
public final class CompanyMonth implements Iterator<SimulatedDatagram> {
    private static final int ACTIVE_TIMEOUT_MILLIS = 300_000;
    private static final int INACTIVE_TIMEOUT_MILLIS = 15_000;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int LAN = 1;
    private static final int INTERNET = 2;
    private static final int WAN = 3;
    private static final int SERVERS = 4;

    /// Local hours and how busy they are, in percent.
    private static final int[] BUSY = {
        0, 0, 0, 0, 0, 0, 4, 22, 68, 96, 100, 92, 54, 70, 94, 98, 84, 58, 26, 9, 4, 2, 1, 0
    };

    private final YearMonth month;
    private final long seed;
    private final SimulatedExporter core;
    private final SimulatedExporter wan;
    private final Deque<SimulatedDatagram> ready = new ArrayDeque<>();
    private int day = 1;

    /// The month in the company's time zone.
    public CompanyMonth(YearMonth month, long seed) {
        this.month = month;
        this.seed = seed;
        long boot = start(month.atDay(1)) - 11 * 24 * 3_600_000L;
        core =
                new SimulatedExporter(
                        Company.CORE_ROUTER,
                        50_021,
                        new TemplateEncoding(TemplateEncoding.Protocol.NETFLOW_9, boot, 1),
                        9_973);
        wan = new SimulatedExporter(Company.WAN_ROUTER, 50_022, new NetFlow5Encoding(boot, 0), 0);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && day <= month.lengthOfMonth() + 1) {
            makeDay();
        }
        return !ready.isEmpty();
    }

    @Override
    public SimulatedDatagram next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the month is over");
        }
        return ready.remove();
    }

    /// What has been sent so far, the core router first.
    public List<Truth> truth() {
        return List.of(core.truth(), wan.truth());
    }

    /// How much of the month has been made, 0 to 1.
    public double progress() {
        return (day - 1.0) / (month.lengthOfMonth() + 1.0);
    }

    private void makeDay() {
        long until;
        if (day <= month.lengthOfMonth()) {
            LocalDate date = month.atDay(day);
            int number = 0;
            for (Seat seat : Company.seats()) {
                liveThrough(date, seat, new Dice(seed * 1_000_003 + day * 1_009L + number++));
            }
            backUp(date, new Dice(seed * 1_000_003 + day * 1_009L + 997));
            until = start(date.plusDays(1));
        } else {
            until = Long.MAX_VALUE;
        }
        List<SimulatedDatagram> sent = new ArrayList<>();
        core.drain(until, sent::add);
        wan.drain(until, sent::add);
        sent.sort(Comparator.comparingLong(SimulatedDatagram::sentAt));
        ready.addAll(sent);
        day++;
    }

    private void liveThrough(LocalDate date, Seat seat, Dice dice) {
        boolean weekend = date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
        if (dice.unit() > (weekend ? 0.06 : 0.93)) {
            return;
        }
        for (int hour = 0; hour < 24; hour++) {
            double mean = seat.busyness() * BUSY[hour] / 100.0 * (weekend ? 0.25 : 1);
            long from = date.atTime(hour, 0).atZone(Company.ZONE).toInstant().toEpochMilli();
            for (int calls = mean == 0 ? 0 : dice.poisson(mean); calls > 0; calls--) {
                call(seat, from + dice.below(3_600_000), dice);
            }
        }
    }

    private void call(Seat seat, long start, Dice dice) {
        CallKind kind = CallKind.draw(seat.habit(), dice);
        boolean v6 = kind.reachesV6() && seat.habit() != Habit.VISITS && dice.below(100) < 18;
        Address caller = v6 ? seat.v6() : seat.v4();
        Address callee = kind.callee(v6, dice);
        long millis = (long) dice.around(kind.seconds * 1000, 0.9);
        long up = Math.min((long) dice.around(kind.up, kind.spread) + 60, 3_000_000_000L);
        long down = Math.min((long) dice.around(kind.down, kind.spread) + 60, 3_000_000_000L);
        int port = kind.port == 0 ? 0 : 49_152 + dice.below(16_384);
        converse(caller, callee, port, kind, start, Math.min(millis, 4 * 3_600_000L), up, down);
    }

    /// Every night the file server is copied to the data centre.
    private void backUp(LocalDate date, Dice dice) {
        long start =
                date.atTime(22, 0).atZone(Company.ZONE).toInstant().toEpochMilli()
                        + dice.below(120_000);
        long gigabytes = 3L + dice.below(4);
        exportCall(
                new Conversation(
                        Company.FILE_SERVER, Company.BACKUP_SERVER, 52_000, 873, TCP, start),
                5_400_000L + dice.below(1_800_000),
                gigabytes * 1_000_000_000L + dice.below(900_000_000),
                40_000_000L + dice.below(9_000_000));
    }

    private void converse(
            Address caller,
            Address callee,
            int port,
            CallKind kind,
            long start,
            long millis,
            long up,
            long down) {
        exportCall(
                new Conversation(caller, callee, port, kind.port, kind.protocol, start),
                millis,
                up,
                down);
    }

    private record Conversation(
            Address caller,
            Address callee,
            int callerPort,
            int calleePort,
            int protocol,
            long start) {}

    /// Reports a conversation as both exporters' caches would: a record for each direction at every
    /// active time-out and one when it has been quiet.
    private void exportCall(Conversation talk, long millis, long up, long down) {
        int parts = (int) (millis / ACTIVE_TIMEOUT_MILLIS) + 1;
        for (int part = 0; part < parts; part++) {
            long from = talk.start() + millis * part / parts;
            long to = talk.start() + millis * (part + 1) / parts;
            long due = part + 1 < parts ? to : to + INACTIVE_TIMEOUT_MILLIS;
            int flags =
                    talk.protocol() != TCP
                            ? 0
                            : 0x18 | (part == 0 ? 0x02 : 0) | (part + 1 == parts ? 0x01 : 0);
            report(talk, true, flags, share(up, part, parts), from, to, due);
            report(talk, false, flags, share(down, part, parts), from, to, due);
        }
    }

    private static long share(long whole, int part, int parts) {
        return whole * (part + 1) / parts - whole * part / parts;
    }

    private void report(
            Conversation talk,
            boolean forward,
            int flags,
            long bytes,
            long from,
            long to,
            long due) {
        if (bytes == 0) {
            return;
        }
        long packets = Math.max(1, bytes / (talk.protocol() == UDP ? 1_100 : 980));
        Address source = forward ? talk.caller() : talk.callee();
        Address destination = forward ? talk.callee() : talk.caller();
        int sourcePort = forward ? talk.callerPort() : talk.calleePort();
        int destinationPort = forward ? talk.calleePort() : talk.callerPort();
        int far = side(talk.callee());
        int near = talk.caller().equals(Company.FILE_SERVER) ? SERVERS : LAN;
        core.export(
                due,
                new SimulatedFlow(
                        source,
                        destination,
                        sourcePort,
                        destinationPort,
                        talk.protocol(),
                        flags,
                        0,
                        forward ? near : far,
                        forward ? far : near,
                        bytes,
                        packets,
                        from,
                        to));
        if (far == WAN) {
            wan.export(
                    due + 40,
                    new SimulatedFlow(
                            source,
                            destination,
                            sourcePort,
                            destinationPort,
                            talk.protocol(),
                            flags,
                            0,
                            forward ? 1 : 2,
                            forward ? 2 : 1,
                            bytes,
                            packets,
                            from,
                            to));
        }
    }

    private static int side(Address callee) {
        if (!callee.isV4()) {
            return INTERNET;
        }
        return switch ((int) (callee.lo() >>> 16 & 0xffff)) {
            case 0x0a14 -> WAN;
            case 0x0a01 -> SERVERS;
            default -> INTERNET;
        };
    }

    private static long start(LocalDate date) {
        return date.atStartOfDay(Company.ZONE).toInstant().toEpochMilli();
    }

    /// The instant at which the month begins.
    public Instant begins() {
        return Instant.ofEpochMilli(start(month.atDay(1)));
    }
}
