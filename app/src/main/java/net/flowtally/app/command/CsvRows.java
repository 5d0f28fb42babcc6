package net.flowtally.app.command;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;

/// Rows as CSV (RFC 4180, with plain line feeds): a header, then a line each. Exact: no text is
/// changed to please a spreadsheet.
final class CsvRows implements Rows {
    private final Writer out;

    CsvRows(Writer out, List<String> columns) throws IOException {
        this.out = out;
        row(columns.toArray());
    }

    @Override
    public void row(Object... values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                out.write(',');
            }
            out.write(
                    values[i] instanceof BigDecimal decimal
                            ? decimal.toPlainString()
                            : quoted(values[i].toString()));
        }
        out.write('\n');
    }

    private static String quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\n' || c == '\r') {
                return '"' + text.replace("\"", "\"\"") + '"';
            }
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
