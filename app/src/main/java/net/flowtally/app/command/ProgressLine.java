package net.flowtally.app.command;

import java.io.PrintWriter;
import net.flowtally.ledger.Progress;

/// How far long work is, told in lines not too close to each other. One thread.
final class ProgressLine implements Progress {
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final PrintWriter out;
    private long said = System.nanoTime();

    ProgressLine(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void at(String what, long done, long of) {
        long now = System.nanoTime();
        if (now - said < PAUSE_NANOS) {
            return;
        }
        said = now;
        out.println(what + (of > 0 ? " " + 100 * done / of + " %" : " ..."));
        out.flush();
    }
}
