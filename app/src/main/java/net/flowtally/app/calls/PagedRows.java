package net.flowtally.app.calls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.IntConsumer;
import javafx.collections.ObservableListBase;
import net.flowtally.ledger.explore.CallRecord;

/// As many rows as an answer has, of which only the pages near those last looked at are held. A row
/// that is asked for before its page is there is a placeholder, and its page is asked for. To be
/// used from the window's thread.
final class PagedRows extends ObservableListBase<CallRow> {
    static final int PAGE = 200;
    private static final int KEPT_PAGES = 40;

    private final IntConsumer wanted;
    private final SequencedMap<Integer, List<CallRecord>> pages =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Integer, List<CallRecord>> eldest) {
                    return size() > KEPT_PAGES;
                }
            };
    private int size;

    /// @param wanted is told the number of a page that is needed, perhaps more than once
    PagedRows(IntConsumer wanted) {
        this.wanted = wanted;
    }

    /// Begins anew with another answer.
    void reset(long rows) {
        int before = size;
        beginChange();
        pages.clear();
        size = Math.toIntExact(Math.min(rows, Integer.MAX_VALUE));
        for (int i = 0; i < Math.min(before, size); i++) {
            nextUpdate(i);
        }
        if (size > before) {
            nextAdd(before, size);
        } else if (size < before) {
            nextRemove(size, java.util.Collections.nCopies(before - size, CallRow.LOADING));
        }
        endChange();
    }

    /// Takes a page that has come.
    void deliver(int page, List<CallRecord> rows) {
        int from = page * PAGE;
        beginChange();
        pages.put(page, List.copyOf(rows));
        for (int i = from; i < Math.min(size, from + rows.size()); i++) {
            nextUpdate(i);
        }
        endChange();
    }

    @Override
    public CallRow get(int index) {
        int page = index / PAGE;
        List<CallRecord> rows = pages.getOrDefault(page, List.of());
        int offset = index - page * PAGE;
        if (offset < rows.size()) {
            return new CallRow.Loaded(rows.get(offset));
        }
        wanted.accept(page);
        return CallRow.LOADING;
    }

    @Override
    public int size() {
        return size;
    }
}
