package net.flowtally.ledger.accounting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers texts that occur again and again, from 0. For one thread.
public final class Labels {
    private static final int RECENT = 64;

    /// A text that is no other object.
    @SuppressWarnings("StringOperationCanBeSimplified")
    private static final String NOT_YET = new String("");

    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final String[] recent = new String[RECENT];
    private final int[] recentCodes = new int[RECENT];

    public Labels() {
        Arrays.fill(recent, NOT_YET);
    }

    @SuppressWarnings("ReferenceEquality") // the same text mostly comes as the same object
    public int code(String text) {
        int slot = text.hashCode() & (RECENT - 1);
        if (text == recent[slot]) {
            return recentCodes[slot];
        }
        Integer known = codes.get(text);
        if (known == null) {
            known = texts.size();
            codes.put(text, known);
            texts.add(text);
        }
        recent[slot] = text;
        recentCodes[slot] = known;
        return known;
    }

    public String text(int code) {
        return texts.get(code);
    }

    public int size() {
        return texts.size();
    }

    /// By code, the place of each text among the others in their order.
    public int[] ranks() {
        Integer[] codes = new Integer[texts.size()];
        Arrays.setAll(codes, code -> code);
        Arrays.sort(codes, Comparator.comparing(texts::get));
        int[] ranks = new int[codes.length];
        for (int rank = 0; rank < codes.length; rank++) {
            ranks[codes[rank]] = rank;
        }
        return ranks;
    }
}
