package net.flowtally.ledger.billing;

import java.util.List;
import net.flowtally.ledger.period.BillingPeriod;

/// What came of the wish to seal a period.
public sealed interface SealOutcome {
    /// It is closed for ever, with these statements.
    record Sealed(BillingPeriod period, List<Statement> statements) implements SealOutcome {
        public Sealed {
            statements = List.copyOf(statements);
        }
    }

    /// The checklist has errors and no reason was given for sealing over them.
    record Refused(BillingPeriod period, List<ChecklistItem> items) implements SealOutcome {
        public Refused {
            items = List.copyOf(items);
        }
    }

    /// It cannot be sealed yet or at all, whatever reason is given; nothing changed.
    ///
    /// @param why a sentence
    record Impossible(String period, String why) implements SealOutcome {}

    /// It was sealed before; nothing changed.
    record AlreadySealed(BillingPeriod period) implements SealOutcome {}
}
