package net.flowtally.reports.delivery;

import java.io.IOException;
import java.nio.file.Path;
import net.flowtally.reports.ReportException;

/// A report could not be delivered.
public final class DeliveryException extends ReportException {
    private static final long serialVersionUID = 1L;

    DeliveryException(Path file, IOException cause) {
        super("The file " + file + " cannot be written: " + cause.getMessage(), cause);
    }
}
