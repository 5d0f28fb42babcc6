package net.flowtally.app.command;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import net.flowtally.ledger.time.AccountingZone;
import picocli.CommandLine.Option;

/// The options of imports that may tell what holds as of a time.
final class ImportTelling {
    @Option(
            names = "--as-of",
            paramLabel = "T",
            description =
                    "The rows tell what holds from then on, and what was said otherwise ends then: "
                            + EffectiveTime.WORDS
                            + " Unless it is given, what a source says for the first time has always"
                            + " been so, and what it says later holds from now on.")
    private String asOf = "";

    @Option(
            names = "--complete",
            description =
                    "The rows are all there is: what the source said before and says no longer ends"
                            + " as well.")
    private boolean complete;

    @Option(
            names = "--even-most",
            description = "Let --complete end even more than half of what the source said.")
    private boolean evenMost;

    /// Whether something is asked for that is meant for a single run.
    boolean isForOnce() {
        return !asOf.isEmpty() || evenMost;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isEvenMost() {
        return evenMost;
    }

    /// Empty if it was not said.
    Optional<Instant> asOf(AccountingZone zone, Clock clock) {
        return asOf.isEmpty()
                ? Optional.empty()
                : Optional.of(EffectiveTime.read(asOf, zone, clock));
    }
}
