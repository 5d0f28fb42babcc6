package net.flowtally.ledger.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Collects what is wrong with a file, up to a limit. For one thread.
public final class RowErrors {
    static final int MOST = 1_000;

    private final List<RowError> errors = new ArrayList<>();
    private long more;
    private boolean failed;
    private final Map<String, Integer> passedOver = new TreeMap<>();

    /// A row cannot be taken; the others can.
    ///
    /// @param column empty = the whole line
    public void add(long line, String column, String message) {
        if (errors.size() < MOST) {
            errors.add(new RowError(line, column, message));
        } else {
            more++;
        }
    }

    /// The file cannot be taken: nothing of it is to be trusted.
    public void fail(long line, String message) {
        add(line, "", message);
        fail();
    }

    /// Something is left out by rule and not because it is wrong.
    ///
    /// @param what goes on after a number, as in "leases have no MAC"
    void passOver(String what) {
        passedOver.merge(what, 1, Integer::sum);
    }

    /// How often what was passed over, in words.
    List<String> passedOver() {
        List<String> sentences = new ArrayList<>();
        passedOver.forEach((what, count) -> sentences.add(count + " " + what + "."));
        return sentences;
    }

    /// As what has been added says.
    void fail() {
        failed = true;
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /// How many there are, the unlisted ones among them.
    long count() {
        return errors.size() + more;
    }

    boolean hasFailed() {
        return failed;
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
