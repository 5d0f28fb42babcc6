package net.flowtally.app.window;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.flowtally.app.screen.Texts;
import net.flowtally.ledger.address.MalformedAddress;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.explore.Filter;
import net.flowtally.ledger.explore.FilterField;
import net.flowtally.ledger.explore.MalformedFilter;

/// Finds what the user may mean by what was typed into the command palette.
final class PaletteModel {
    private static final int LIMIT = 50;

    private final Texts texts;
    private final Supplier<List<PaletteEntry>> known;
    private final Consumer<String> showCalls;

    /// @param known everything that can be reached by its name
    /// @param showCalls opens the calls that a filter lets through
    PaletteModel(Texts texts, Supplier<List<PaletteEntry>> known, Consumer<String> showCalls) {
        this.texts = texts;
        this.known = known;
        this.showCalls = showCalls;
    }

    /// What fits, the best first. Every word must occur; an address, prefix or filter leads to its
    /// calls.
    List<PaletteEntry> find(String typed) {
        String text = typed.strip();
        List<PaletteEntry> found = new ArrayList<>(callsOf(text));
        String[] words = text.toLowerCase(texts.locale()).split("\\s+");
        known.get().stream()
                .filter(entry -> hasAll(entry, words))
                .sorted(Comparator.comparing(entry -> !startsWith(entry, words[0])))
                .limit(LIMIT)
                .forEach(found::add);
        return found;
    }

    private List<PaletteEntry> callsOf(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        try {
            Prefix prefix = Prefix.parse(text);
            String filter = Filter.condition(FilterField.ADDRESS, true, prefix.toString());
            return List.of(calls("palette.callsOfAddress", prefix.toString(), filter));
        } catch (MalformedAddress e) {
            return callsOfFilter(text);
        }
    }

    private List<PaletteEntry> callsOfFilter(String text) {
        try {
            return List.of(calls("palette.callsWhere", text, Filter.parse(text).text()));
        } catch (MalformedFilter e) {
            return List.of();
        }
    }

    private PaletteEntry calls(String key, String subject, String filter) {
        return new PaletteEntry(
                texts.get(key, subject),
                texts.get("palette.kind.calls"),
                () -> showCalls.accept(filter));
    }

    private boolean hasAll(PaletteEntry entry, String[] words) {
        String title = folded(entry.title() + " " + entry.kind());
        for (String word : words) {
            if (!title.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private boolean startsWith(PaletteEntry entry, String word) {
        return folded(entry.title()).startsWith(word);
    }

    private String folded(String text) {
        Locale locale = texts.locale();
        return text.toLowerCase(locale);
    }
}
