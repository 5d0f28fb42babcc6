package net.flowtally.ledger.accounting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers texts that occur again and again, from 0. For one thread.
public final class Labels {
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private String recent = "";
    private int recentCode = -1;

    @SuppressWarnings("ReferenceEquality") // the same text mostly comes as the same object
    public int code(String text) {
        if (recentCode >= 0 && text == recent) {
            return recentCode;
        }
        Integer known = codes.get(text);
        if (known == null) {
            known = texts.size();
            codes.put(text, known);
            texts.add(text);
        }
        recent = text;
        recentCode = known;
        return known;
    }

    public String text(int code) {
        return texts.get(code);
    }

    public int size() {
        return texts.size();
    }
}
