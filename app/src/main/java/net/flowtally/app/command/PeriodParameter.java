package net.flowtally.app.command;

import java.util.Optional;
import net.flowtally.ledger.period.BillingPeriod;
import picocli.CommandLine.Parameters;

/// The parameter PERIOD of commands: a billing period by its name.
final class PeriodParameter {
    @Parameters(paramLabel = "PERIOD", description = "A month, as in 2026-03.")
    private String name;

    /// The name as it was given, whether there is such a period or not.
    String name() {
        return name;
    }

    /// The period, which is there.
    BillingPeriod in(OpenHome site) {
        return ifKnown(site).orElseThrow(() -> unknown(name));
    }

    /// The period, if calls or statements have made it.
    Optional<BillingPeriod> ifKnown(OpenHome site) {
        return find(site, name);
    }

    /// The period of a name, if it is there.
    static Optional<BillingPeriod> find(OpenHome site, String name) {
        // a name that is no month is refused in words of its own
        site.zone().period(name);
        return site.periods().find(name);
    }

    static Refused unknown(String name) {
        return new Refused(
                "There is no usage in "
                        + name
                        + " yet; 'flowtally account' makes it, 'flowtally period list' names the"
                        + " periods there are.");
    }
}
