package net.flowtally.collector.capture;

import java.nio.file.Path;
import net.flowtally.collector.CollectorException;

/// A file that was to be replayed and cannot be read.
public final class CaptureException extends CollectorException {
    private static final long serialVersionUID = 1L;

    CaptureException(Path file, String what) {
        super("The file " + file + " " + what);
    }

    CaptureException(Path file, String what, Throwable cause) {
        super("The file " + file + " " + what, cause);
    }
}
