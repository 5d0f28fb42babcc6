package net.flowtally.app.command;

import java.util.concurrent.Callable;
import net.flowtally.ledger.directory.Billing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "bill",
        description = {
            "Says whether a department and all below it are charged for what they use (chargeback),"
                    + " or only shown what it would cost (showback), in all open months at once.",
            "Statements of both are alike to the cent; those of showback say so. Sealed statements"
                    + " stay what they are."
        })
final class DirectoryBillCommand implements Callable<Integer> {
    @Mixin private DirectoryEditing editing;

    @Parameters(index = "0", paramLabel = "DEPARTMENT", description = "Its path.")
    private String path;

    @Parameters(
            index = "1",
            paramLabel = "BILLING",
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private Billing billing;

    @Override
    public Integer call() {
        return editing.edit(
                billing.column() + " for " + path,
                _ -> draft -> draft.billDepartment(path, billing));
    }
}
