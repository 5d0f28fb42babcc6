package net.flowtally.reports.catalogue;

import java.util.List;
import java.util.Locale;
import net.flowtally.reports.ReportException;

/// A report is asked for somebody or something that has no usage.
public final class UnknownName extends ReportException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 20;

    UnknownName(String kind, String name, List<String> known) {
        super(
                "There is no usage of the "
                        + kind.toLowerCase(Locale.ROOT)
                        + " '"
                        + name
                        + "' in this interval; "
                        + (known.isEmpty() ? "there is none at all." : others(known)));
    }

    private static String others(List<String> known) {
        String names = String.join(", ", known.subList(0, Math.min(SHOWN, known.size())));
        int left = known.size() - SHOWN;
        return "there is some of: " + names + (left > 0 ? " and " + left + " more." : ".");
    }
}
