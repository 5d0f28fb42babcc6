package net.flowtally.ledger.retention;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.flowtally.ledger.calls.DetailSize;
import net.flowtally.ledger.calls.DetailSize.QuarterSize;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;

/// How much call detail there is, and when it will be too much. Growth is that of the last 30 days
/// of it.
///
/// @param since the first quarter hour that it is kept of; empty if there is none
/// @param octets on the disk
/// @param octetsADay by which it grows; 0 while there is less than a day of it
/// @param size what it may take, as the site has set
/// @param free octets of the disk that the program may still use
public record DetailForecast(
        Optional<Instant> since,
        long slices,
        long octets,
        long octetsADay,
        OptionalLong size,
        long free) {
    private static final long DAY = 96 * QuarterHour.MICROS;
    private static final long LOOKED_AT = 30 * DAY;

    public static DetailForecast read(Home home, Store store) {
        RetentionPolicy policy = RetentionPolicy.of(new Settings(store).current(), home);
        return store.read(connection -> of(home, connection, policy));
    }

    static DetailForecast of(Home home, Connection connection, RetentionPolicy policy)
            throws SQLException {
        return of(DetailSize.sizes(connection), DetailSize.octets(connection), policy, free(home));
    }

    private static DetailForecast of(
            List<QuarterSize> sizes, long octets, RetentionPolicy policy, long free) {
        if (sizes.isEmpty()) {
            return new DetailForecast(Optional.empty(), 0, octets, 0, policy.size(), free);
        }
        long first = sizes.getFirst().quarter();
        long end = sizes.getLast().quarter() + QuarterHour.MICROS;
        long from = Math.max(first, end - LOOKED_AT);
        long recent = 0;
        long slices = 0;
        for (QuarterSize size : sizes) {
            slices += size.slices();
            recent += size.quarter() >= from ? size.octets() : 0;
        }
        return new DetailForecast(
                Optional.of(Micros.instant(first)),
                slices,
                octets,
                end - from < DAY ? 0 : recent / ((end - from) / QuarterHour.MICROS) * 96,
                policy.size(),
                free);
    }

    private static long free(Home home) {
        try {
            return Files.getFileStore(home.calls()).getUsableSpace();
        } catch (IOException e) {
            throw new RetentionException(
                    "How much room the disk of " + home.root() + " has cannot be told: " + e, e);
        }
    }

    /// Days until call detail takes what the site allows; empty if there is no limit or no growth.
    public OptionalLong daysToSize() {
        return octetsADay == 0 || size.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, size.getAsLong() - octets) / octetsADay);
    }

    /// Days until the disk is full, if nothing goes; empty if there is no growth.
    public OptionalLong daysToFull() {
        return octetsADay == 0 ? OptionalLong.empty() : OptionalLong.of(free / octetsADay);
    }
}
