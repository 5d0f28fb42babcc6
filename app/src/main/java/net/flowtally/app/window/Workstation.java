package net.flowtally.app.window;

import java.net.URL;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.stage.Stage;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.PeriodsModel;
import net.flowtally.ledger.store.Home;

/// The workstation's window.
public final class Workstation {

    private Workstation() {}

    /// Opens the window on a home and waits until it is closed. Only once in a process.
    ///
    /// @param programVersion as seals record it
    /// @return exit code
    public static int open(Home home, Clock clock, Locale locale, String programVersion) {
        return run(home, clock, locale, programVersion, WorkstationWindow::show);
    }

    /// Opens the window on a home, goes through its screens, and closes it. Only once in a process.
    public static void rehearse(Home home, Clock clock, Locale locale) {
        run(
                home,
                clock,
                locale,
                "rehearsal",
                window -> {
                    window.show();
                    window.tour();
                });
    }

    private static int run(
            Home home,
            Clock clock,
            Locale locale,
            String programVersion,
            Consumer<WorkstationWindow> begin) {
        CountDownLatch closed = new CountDownLatch(1);
        Platform.startup(() -> {
            Stage stage = new Stage();
            begin.accept(
                    new WorkstationWindow(
                            stage,
                            home,
                            clock,
                            locale,
                            programVersion,
                            new SystemFileChoice(() -> stage),
                            closed::countDown));
        });
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Platform.exit();
        return 0;
    }

    /// Lets the window open on a billing period of a home when it opens next.
    ///
    /// @param period `YYYY-MM`
    public static void openNextAt(Home home, String period) {
        KeepsakeFile file = new KeepsakeFile(home);
        Keepsakes keepsakes = file.read();
        keepsakes.keep(PeriodsModel.KEPT, period);
        file.write(keepsakes);
    }

    /// The window's own style sheet.
    static String styles() {
        URL sheet = Objects.requireNonNull(Workstation.class.getResource("flowtally.css"));
        return sheet.toExternalForm();
    }
}
