package net.flowtally.collector.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the system threw away because a socket's buffer was full, where it tells (Linux).
final class KernelDrops {
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));

    private KernelDrops() {}

    /// The drops of all UDP sockets bound to one of these ports since each was opened; 0 where the
    /// system does not tell.
    static long of(List<Integer> ports) {
        long drops = 0;
        for (Path table : TABLES) {
            if (Files.isReadable(table)) {
                try {
                    drops += sum(Files.readAllLines(table), ports);
                } catch (IOException _) {
                    // gone between the look and the read: as if it had never been there
                }
            }
        }
        return drops;
    }

    /// @param lines a header, then a line for each socket: `local_address` as ADDRESS:PORT in the
    ///   second column, `drops` in the last
    static long sum(List<String> lines, List<Integer> ports) {
        long drops = 0;
        for (String line : lines) {
            String[] columns = line.strip().split("\\s+", -1);
            if (columns.length < 13 || !columns[1].matches("[0-9A-F]+:[0-9A-F]{4}")) {
                continue;
            }
            int port = Integer.parseInt(columns[1].substring(columns[1].length() - 4), 16);
            if (ports.contains(port)) {
                drops += Long.parseLong(columns[columns.length - 1]);
            }
        }
        return drops;
    }
}
