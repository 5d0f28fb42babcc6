package net.flowtally.ledger.billing;

import java.util.List;
import net.flowtally.ledger.accounting.CanonicalHash;

/// The hash over the corrections of a period, heads and lines in their order.
final class CorrectionHash {
    private CorrectionHash() {}

    static String of(List<Correction> corrections) {
        CanonicalHash hash = new CanonicalHash();
        for (Correction correction : corrections) {
            hash.field(correction.number())
                    .field(correction.bookedIn())
                    .field(correction.revision())
                    .field(correction.lastCommit())
                    .endRow();
            for (CorrectionLine line : correction.lines()) {
                hash.field(line.id())
                        .field(line.departmentId())
                        .field(line.departmentPath())
                        .field(line.rule())
                        .field(line.category())
                        .field(line.zone())
                        .field(line.band().column())
                        .field(line.kind().column())
                        .field(line.reference())
                        .field(line.calls())
                        .field(line.bytes())
                        .field(line.unitPrice().stripTrailingZeros().toPlainString())
                        .field(line.unitBytes())
                        .field(line.amount().currency().getCurrencyCode())
                        .field(line.amount().minor())
                        .endRow();
            }
        }
        return hash.hex();
    }
}
