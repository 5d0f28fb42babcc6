package net.flowtally.ledger.archive;

import java.nio.file.Path;
import java.time.Clock;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.LedgerException;
import net.flowtally.ledger.Progress;
import net.flowtally.ledger.billing.Seal;
import net.flowtally.ledger.billing.SealOutcome;
import net.flowtally.ledger.calls.CallArchive;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.Settings;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;

/// Closes periods for ever, and writes the archive of each where the site has named a folder for
/// them.
public final class ArchivedSeal {
    private final Seal seal;
    private final Settings settings;
    private final PeriodArchive archives;

    public ArchivedSeal(
            Home home, Store store, CallArchive archive, Clock clock, String programVersion) {
        seal = new Seal(home, store, archive, clock, programVersion);
        settings = new Settings(store);
        archives = new PeriodArchive(home, store, archive);
    }

    /// As `Seal.seal`.
    ///
    /// @throws PeriodArchiveException if the period is sealed and its archive cannot be written
    public SealOutcome seal(
            String period,
            String reason,
            String actor,
            Cancellation cancellation,
            Progress progress) {
        SealOutcome outcome = seal.seal(period, reason, actor, cancellation, progress);
        if (outcome instanceof SealOutcome.Sealed(var sealed, var _)) {
            try {
                String folder = settings.get(Setting.ARCHIVE_FOLDER);
                if (!folder.isEmpty()) {
                    Path file = Path.of(folder).resolve(sealed.name() + ".sqlite");
                    archives.write(sealed, file, cancellation, progress);
                }
            } catch (LedgerException e) {
                throw new PeriodArchiveException(
                        sealed.name()
                                + " is sealed, but its archive is not written: "
                                + e.getMessage()
                                + " 'flowtally period archive' writes it.",
                        e);
            }
        }
        return outcome;
    }
}
