package net.flowtally.ledger.retention;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.SettingsSnapshot;
import net.flowtally.ledger.store.Home;

/// What the site has decided about its call detail.
///
/// @param months that are kept beside the one that is going on; empty for all
/// @param size in octets that call detail may take on the disk; empty for any
/// @param dispute for so long after a seal nothing of the period goes
/// @param isArchived whether the archive of a period is written before its detail goes
/// @param folder where to
/// @param heldGoes whether held records that nobody released go with their period
public record RetentionPolicy(
        OptionalInt months,
        OptionalLong size,
        Duration dispute,
        boolean isArchived,
        Path folder,
        boolean heldGoes) {
    static RetentionPolicy of(SettingsSnapshot settings, Home home) {
        String folder = settings.get(Setting.ARCHIVE_FOLDER);
        return new RetentionPolicy(
                settings.get(Setting.RETENTION_MONTHS),
                settings.get(Setting.RETENTION_SIZE),
                Duration.ofDays(settings.get(Setting.RETENTION_DISPUTE_DAYS)),
                settings.get(Setting.RETENTION_ARCHIVE),
                folder.isEmpty() ? home.archives() : Path.of(folder),
                settings.get(Setting.RETENTION_HELD));
    }

    /// Nothing ever goes.
    public boolean keepsAll() {
        return months.isEmpty() && size.isEmpty();
    }
}
