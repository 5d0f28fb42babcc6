package net.flowtally.app.command;

import java.nio.file.Path;

/// Sends the log to files of a home directory. Has to be told before the first logger is made:
/// until then nothing is logged at all.
final class LogFiles {
    private LogFiles() {}

    /// @param name of the file, different for processes that run at the same time for long
    /// @param shown the lowest level that also goes to standard error, `OFF` for none
    static void begin(Path directory, String name, String shown) {
        System.setProperty("flowtally.log.directory", directory.toString());
        System.setProperty("flowtally.log.name", name);
        System.setProperty("flowtally.log.shown", shown);
        System.setProperty("logback.configurationFile", "logback-home.xml");
        // a library brings Log4j's interface without anything behind it, which Log4j deplores aloud
        System.setProperty("log4j2.StatusLogger.level", "OFF");
    }
}
