package net.flowtally.app.window;

import java.util.Arrays;
import java.util.Optional;
import net.flowtally.app.screen.Keepsakes;
import net.flowtally.app.screen.Section;

/// How the frame of the window was left.
///
/// @param x `NaN` where the system decides, as `y`
/// @param section the screen that was seen last
/// @param keepCollecting the collector goes on when the window closes
record WindowSettings(
        double x,
        double y,
        double width,
        double height,
        boolean maximized,
        Theme theme,
        Section section,
        boolean keepCollecting) {
    static final WindowSettings DEFAULT =
            new WindowSettings(
                    Double.NaN,
                    Double.NaN,
                    1280,
                    800,
                    false,
                    Theme.SYSTEM,
                    Section.OVERVIEW,
                    false);

    /// What cannot be read is as in a new window.
    static WindowSettings of(Keepsakes kept) {
        return new WindowSettings(
                kept.number("window.x").orElse(DEFAULT.x),
                kept.number("window.y").orElse(DEFAULT.y),
                Math.max(640, kept.number("window.width").orElse(DEFAULT.width)),
                Math.max(480, kept.number("window.height").orElse(DEFAULT.height)),
                kept.find("window.maximized").map(Boolean::parseBoolean).orElse(DEFAULT.maximized),
                kept.find("window.theme")
                        .flatMap(name -> named(Theme.values(), name))
                        .orElse(DEFAULT.theme),
                kept.find("window.section")
                        .flatMap(name -> named(Section.values(), name))
                        .orElse(DEFAULT.section),
                kept.find("collector.keep")
                        .map(Boolean::parseBoolean)
                        .orElse(DEFAULT.keepCollecting));
    }

    void keepIn(Keepsakes kept) {
        kept.keep("window.x", x);
        kept.keep("window.y", y);
        kept.keep("window.width", width);
        kept.keep("window.height", height);
        kept.keep("window.maximized", Boolean.toString(maximized));
        kept.keep("window.theme", theme.name());
        kept.keep("window.section", section.name());
        kept.keep("collector.keep", Boolean.toString(keepCollecting));
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Arrays.stream(values).filter(value -> value.name().equals(name)).findFirst();
    }
}
