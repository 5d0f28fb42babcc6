package net.flowtally.app.command;

import java.util.concurrent.CountDownLatch;

/// How a command that runs until it is asked to end does so: a signal lets it finish its work, and
/// the process ends with the command's own exit code and not with that of the signal.
final class Ending {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int code;

    /// From now on signals ask for the end.
    void begin() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "stop"));
    }

    /// Returns when the end is asked for.
    void await() throws InterruptedException {
        asked.await();
    }

    /// Everything is done and said.
    void done(int exit) {
        code = exit;
        done.countDown();
    }

    /// Runs when the process ends, be it by itself or by a signal.
    private void end() {
        if (done.getCount() == 0) {
            return;
        }
        asked.countDown();
        try {
            done.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }
}
