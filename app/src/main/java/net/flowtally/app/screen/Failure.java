package net.flowtally.app.screen;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import net.flowtally.ledger.LedgerException;
import net.flowtally.reports.ReportException;

/// Why work in the background came to nothing.
///
/// @param sentence for the user; empty when nobody foresaw the failure
/// @param code the same for every failure from the same place, to be searched for in the log; empty
///   when the sentence says it all
public record Failure(String sentence, String code) {

    /// A failure that is understood.
    public static Failure because(String sentence) {
        return new Failure(sentence, "");
    }

    /// A failure as it was thrown.
    public static Failure of(Throwable thrown) {
        if (thrown instanceof LedgerException || thrown instanceof ReportException) {
            String message = thrown.getMessage();
            return new Failure(message == null ? "" : message, "");
        }
        if (thrown instanceof IOException) {
            return because(String.valueOf(thrown.getMessage()));
        }
        int place =
                Arrays.stream(thrown.getStackTrace())
                        .limit(4)
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .toList()
                        .hashCode();
        String code = "%08X".formatted(place ^ thrown.getClass().getName().hashCode());
        return new Failure("", code.toUpperCase(Locale.ROOT));
    }

    /// Whether the failure explains itself in its sentence.
    public boolean isExpected() {
        return code.isEmpty();
    }
}
