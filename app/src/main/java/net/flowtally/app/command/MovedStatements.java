package net.flowtally.app.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import net.flowtally.ledger.billing.MovedStatement;

/// How a preview of an edit tells which open statements would move.
final class MovedStatements {
    private MovedStatements() {}

    static void tell(List<MovedStatement> moved, PrintWriter out) {
        if (moved.isEmpty()) {
            out.println("No open statement moves.");
            return;
        }
        out.println("Open statements that move:");
        for (MovedStatement each : moved) {
            out.printf(
                    Locale.ROOT,
                    "  %s %s: %,d -> %,d bytes (%+,d), %s -> %s (%s)%n",
                    each.period(),
                    each.department(),
                    each.bytesBefore(),
                    each.bytesAfter(),
                    each.bytesAfter() - each.bytesBefore(),
                    each.before(),
                    each.after(),
                    each.after().minus(each.before()));
        }
    }
}
