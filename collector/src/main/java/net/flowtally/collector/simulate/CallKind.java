package net.flowtally.collector.simulate;

import java.util.List;
import net.flowtally.collector.simulate.Company.Habit;
import net.flowtally.ledger.address.Address;

/// A kind of conversation: with whom, over what, and how long and large it usually is. Volumes are
/// medians in bytes from caller to callee (`up`) and back (`down`), `spread` is the sigma of their
/// logarithm, `seconds` the median duration.
enum CallKind {
    WEB(6, 443, 9_000, 160_000, 1.5, 14, 40, 36, 40, 90),
    WEB_QUIC(17, 443, 14_000, 420_000, 1.6, 22, 16, 16, 10, 60),
    WEB_PLAIN(6, 80, 2_500, 30_000, 1.3, 5, 4, 5, 3, 10),
    CLOUD_UPLOAD(6, 443, 2_400_000, 40_000, 1.2, 55, 3, 3, 1, 1),
    VIDEO(17, 3478, 48_000_000, 61_000_000, 0.6, 1500, 2, 1, 1, 0),
    DNS(17, 53, 70, 220, 0.3, 0, 22, 22, 18, 30),
    FILES(6, 445, 90_000, 700_000, 1.8, 45, 6, 7, 9, 0),
    WIKI(6, 443, 6_000, 90_000, 1.2, 8, 3, 9, 2, 0),
    MAIL(6, 993, 8_000, 60_000, 1.6, 35, 10, 6, 12, 0),
    MAIL_OUT(6, 587, 110_000, 3_000, 1.7, 6, 3, 1, 3, 0),
    ERP(6, 1521, 22_000, 140_000, 1.2, 240, 6, 1, 16, 0),
    CODE(6, 22, 60_000, 900_000, 1.9, 40, 0, 9, 1, 0),
    PING(1, 0, 400, 400, 0.2, 4, 1, 1, 0, 1);

    private static final List<Address> OUTSIDE =
            List.of(
                    Address.parse("198.51.100.7"),
                    Address.parse("198.51.100.34"),
                    Address.parse("198.51.100.80"),
                    Address.parse("203.0.113.5"),
                    Address.parse("203.0.113.19"),
                    Address.parse("203.0.113.77"),
                    Address.parse("203.0.113.140"),
                    Address.parse("192.0.2.10"),
                    Address.parse("192.0.2.65"),
                    Address.parse("192.0.2.201"),
                    Address.parse("198.18.4.4"),
                    Address.parse("198.18.90.17"));
    private static final List<Address> OUTSIDE_V6 =
            List.of(
                    Address.parse("2001:db8:ff00::7"),
                    Address.parse("2001:db8:ff00::34"),
                    Address.parse("2001:db8:ffa0::5"));

    final int protocol;
    final int port;
    final double up;
    final double down;
    final double spread;
    final double seconds;
    private final int selling;
    private final int building;
    private final int administering;
    private final int visiting;

    CallKind(
            int protocol,
            int port,
            double up,
            double down,
            double spread,
            double seconds,
            int selling,
            int building,
            int administering,
            int visiting) {
        this.protocol = protocol;
        this.port = port;
        this.up = up;
        this.down = down;
        this.spread = spread;
        this.seconds = seconds;
        this.selling = selling;
        this.building = building;
        this.administering = administering;
        this.visiting = visiting;
    }

    static CallKind draw(Habit habit, Dice dice) {
        int sum = 0;
        for (CallKind kind : values()) {
            sum += kind.weight(habit);
        }
        int left = dice.below(sum);
        for (CallKind kind : values()) {
            left -= kind.weight(habit);
            if (left < 0) {
                return kind;
            }
        }
        throw new AssertionError("the weights sum to what was drawn from");
    }

    private int weight(Habit habit) {
        return switch (habit) {
            case SELLS -> selling;
            case BUILDS -> building;
            case ADMINISTERS -> administering;
            case VISITS -> visiting;
        };
    }

    /// Whether this kind also runs over IPv6 now and then.
    boolean reachesV6() {
        return this == WEB || this == WEB_QUIC;
    }

    Address callee(boolean v6, Dice dice) {
        return switch (this) {
            case DNS -> Company.NAME_SERVER;
            case FILES -> Company.FILE_SERVER;
            case WIKI -> Company.WIKI_SERVER;
            case MAIL, MAIL_OUT -> Company.MAIL_SERVER;
            case ERP -> Company.ERP_SERVER;
            case WEB, WEB_QUIC, WEB_PLAIN, CLOUD_UPLOAD, VIDEO, CODE, PING ->
                    popular(v6 ? OUTSIDE_V6 : OUTSIDE, dice);
        };
    }

    /// The first of a list is asked for far more often than the last.
    private static Address popular(List<Address> all, Dice dice) {
        double u = dice.unit();
        return all.get((int) (u * u * all.size()));
    }
}
