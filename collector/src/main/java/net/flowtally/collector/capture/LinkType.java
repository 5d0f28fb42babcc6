package net.flowtally.collector.capture;

import java.nio.file.Path;

/// What stands before the IP packet in a captured frame.
enum LinkType {
    ETHERNET,
    /// A word that names the family, in the byte order of the capturing host.
    LOOPBACK,
    LINUX_COOKED,
    LINUX_COOKED_2,
    RAW_IP;

    /// By the number registered for captures.
    static LinkType of(Path file, int number) {
        return switch (number) {
            case 1 -> ETHERNET;
            case 0, 108 -> LOOPBACK;
            case 113 -> LINUX_COOKED;
            case 276 -> LINUX_COOKED_2;
            case 12, 14, 101, 228, 229 -> RAW_IP;
            default ->
                    throw new CaptureException(
                            file, "was captured on a link of the unknown type " + number + ".");
        };
    }
}
