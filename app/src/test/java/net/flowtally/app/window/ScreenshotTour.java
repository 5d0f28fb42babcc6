package net.flowtally.app.window;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import net.flowtally.app.screen.Destination;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Section;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.store.Home;
import net.flowtally.reports.catalogue.Catalogue;
import net.flowtally.reports.catalogue.ReportDeclaration;

/// Takes pictures of every screen of a home, light and dark, in two sizes: `ScreenshotTour HOME
/// FOLDER [LANGUAGE [PERIOD]]`. Its log is `tour.log` in the home's `log`; fails where the window
/// complains of anything.
final class ScreenshotTour {
    /// JavaFX's headless platform has a screen of 1000 x 1000 points in one row after the other,
    /// and a window may be broader than that, but does not fit into it if it is that high: painting
    /// its last row then throws.
    private static final int[][] SIZES = {{1280, 800}, {1600, 900}};

    private static final long PATIENCE_SECONDS = 120;

    private final WorkstationWindow window;
    private final Stage stage;
    private final Path folder;

    private ScreenshotTour(WorkstationWindow window, Stage stage, Path folder) {
        this.window = window;
        this.stage = stage;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Home home = Home.open(Path.of(arguments[0]));
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        System.setProperty("flowtally.log.directory", home.log().toString());
        System.setProperty("flowtally.log.name", "tour");
        System.setProperty("flowtally.log.shown", "WARN");
        System.setProperty("logback.configurationFile", "logback-home.xml");
        Locale locale = Locale.forLanguageTag(arguments.length > 2 ? arguments[2] : "en");
        String period = arguments.length > 3 ? arguments[3] : "";
        CountDownLatch started = new CountDownLatch(1);
        Platform.startup(started::countDown);
        started.await();
        Platform.setImplicitExit(false);
        try {
            for (int[] size : SIZES) {
                Keepsakes keepsakes = new Keepsakes();
                new WindowSettings(
                                Double.NaN,
                                Double.NaN,
                                size[0],
                                size[1],
                                false,
                                Theme.LIGHT,
                                Section.OVERVIEW,
                                false)
                        .keepIn(keepsakes);
                new KeepsakeFile(home).write(keepsakes);
                ScreenshotTour tour = onWindow(() -> open(home, folder, locale));
                tour.go(size[0], period);
                onWindow(() -> {
                    tour.stage.hide();
                    return tour;
                });
            }
        } finally {
            Platform.exit();
        }
    }

    private static ScreenshotTour open(Home home, Path folder, Locale locale) {
        Stage stage = new Stage();
        WorkstationWindow window =
                new WorkstationWindow(
                        stage,
                        home,
                        Clock.systemUTC(),
                        locale,
                        "test",
                        (title, suggested) -> Optional.empty(),
                        () -> {});
        window.show();
        return new ScreenshotTour(window, stage, folder);
    }

    private void go(int width, String period) throws Exception {
        await(window::isIdle);
        for (Theme theme : new Theme[] {Theme.LIGHT, Theme.DARK}) {
            onWindow(() -> {
                window.theme().set(theme);
                return theme;
            });
            for (Section section : Section.values()) {
                onWindow(() -> {
                    window.history().open(place(section, period));
                    return section;
                });
                await(window::isIdle);
                picture("%s-%s-%d".formatted(section, theme, width));
            }
            for (ReportDeclaration report : Catalogue.all()) {
                onWindow(() -> {
                    window.history().open(new Destination.Reports(report.id()));
                    return report;
                });
                await(window::isIdle);
                onWindow(() -> {
                    window.frame().refresh();
                    return report;
                });
                await(window::isIdle);
                picture("report-%s-%s-%d".formatted(report.id(), theme, width));
            }
        }
    }

    private static Destination place(Section section, String period) {
        return switch (section) {
            case OVERVIEW -> new Destination.Overview(period);
            case STATEMENTS ->
                    new Destination.Statements(period, Destination.Statements.ALL_DEPARTMENTS);
            case CALLS -> calls(period);
            case REPORTS -> new Destination.Reports("");
        };
    }

    private static Destination calls(String period) {
        if (period.isEmpty()) {
            return Destination.Calls.OF_PERIOD;
        }
        ZoneId zone = ZoneId.of("Europe/Berlin");
        YearMonth month = YearMonth.parse(period);
        return new Destination.Calls(
                month.atDay(1).atStartOfDay(zone).toInstant(),
                month.plusMonths(1).atDay(1).atStartOfDay(zone).toInstant(),
                "",
                UsageScope.ALL,
                List.of());
    }

    private void picture(String name) throws Exception {
        // a second pass, so that pages asked for by the first are there
        onWindow(() -> stage.getScene().snapshot(null));
        TimeUnit.MILLISECONDS.sleep(400);
        WritableImage image = onWindow(() -> stage.getScene().snapshot(null));
        List<String> notices = onWindow(window::notices);
        if (!notices.isEmpty()) {
            throw new IllegalStateException(name + ": the window says " + notices);
        }
        write(image, folder.resolve(name.toLowerCase(Locale.ROOT) + ".png"));
    }

    private static void write(WritableImage image, Path file) throws IOException {
        ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
    }

    private static void await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!onWindow(condition::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the window did not come to rest");
            }
            Thread.onSpinWait();
        }
    }

    private static <T> T onWindow(Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Platform.runLater(task);
        return task.get();
    }
}
