package net.flowtally.ledger.tariff;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.settings.Payer;

/// The tariff as it was known at one revision: its dated versions and the peak hours. Exactly one
/// rule prices a call at an instant: the first in order whose zone, service and band match; where
/// none does, or no version is valid, the call is unrated. Immutable; may be shared between
/// threads; asking for a rating allocates nothing.
public final class Tariff {
    private final List<TariffVersion> versions;
    private final PeakCalendar peaks;
    private final Payer payer;
    private final long[] from;
    private final long[] to;
    private final TariffRule[][] rules;
    private final Rating[][] ratings;

    /// @param versions do not overlap in time
    /// @param payer where no version is valid
    public Tariff(Collection<TariffVersion> versions, PeakCalendar peaks, Payer payer) {
        this.versions =
                versions.stream()
                        .sorted(Comparator.comparing(version -> version.span().from()))
                        .toList();
        this.peaks = peaks;
        this.payer = payer;
        int count = this.versions.size();
        from = new long[count];
        to = new long[count];
        rules = new TariffRule[count][];
        ratings = new Rating[count][];
        for (int i = 0; i < count; i++) {
            TariffVersion version = this.versions.get(i);
            from[i] = version.span().fromMicros();
            to[i] = version.span().toMicros();
            if (i > 0 && to[i - 1] > from[i]) {
                throw new IllegalArgumentException(
                        this.versions.get(i - 1) + " and " + version + " overlap in time");
            }
            rules[i] = version.rules().toArray(TariffRule[]::new);
            ratings[i] = version.rules().stream().map(TariffRule::rating).toArray(Rating[]::new);
        }
    }

    /// The rating of a call in a zone.
    ///
    /// @param zone its id
    /// @param micros the instant, in microseconds
    public Rating rate(long zone, String service, long micros) {
        return rate(zone, service, micros, peaks.bandAt(micros));
    }

    /// The same for whom the band at that instant is known already: it is the same all through a
    /// quarter hour.
    public Rating rate(long zone, String service, long micros, Band band) {
        int version = versionAt(micros);
        if (version < 0) {
            return Rating.UNRATED;
        }
        TariffRule[] candidates = rules[version];
        for (int i = 0; i < candidates.length; i++) {
            if (candidates[i].matches(zone, service, band)) {
                return ratings[version][i];
            }
        }
        return Rating.UNRATED;
    }

    /// PEAK or OFF_PEAK, whatever the rules make of it.
    public Band bandAt(long micros) {
        return peaks.bandAt(micros);
    }

    /// Who is charged for a call at an instant.
    public Payer payerAt(long micros) {
        int version = versionAt(micros);
        return version < 0 ? payer : versions.get(version).payer();
    }

    /// The version that is valid at an instant, in microseconds.
    public Optional<TariffVersion> versionOf(long micros) {
        int version = versionAt(micros);
        return version < 0 ? Optional.empty() : Optional.of(versions.get(version));
    }

    /// In the order of time.
    public List<TariffVersion> versions() {
        return versions;
    }

    private int versionAt(long micros) {
        for (int i = from.length - 1; i >= 0; i--) {
            if (micros >= from[i]) {
                return micros < to[i] ? i : -1;
            }
        }
        return -1;
    }
}
