package net.flowtally.ledger.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where something is imported from and how, kept under a name.
///
/// @param name also the name that its statements are kept under, unless its settings say another
/// @param kind `file` or `ldap`
/// @param settings what that kind needs to know, by key
/// @param last its last run, empty before the first
public record SavedSource(
        String name, String kind, Map<String, String> settings, Optional<LastRun> last) {
    /// The setting that says how long after a run it is due again: minutes, hours or days, as in
    /// `30m`, `12h`, `1d`.
    public static final String EVERY = "every";

    private static final Pattern TIME = Pattern.compile("(\\d{1,5})([mhd])");

    /// A scheduler that calls at the full hour is early one time and late the other.
    private static final int EARLY = 10;

    /// @param good whether all of it was taken
    /// @param words what came of it
    public record LastRun(Instant at, boolean good, String words) {}

    /// @throws BadImport if its time is none
    public SavedSource {
        settings = Map.copyOf(settings);
        requireSound(settings.getOrDefault(EVERY, "1d"));
    }

    /// One that has never run.
    public SavedSource(String name, String kind, Map<String, String> settings) {
        this(name, kind, settings, Optional.empty());
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /// How long after a run it is due again; empty if it runs only when it is asked to.
    public Optional<Duration> every() {
        return get(EVERY).map(SavedSource::duration);
    }

    /// Whether its time is over, but for a tenth; one that failed is due at once.
    public boolean isDue(Instant now) {
        return every().map(time ->
                        last.map(run ->
                                        !run.good()
                                                || !now.isBefore(
                                                        run.at()
                                                                .plus(time)
                                                                .minus(time.dividedBy(EARLY))))
                                .orElse(true))
                .orElse(false);
    }

    private static void requireSound(String every) {
        if (duration(every).isZero()) {
            throw new BadImport("'" + every + "' is no time; write 30m, 12h or 1d.");
        }
    }

    /// Zero if it is none.
    private static Duration duration(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return Duration.ZERO;
        }
        long count = Long.parseLong(time.group(1));
        return switch (time.group(2)) {
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
