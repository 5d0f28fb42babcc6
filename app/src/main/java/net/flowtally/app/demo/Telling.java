package net.flowtally.app.demo;

import java.io.PrintWriter;
import java.util.Locale;
import net.flowtally.ledger.Progress;

/// Tells what the demonstration is doing, a line for each step and now and then how far it is. One
/// thread.
final class Telling implements Progress {
    private static final long PAUSE_NANOS = 2_000_000_000L;

    private final PrintWriter out;
    private long said = System.nanoTime();
    private String last = "";

    Telling(PrintWriter out) {
        this.out = out;
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is in no library used here
    void line(String format, Object... values) {
        say(String.format(Locale.ROOT, format, values));
    }

    @Override
    public void at(String what, long done, long of) {
        String line = "    " + what + (of > 0 ? " " + 100 * done / of + " %" : "");
        if (System.nanoTime() - said < PAUSE_NANOS || line.equals(last)) {
            return;
        }
        last = line;
        say(line);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
        said = System.nanoTime();
    }
}
