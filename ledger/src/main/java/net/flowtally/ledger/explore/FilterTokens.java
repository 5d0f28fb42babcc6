package net.flowtally.ledger.explore;

/// Cuts the text of a filter into words, quoted values and signs.
final class FilterTokens {
    enum Kind {
        WORD,
        QUOTED,
        SIGN,
        END
    }

    /// @param column of its first character, from 1
    record Token(Kind kind, String text, int column) {
        boolean isSign(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }

        boolean isValue() {
            return kind == Kind.WORD || kind == Kind.QUOTED;
        }

        @Override
        public String toString() {
            return kind == Kind.END ? "the end of the filter" : "'" + text + "'";
        }
    }

    private static final String SIGNS = "=!~&|(),<>\"";

    private final String text;
    private int at;
    private Token current;

    FilterTokens(String text) {
        this.text = text;
        this.current = read();
    }

    static boolean isWord(char c) {
        return !Character.isWhitespace(c) && SIGNS.indexOf(c) < 0;
    }

    Token peek() {
        return current;
    }

    Token next() {
        Token token = current;
        current = read();
        return token;
    }

    /// Takes the sign if it is the next token.
    boolean take(String sign) {
        if (!current.isSign(sign)) {
            return false;
        }
        next();
        return true;
    }

    private Token read() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new Token(Kind.END, "", start + 1);
        }
        char c = text.charAt(at);
        if (c == '"') {
            return quoted(start);
        }
        if (isWord(c)) {
            while (at < text.length() && isWord(text.charAt(at))) {
                at++;
            }
            return new Token(Kind.WORD, text.substring(start, at), start + 1);
        }
        at++;
        if (at < text.length() && isTwoSigns(c, text.charAt(at))) {
            at++;
        }
        return new Token(Kind.SIGN, text.substring(start, at), start + 1);
    }

    private static boolean isTwoSigns(char first, char second) {
        return switch (first) {
            case '!' -> second == '=' || second == '~';
            case '<', '>' -> second == '=';
            default -> false;
        };
    }

    private Token quoted(int start) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                value.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append('"');
                at++;
            } else {
                return new Token(Kind.QUOTED, value.toString(), start + 1);
            }
        }
        throw new MalformedFilter(start + 1, "the quoted value has no closing quote");
    }
}
