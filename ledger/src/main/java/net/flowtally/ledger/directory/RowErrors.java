package net.flowtally.ledger.directory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with a file, up to a limit. For one thread.
final class RowErrors {
    static final int MOST = 1_000;

    private final List<RowError> errors = new ArrayList<>();
    private long more;

    void add(long line, String column, String message) {
        if (errors.size() < MOST) {
            errors.add(new RowError(line, column, message));
        } else {
            more++;
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /// By line; where there are more than the limit, a last one says how many.
    List<RowError> list() {
        List<RowError> sorted = new ArrayList<>(errors);
        sorted.sort(Comparator.comparingLong(RowError::line));
        if (more > 0) {
            sorted.add(new RowError(0, "", more + " more errors are not listed."));
        }
        return sorted;
    }
}
