package net.flowtally.ledger.billing;

import java.util.List;
import net.flowtally.ledger.accounting.CanonicalHash;
import net.flowtally.ledger.accounting.LineKind;

/// The hash over the statements of a period: heads and lines in their order, without the integrity
/// box, which the seal keeps beside it.
final class StatementHash {
    private StatementHash() {}

    static String of(List<Statement> statements) {
        CanonicalHash hash = new CanonicalHash();
        for (Statement statement : statements) {
            hash.field(statement.number())
                    .field(statement.departmentId())
                    .field(statement.departmentPath())
                    .field(statement.currency().getCurrencyCode())
                    .field(statement.total().minor());
            if (!statement.isCharged()) {
                hash.field(statement.billing().column());
            }
            hash.endRow();
            for (StatementLine line : statement.lines()) {
                hash.field(line.id())
                        .field(line.rule())
                        .field(line.category())
                        .field(line.zone())
                        .field(line.band().column())
                        .field(line.calls())
                        .field(line.bytes())
                        .field(line.unitPrice().stripTrailingZeros().toPlainString())
                        .field(line.unitBytes())
                        .field(line.amount().minor());
                if (line.kind() != LineKind.USAGE || !line.reference().isEmpty()) {
                    hash.field(line.kind().column()).field(line.reference());
                }
                hash.endRow();
            }
        }
        return hash.hex();
    }
}
